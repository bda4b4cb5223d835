import type { SignalKind } from '../signal.ts'
import type { SymptomClass } from '../observations/symptom-class.ts'
import type { HazardKind } from './hazard.ts'

/** What a hazard looks like from outside. */
export interface Effect {
  /** Symptoms that name this kind of fault: seeing one is half of the proof. */
  readonly direct: readonly SymptomClass[]
  /** Symptoms it also leads to, as many other faults do. */
  readonly indirect: readonly SymptomClass[]
  /** `at_once`: the first request after the deploy shows it. `under_load`: it waits for traffic. `builds_up`: minutes to hours. */
  readonly pace: 'at_once' | 'under_load' | 'builds_up'
  readonly signals: readonly SignalKind[]
  /** In words, for the rival list. */
  readonly disprovenBy: string
}

const REQUESTS: readonly SignalKind[] = ['error_rate', 'latency', 'log_error']
const STARVED: readonly SignalKind[] = ['saturation', 'latency', 'error_rate', 'log_error']
/** More calls to whatever lies behind. */
const FLOODS: readonly SignalKind[] = [...STARVED, 'traffic_surge']
const KILLED: readonly SignalKind[] = ['container_restart', 'saturation', 'error_rate', 'log_error', 'workload_unready']

function effect(pace: Effect['pace'], direct: readonly SymptomClass[], rest: Omit<Effect, 'pace' | 'direct'>): Effect {
  return { pace, direct, ...rest }
}

