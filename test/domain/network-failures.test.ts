import { describe, expect, it } from 'vitest'
import { FAILURE_WORDS, failureIn } from '../../src/domain/network-failures.ts'

const NO_FAILURE = [
  'listening on 0.0.0.0:8080',
  'connected to db:5432',
  'timeout is set to 30 s',
  'served 503 requests',
  'certificate reloaded',
  'host found after 2 ms',
  'reset the cache',
  'order 502 accepted',
]

describe('src/domain/network-failures', () => {
  it.each(FAILURE_WORDS)('reads $failure as $source write it', ({ failure, example }) => {
    expect(failureIn(example)).toBe(failure)
  })

  it.each(NO_FAILURE)('reads none in: %s', (text) => {
    expect(failureIn(text)).toBeNull()
  })
})
