import { expect, it } from 'vitest'
import { howOften } from '../../src/domain/how-often.ts'

it('says once and several times as people do', () => {
  expect([0, 1, 2].map(howOften)).toEqual(['0 times', 'once', '2 times'])
})
