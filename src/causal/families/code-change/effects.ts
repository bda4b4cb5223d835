import type { HazardKind } from '../../../diffs/hazard.ts'
import type { Topic } from '../../scene/symptoms/topic-words.ts'

/** What a hazard looks like from outside. */
export interface Effect {
  /** Symptoms that name this kind of fault: seeing one is half of the proof. */
  readonly direct: readonly Topic[]
  /** Symptoms it also leads to, as many other faults do. */
  readonly indirect: readonly Topic[]
  /** In words, for the rival list. */
  readonly disprovenBy: string
  /** Data travels further than calls: through topics, tables and files to readers that never call their writer. */
  readonly travels?: true
  /** It makes a service ask more of those behind it, stores that others use too among them. */
  readonly asksMore?: true
}

/** Somebody has more to do than there is time, room or leave for. */
const STRAIN: readonly Topic[] = ['latency', 'deadline', 'cpu', 'pool', 'throttle', 'backlog', 'slow_query', 'traffic', 'cost']
/** Answers are wrong or refused, work is done twice or stays undone. */
const WRONG: readonly Topic[] = ['wrong_value', 'duplicate', 'backlog', 'null', 'contract', 'parse', 'unavailable']
/** Processes or requests end. */
const ENDS: readonly Topic[] = ['panic', 'unavailable', 'startup', 'null']

