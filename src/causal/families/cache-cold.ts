import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A cache is empty, or lost what most ask for: everybody asks what lies behind it, at once. */
export const cacheCold = statedFault({
  mechanism: 'cache_cold',
  statements: [
    {
      words:
        /cache (?:miss(?:es)? rate|miss rate).{0,20}\d|hit.?(?:ratio|rate).{0,30}(?:fell|drop|down|0\.0|\b\d ?%)|stampede|thundering herd|dog.?pile/i,
      source: 'caches; programs in front of them',
      example: 'cache miss rate=0.98, falling back to the database',
    },
    {
      words: /cache (?:is )?(?:cold|flushed|empty|cleared|invalidated)|FLUSHALL|FLUSHDB|ttl expired/i,
      source: 'Redis; CDNs; programs',
      example: 'cache flushed, 0 keys',
    },
    {
      words: /keys loaded: 0\b|prewarmed 0 of [1-9]|LOADING Redis is loading the dataset/,
      source: 'Redis; PostgreSQL autoprewarm',
      example: 'Done loading RDB, keys loaded: 0, keys expired: 0.',
    },
    {
      words: /Buffer pool hit rate [0-8]\d\d \/ 1000|hitCount=\d{1,2}, missCount=\d{3,}/,
      source: 'InnoDB monitor; Guava CacheStats',
      example: 'Buffer pool hit rate 412 / 1000',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /hit_?(?:ratio|rate|pct|percent)|keyspace_hits|CacheHit/i,
      goes: 'down',
      source: 'redis and memcached exporters; CDNs; CloudWatch',
      example: 'cache_hit_ratio',
    },
    {
      metric: /evict|cache_miss|keyspace_misses|CacheMiss/i,
      goes: 'up',
      source: 'redis and memcached exporters',
      example: 'redis_evicted_keys_total',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'a share of hits as before, of',
  remedy: (entity) =>
    byHand('other', `let only a part of the calls through to what lies behind ${nameIn(entity, 'it')} until it has filled`, {
      risk: 'Some callers are turned away for a while.',
      undo: 'Let all through again.',
    }),
})
