import { describe, expect, it } from 'vitest'
import { entitiesIn, searchWords } from '../../src/domain/search-words.ts'

describe('src/domain/search-words', () => {
  it('keeps words that tell something, in order, each once', () => {
    expect(searchWords('Why is the checkout failing? Checkout: HTTP 503 in orders-db, größe x')).toEqual([
      'checkout',
      'failing',
      'http',
      '503',
      'orders',
      'db',
      'größe',
    ])
  })

  it('keeps of an entity only its name', () => {
    expect(searchWords('did shop/Deployment/orders break?')).toEqual(['orders', 'break'])
  })

  it('is empty when nothing is worth searching for', () => {
    expect(searchWords('what is the root cause?')).toEqual([])
    expect(searchWords('… !! -- ""')).toEqual([])
  })

  it('takes a bounded number of words and leaves out blobs', () => {
    const words = searchWords(`${'a'.repeat(65)} ${Array.from({ length: 60 }, (_none, n) => `word${n}`).join(' ')}`)

    expect(words).toHaveLength(40)
    expect(words[0]).toBe('word0')
  })

  it('finds entities in a sentence without the signs around them', () => {
    expect(entitiesIn('"shop/ConfigMap/flags", (shop/Deployment/orders). See a/b/c and https://x/Y/z')).toEqual([
      'shop/ConfigMap/flags',
      'shop/Deployment/orders',
    ])
  })
})