/** One entry for each kind of hazard. The classes follow from what the runtime does when it happens, not from any incident. */
export const EFFECTS: Readonly<Record<HazardKind, Effect>> = {
  timeout_cut: effect(['deadline'], ['storm', 'backlog', ...ENDS], 'calls that took longer than the new limit and still succeeded'),
  timeout_removed: effect(['pool', 'handles'], ['memory', ...STRAIN], 'callees that answered quickly throughout'),
  retry_raised: asking(['storm'], ['duplicate', ...STRAIN], 'a flat number of calls to the callee'),
  resilience_removed: asking(['storm'], ['connect', 'deadline', 'latency', ...ENDS], 'no failure of the callee that used to be hidden'),
  shutdown_cut: effect(['connect'], ['deadline', ...ENDS], 'requests that were finished while a process ended'),
  capacity_cut: effect(['pool', 'backlog'], STRAIN, 'free slots in the pool during the incident'),
  capacity_raised: asking(['pool'], ['memory', 'handles', 'connect', ...STRAIN], 'no more connections at the callee than before'),
  memory_cut: effect(['memory'], ['latency', ...ENDS], 'memory use below the new limit'),
  cpu_cut: effect(['cpu'], ['latency', 'deadline', 'startup'], 'no throttling during the incident'),
  limit_cut: effect(['too_large', 'throttle'], ['unavailable', 'parse', 'pool'], 'requests above the new limit that passed'),
  bound_removed: effect(['memory', 'too_large'], STRAIN, 'sizes that stayed what they were'),
  cache_weakened: asking(['cache'], STRAIN, 'an unchanged hit ratio and an unchanged load behind the cache'),
  cache_prolonged: travelling(['cache', 'wrong_value'], ['memory', 'auth'], 'fresh values, each for its own owner, read from the cache'),
  log_volume_raised: travelling(['log_volume', 'disk'], ['unavailable', ...STRAIN], 'an unchanged number of log lines'),
  default_flipped: effect([], ['latency', 'auth', 'tls', 'cache', 'deadline', ...WRONG], 'the same failures with the old value'),
  address_changed: effect(['connect', 'resolve'], ['auth', 'tls', 'deadline', 'startup', ...WRONG], 'calls that reached the new address'),
  auth_changed: effect(['auth'], ['unavailable', 'startup'], 'the same identity that was accepted after the change'),
  tls_changed: effect(['tls'], ['connect', 'unavailable', 'auth'], 'handshakes that succeeded after the change'),
  schedule_changed: asking(['schedule'], ['duplicate', 'lock_wait', ...STRAIN], 'runs at the times of before'),
  unit_changed: travelling(
    ['deadline', 'wrong_value', 'schedule', 'throttle'],
    ['cache', 'auth', 'latency', 'pool', 'storm', 'unavailable'],
    'values of the same size as before',
  ),
  dependency_bumped: effect(['startup'], ['contract', 'parse', 'memory', 'tls', 'auth', ...ENDS], 'the same error before the new version'),
  lock_removed: effect(['race'], ['duplicate', 'wrong_value', ...ENDS], 'a stack that does not pass through the unlocked code'),
  lock_added: effect(['lock_wait'], STRAIN, 'no waiting on the new lock'),
  guard_removed: effect(['null'], ['panic', ...WRONG], 'a stack that does not pass through the unguarded code'),
  resource_leak: effect(['handles', 'pool'], ['memory', 'connect', 'tls', ...STRAIN], 'a flat number of open handles since the deploy'),
  unbounded_growth: effect(['memory'], ['latency', 'cpu', 'connect', ...ENDS], 'flat memory since the deploy'),
  cardinality_raised: travelling(['cardinality'], ['memory', 'cost', 'throttle'], 'an unchanged number of series'),
  query_unbounded: asking(['slow_query'], ['memory', 'too_large', ...STRAIN], 'as many rows read as before the deploy'),
  index_dropped: asking(['slow_query'], ['lock_wait', ...STRAIN], 'queries on that table as fast as before'),
  migration_locking: effect(['lock_wait'], STRAIN, 'no waiting on that table'),
  contract_changed: travelling(['contract', 'parse'], WRONG, 'the same error before the deploy, or one about another name'),
  batching_removed: asking(['throttle'], STRAIN, 'as many calls to the store per request as before'),
  work_in_loop: asking(['slow_query', 'pool'], STRAIN, 'as many calls per request as before'),
  blocking_added: effect(['latency'], STRAIN, 'the same time spent in that code as before'),
  costly_work: effect(['cpu'], ['unavailable', ...STRAIN], 'as much processor time per request as before'),
  call_removed: travelling(
    ['backlog', 'duplicate', 'cache'],
    ['wrong_value', 'race', 'lock_wait', 'handles', 'pool', 'memory', 'null'],
    'the effect of the removed call still taking place',
  ),
  parse_changed: travelling(['parse', 'contract'], ['cpu', 'deadline', 'latency', ...WRONG], 'such inputs that passed after the deploy'),
  serialisation_changed: travelling(['parse'], ['too_large', 'cost', 'latency', ...WRONG], 'readers that understood the new form'),
  throw_added: effect(['panic', 'parse'], ['wrong_value', 'contract', 'auth', ...ENDS], 'an error text other than the new one'),
  config_required: effect(['startup'], ['auth', 'connect', ...ENDS], 'processes that started without the setting'),
  time_changed: travelling(['schedule', 'wrong_value', 'parse'], ['auth', 'cache', ...WRONG], 'the same results at another time of day'),
  logic_changed: travelling(
    ['wrong_value'],
    ['panic', 'auth', 'storm', 'memory', ...WRONG, ...STRAIN],
    'the same failures before the deploy',
  ),
  range_narrowed: travelling(['wrong_value', 'too_large', 'parse'], ['panic', ...WRONG], 'numbers above the new range that were kept'),
  precision_lost: travelling(['rounding'], ['wrong_value'], 'differences that are no fractions of the smallest unit'),
  order_swapped: travelling(['contract', 'race', 'null', 'backlog'], WRONG, 'records that were there when their reader came'),
  spread_changed: travelling(['backlog'], ['duplicate', 'wrong_value', 'memory', ...STRAIN], 'partitions that are all as busy as before'),
  exposure_raised: asking(['traffic'], ['memory', 'wrong_value', ...ENDS, ...STRAIN], 'as many requests on that path as before'),
  behaviour_changed: effect([], [], 'an error that does not pass through the changed code'),
}

function effect(direct: Effect['direct'], indirect: Effect['indirect'], disprovenBy: string): Effect {
  return { direct, indirect, disprovenBy }
}

function travelling(...of: Parameters<typeof effect>): Effect {
  return { ...effect(...of), travels: true }
}

function asking(...of: Parameters<typeof effect>): Effect {
  return { ...effect(...of), asksMore: true }
}
