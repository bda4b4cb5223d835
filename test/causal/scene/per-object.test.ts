import { describe, expect, it } from 'vitest'
import { perObject } from '../../../src/causal/scene/per-object.ts'

describe('causal/scene/per-object', () => {
  it('computes once for each object, also where the answer is nothing', () => {
    const asked: object[] = []
    const find = perObject((key: { readonly name?: string }) => {
      asked.push(key)
      return key.name
    })
    const [named, nameless, alike] = [{ name: 'a' }, {}, { name: 'a' }]

    expect([named, nameless, named, nameless, alike].map(find)).toEqual(['a', undefined, 'a', undefined, 'a'])
    expect(asked).toEqual([named, nameless, alike])
  })
})
