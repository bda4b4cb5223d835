import type { HazardKind } from '../hazard.ts'
import { effect, FLOODS, REQUESTS, STARVED, type Effect } from './effect.ts'

/** What changed forms of data, and changed ways to it, look like from outside. */
export const EFFECTS_OF_DATA = {
  unit_changed: effect('at_once', ['deadline', 'wrong_value', 'schedule', 'throttle'], {
    indirect: ['cache', 'auth', 'latency', 'pool', 'storm', 'unavailable'],
    symptoms: REQUESTS,
    disprovenBy: 'values of the same size as before',
  }),
  cardinality_raised: effect('builds_up', ['cardinality'], {
    indirect: ['memory', 'cost', 'throttle'],
    symptoms: ['saturation', 'cost', 'container_restart', 'log_error'],
    disprovenBy: 'an unchanged number of series',
  }),
  query_unbounded: effect('builds_up', ['slow_query'], {
    indirect: ['latency', 'memory', 'cpu', 'deadline', 'pool', 'too_large'],
    symptoms: STARVED,
    disprovenBy: 'as many rows read as before the deploy',
  }),
  index_dropped: effect('at_once', ['slow_query'], {
    indirect: ['latency', 'cpu', 'deadline', 'lock_wait', 'pool'],
    symptoms: STARVED,
    disprovenBy: 'queries on that table as fast as before',
  }),
  migration_locking: effect('at_once', ['lock_wait'], {
    indirect: ['deadline', 'slow_query', 'latency', 'pool'],
    symptoms: STARVED,
    disprovenBy: 'no waiting on that table',
  }),
  contract_changed: effect('at_once', ['contract', 'parse'], {
    indirect: ['null', 'wrong_value', 'unavailable', 'backlog'],
    symptoms: REQUESTS,
    disprovenBy: 'the same error before the deploy, or one about another name',
  }),
  batching_removed: effect('builds_up', ['throttle'], {
    indirect: ['latency', 'slow_query', 'pool', 'deadline', 'cost', 'backlog', 'traffic', 'cpu'],
    symptoms: FLOODS,
    disprovenBy: 'as many calls to the store per request as before',
  }),
  parse_changed: effect('at_once', ['parse', 'contract'], {
    indirect: ['cpu', 'wrong_value', 'backlog', 'deadline', 'latency'],
    symptoms: REQUESTS,
    disprovenBy: 'inputs of the failing shape that passed after the deploy',
  }),
  serialisation_changed: effect('at_once', ['parse'], {
    indirect: ['contract', 'backlog', 'null', 'wrong_value', 'too_large', 'cost', 'latency'],
    symptoms: REQUESTS,
    disprovenBy: 'readers that understood the new form',
  }),
  time_changed: effect('builds_up', ['schedule', 'wrong_value', 'parse'], {
    indirect: ['auth', 'cache', 'duplicate', 'backlog', 'contract'],
    symptoms: REQUESTS,
    disprovenBy: 'the same results at another time of day',
  }),
  range_narrowed: effect('builds_up', ['wrong_value', 'too_large', 'parse'], {
    indirect: ['contract', 'panic', 'duplicate', 'unavailable'],
    symptoms: REQUESTS,
    disprovenBy: 'numbers above the new range that were kept',
  }),
  precision_lost: effect('under_load', ['rounding'], {
    indirect: ['wrong_value'],
    symptoms: REQUESTS,
    disprovenBy: 'differences that are no fractions of the smallest unit',
  }),
  order_swapped: effect('at_once', ['contract', 'race', 'null', 'backlog'], {
    indirect: ['wrong_value', 'duplicate', 'unavailable'],
    symptoms: REQUESTS,
    disprovenBy: 'records that were there when their reader came',
  }),
} satisfies Partial<Record<HazardKind, Effect>>
