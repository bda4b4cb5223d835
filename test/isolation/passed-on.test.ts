import { describe, expect, it } from 'vitest'
import { passedOn } from '../../src/isolation/passed-on.ts'

describe('src/isolation/passed-on', () => {
  it('passes on what tunes reading, and no key', () => {
    const environment = { UV_THREADPOOL_SIZE: '12', ANTHROPIC_API_KEY: 'hush', DATABASE_URL: 'postgresql://me:hush@host/db', PATH: '/bin' }

    expect(passedOn(environment)).toEqual({ UV_THREADPOOL_SIZE: '12' })
  })
})