/** One entry for each kind of hazard. The classes follow from what the runtime does when it happens, not from any incident. */
export const EFFECTS: Readonly<Record<HazardKind, Effect>> = {
  timeout_cut: effect('at_once', ['deadline'], {
    indirect: ['storm', 'startup', 'backlog', 'unavailable'],
    signals: REQUESTS,
    disprovenBy: 'calls that took longer than the new limit and still succeeded',
  }),
  timeout_removed: effect('under_load', ['pool', 'handles'], {
    indirect: ['latency', 'deadline', 'memory', 'backlog'],
    signals: STARVED,
    disprovenBy: 'callees that answered quickly throughout',
  }),
  retry_raised: effect('under_load', ['storm'], {
    indirect: ['throttle', 'pool', 'cpu', 'backlog', 'traffic', 'deadline', 'duplicate'],
    signals: FLOODS,
    disprovenBy: 'a flat number of calls to the callee',
  }),
  resilience_removed: effect('under_load', ['storm'], {
    indirect: ['connect', 'deadline', 'unavailable', 'panic', 'latency'],
    signals: FLOODS,
    disprovenBy: 'no failure of the callee that a retry or fallback used to hide',
  }),
  shutdown_cut: effect('under_load', ['connect'], {
    indirect: ['unavailable', 'deadline', 'panic'],
    signals: REQUESTS,
    disprovenBy: 'requests that were finished while a process ended',
  }),
  capacity_cut: effect('under_load', ['pool', 'backlog'], {
    indirect: ['deadline', 'latency', 'throttle', 'cpu'],
    signals: STARVED,
    disprovenBy: 'free slots in the pool during the incident',
  }),
  capacity_raised: effect('under_load', ['pool'], {
    indirect: ['memory', 'throttle', 'cpu', 'slow_query', 'handles', 'connect', 'deadline', 'latency'],
    signals: STARVED,
    disprovenBy: 'no more connections at the callee than before',
  }),
  memory_cut: effect('under_load', ['memory'], {
    indirect: ['startup', 'unavailable', 'latency'],
    signals: KILLED,
    disprovenBy: 'memory use below the new limit',
  }),
  cpu_cut: effect('under_load', ['cpu'], {
    indirect: ['latency', 'deadline', 'startup'],
    signals: ['throttling', 'saturation', 'latency', 'error_rate'],
    disprovenBy: 'no throttling during the incident',
  }),
  limit_cut: effect('at_once', ['too_large', 'throttle'], {
    indirect: ['unavailable', 'parse', 'pool'],
    signals: REQUESTS,
    disprovenBy: 'requests above the new limit that passed',
  }),
  bound_removed: effect('builds_up', ['memory', 'too_large'], {
    indirect: ['latency', 'slow_query', 'cpu', 'deadline', 'backlog'],
    signals: KILLED,
    disprovenBy: 'sizes that stayed what they were',
  }),
  cache_weakened: effect('at_once', ['cache'], {
    indirect: ['slow_query', 'latency', 'throttle', 'cpu', 'deadline', 'backlog', 'pool', 'traffic', 'cost'],
    signals: FLOODS,
    disprovenBy: 'an unchanged hit ratio and an unchanged load behind the cache',
  }),
  cache_prolonged: effect('builds_up', ['cache', 'wrong_value'], {
    indirect: ['memory', 'auth'],
    signals: ['log_error', 'error_rate', 'saturation'],
    disprovenBy: 'fresh values, each for its own owner, read from the cache',
  }),
  log_volume_raised: effect('builds_up', ['log_volume', 'disk'], {
    indirect: ['cost', 'latency', 'backlog', 'cpu', 'unavailable'],
    signals: ['saturation', 'log_error', 'error_rate', 'cost'],
    disprovenBy: 'an unchanged number of log lines',
  }),
  default_flipped: effect('at_once', [], {
    indirect: ['unavailable', 'latency', 'contract', 'parse', 'auth', 'tls', 'null', 'wrong_value', 'duplicate', 'cache', 'deadline'],
    signals: REQUESTS,
    disprovenBy: 'the same failures in processes that still ran with the old value',
  }),
  address_changed: effect('at_once', ['connect'], {
    indirect: ['contract', 'auth', 'tls', 'deadline', 'unavailable', 'startup', 'backlog', 'duplicate', 'wrong_value'],
    signals: [...REQUESTS, 'unreachable', 'traffic_drop'],
    disprovenBy: 'calls that reached the new address',
  }),
  auth_changed: effect('at_once', ['auth'], {
    indirect: ['unavailable', 'startup'],
    signals: REQUESTS,
    disprovenBy: 'the same identity that was accepted after the change',
  }),
  tls_changed: effect('at_once', ['tls'], {
    indirect: ['connect', 'unavailable', 'auth'],
    signals: REQUESTS,
    disprovenBy: 'handshakes that succeeded after the change, or a certificate whose own dates explain the failure',
  }),
  schedule_changed: effect('builds_up', ['schedule'], {
    indirect: ['backlog', 'duplicate', 'throttle', 'cpu', 'traffic', 'lock_wait', 'slow_query', 'pool', 'latency', 'cost'],
    signals: FLOODS,
    disprovenBy: 'runs at the times of before',
  }),
  unit_changed: effect('at_once', ['deadline', 'wrong_value', 'schedule'], {
    indirect: ['cache', 'auth', 'latency', 'pool', 'storm', 'unavailable'],
    signals: REQUESTS,
    disprovenBy: 'values of the same size as before',
  }),
  dependency_bumped: effect('at_once', ['startup'], {
    indirect: ['panic', 'contract', 'parse', 'null', 'memory', 'tls', 'auth'],
    signals: [...KILLED, 'latency'],
    disprovenBy: 'the same error before the new version, or an error that does not come from that package',
  }),
  lock_removed: effect('under_load', ['race'], {
    indirect: ['panic', 'duplicate', 'wrong_value', 'null'],
    signals: KILLED,
    disprovenBy: 'a stack that does not pass through the unlocked code',
  }),
  lock_added: effect('under_load', ['lock_wait'], {
    indirect: ['latency', 'deadline', 'pool', 'cpu', 'backlog'],
    signals: STARVED,
    disprovenBy: 'no waiting on the new lock',
  }),
  guard_removed: effect('at_once', ['null'], {
    indirect: ['panic', 'parse', 'wrong_value', 'contract', 'duplicate'],
    signals: KILLED,
    disprovenBy: 'a stack that does not pass through the unguarded code',
  }),
  resource_leak: effect('builds_up', ['handles', 'pool'], {
    indirect: ['memory', 'latency', 'deadline', 'connect', 'cpu', 'tls'],
    signals: KILLED,
    disprovenBy: 'a flat number of open handles since the deploy',
  }),
  unbounded_growth: effect('builds_up', ['memory'], {
    indirect: ['startup', 'latency', 'cpu', 'unavailable', 'connect'],
    signals: KILLED,
    disprovenBy: 'flat memory since the deploy',
  }),
  cardinality_raised: effect('builds_up', ['cardinality'], {
    indirect: ['memory', 'cost', 'throttle'],
    signals: ['saturation', 'cost', 'container_restart', 'log_error'],
    disprovenBy: 'an unchanged number of series',
  }),
  query_unbounded: effect('builds_up', ['slow_query'], {
    indirect: ['latency', 'memory', 'cpu', 'deadline', 'pool', 'too_large'],
    signals: STARVED,
    disprovenBy: 'as many rows read as before the deploy',
  }),
  index_dropped: effect('at_once', ['slow_query'], {
    indirect: ['latency', 'cpu', 'deadline', 'lock_wait', 'pool'],
    signals: STARVED,
    disprovenBy: 'queries on that table as fast as before',
  }),
  migration_locking: effect('at_once', ['lock_wait'], {
    indirect: ['deadline', 'slow_query', 'latency', 'pool'],
    signals: STARVED,
    disprovenBy: 'no waiting on that table',
  }),
  contract_changed: effect('at_once', ['contract', 'parse'], {
    indirect: ['null', 'wrong_value', 'unavailable', 'backlog'],
    signals: REQUESTS,
    disprovenBy: 'the same error before the deploy, or one about another name',
  }),
  batching_removed: effect('builds_up', ['throttle'], {
    indirect: ['latency', 'slow_query', 'pool', 'deadline', 'cost', 'backlog', 'traffic', 'cpu'],
    signals: FLOODS,
    disprovenBy: 'as many calls to the store per request as before',
  }),
  work_in_loop: effect('under_load', ['slow_query', 'pool'], {
    indirect: ['latency', 'deadline', 'throttle', 'cpu', 'traffic', 'backlog'],
    signals: FLOODS,
    disprovenBy: 'as many calls per request as before',
  }),
  blocking_added: effect('at_once', ['latency'], {
    indirect: ['deadline', 'pool', 'cpu', 'backlog'],
    signals: STARVED,
    disprovenBy: 'the same time spent in that code as before',
  }),
  costly_work: effect('under_load', ['cpu'], {
    indirect: ['latency', 'deadline', 'pool', 'backlog', 'unavailable'],
    signals: STARVED,
    disprovenBy: 'as much processor time per request as before',
  }),
  call_removed: effect('at_once', ['backlog', 'duplicate', 'cache'], {
    indirect: ['wrong_value', 'race', 'lock_wait', 'handles', 'pool', 'memory', 'null'],
    signals: STARVED,
    disprovenBy: 'the effect of the removed call still taking place',
  }),
  parse_changed: effect('at_once', ['parse', 'contract'], {
    indirect: ['cpu', 'wrong_value', 'backlog', 'deadline', 'latency'],
    signals: REQUESTS,
    disprovenBy: 'inputs of the failing shape that passed after the deploy',
  }),
  serialisation_changed: effect('at_once', ['parse'], {
    indirect: ['contract', 'backlog', 'null', 'wrong_value', 'too_large', 'cost', 'latency'],
    signals: REQUESTS,
    disprovenBy: 'readers that understood the new form',
  }),
  throw_added: effect('at_once', ['panic', 'parse'], {
    indirect: ['unavailable', 'startup', 'wrong_value', 'contract', 'auth'],
    signals: KILLED,
    disprovenBy: 'an error text other than the new one',
  }),
  config_required: effect('at_once', ['startup'], {
    indirect: ['panic', 'null', 'auth', 'connect', 'unavailable'],
    signals: KILLED,
    disprovenBy: 'processes that started without the setting',
  }),
  time_changed: effect('builds_up', ['schedule', 'wrong_value', 'parse'], {
    indirect: ['auth', 'cache', 'duplicate', 'backlog', 'contract'],
    signals: REQUESTS,
    disprovenBy: 'the same results at another time of day',
  }),
  logic_changed: effect('at_once', ['wrong_value'], {
    indirect: [
      'null',
      'panic',
      'auth',
      'contract',
      'unavailable',
      'duplicate',
      'storm',
      'backlog',
      'throttle',
      'cpu',
      'memory',
      'slow_query',
    ],
    signals: REQUESTS,
    disprovenBy: 'the same failures before the deploy',
  }),
  range_narrowed: effect('builds_up', ['wrong_value', 'too_large'], {
    indirect: ['contract', 'panic', 'duplicate', 'parse', 'unavailable'],
    signals: REQUESTS,
    disprovenBy: 'numbers above the new range that were kept',
  }),
  precision_lost: effect('under_load', ['rounding'], {
    indirect: ['wrong_value'],
    signals: REQUESTS,
    disprovenBy: 'differences that are no fractions of the smallest unit',
  }),
  order_swapped: effect('at_once', ['contract', 'race', 'null', 'backlog'], {
    indirect: ['wrong_value', 'duplicate', 'unavailable'],
    signals: REQUESTS,
    disprovenBy: 'records that were there when their reader came',
  }),
  spread_changed: effect('under_load', ['backlog'], {
    indirect: ['throttle', 'latency', 'cpu', 'duplicate', 'wrong_value', 'memory'],
    signals: STARVED,
    disprovenBy: 'partitions that are all as busy as before',
  }),
  exposure_raised: effect('under_load', ['traffic'], {
    indirect: ['latency', 'deadline', 'cpu', 'pool', 'backlog', 'throttle', 'memory', 'unavailable', 'panic', 'wrong_value'],
    signals: FLOODS,
    disprovenBy: 'as many requests on that path as before',
  }),
  behaviour_changed: effect('at_once', [], {
    indirect: [],
    signals: KILLED,
    disprovenBy: 'an error that does not pass through the changed code',
  }),
}
