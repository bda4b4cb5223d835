import type { HazardKind } from '../hazard.ts'
import { effect, FLOODS, KILLED, REQUESTS, STARVED, type Effect } from './effect.ts'

/** What changed limits, addresses, rights and versions look like from outside. */
export const EFFECTS_OF_SETTINGS = {
  timeout_cut: effect('at_once', ['deadline'], {
    indirect: ['storm', 'startup', 'backlog', 'unavailable'],
    symptoms: REQUESTS,
    disprovenBy: 'calls that took longer than the new limit and still succeeded',
  }),
  timeout_removed: effect('under_load', ['pool', 'handles'], {
    indirect: ['latency', 'deadline', 'memory', 'backlog'],
    symptoms: STARVED,
    disprovenBy: 'callees that answered quickly throughout',
  }),
  retry_raised: effect('under_load', ['storm'], {
    indirect: ['throttle', 'pool', 'cpu', 'backlog', 'traffic', 'deadline', 'duplicate'],
    symptoms: FLOODS,
    disprovenBy: 'a flat number of calls to the callee',
  }),
  resilience_removed: effect('under_load', ['storm'], {
    indirect: ['connect', 'deadline', 'unavailable', 'panic', 'latency'],
    symptoms: FLOODS,
    disprovenBy: 'no failure of the callee that a retry or fallback used to hide',
  }),
  shutdown_cut: effect('under_load', ['connect'], {
    indirect: ['unavailable', 'deadline', 'panic'],
    symptoms: REQUESTS,
    disprovenBy: 'requests that were finished while a process ended',
  }),
  capacity_cut: effect('under_load', ['pool', 'backlog'], {
    indirect: ['deadline', 'latency', 'throttle', 'cpu'],
    symptoms: STARVED,
    disprovenBy: 'free slots in the pool during the incident',
  }),
  capacity_raised: effect('under_load', ['pool'], {
    indirect: ['memory', 'throttle', 'cpu', 'slow_query', 'handles', 'connect', 'deadline', 'latency'],
    symptoms: STARVED,
    disprovenBy: 'no more connections at the callee than before',
  }),
  memory_cut: effect('under_load', ['memory'], {
    indirect: ['startup', 'unavailable', 'latency'],
    symptoms: KILLED,
    disprovenBy: 'memory use below the new limit',
  }),
  cpu_cut: effect('under_load', ['cpu'], {
    indirect: ['latency', 'deadline', 'startup'],
    symptoms: ['throttling', 'saturation', 'latency', 'error_rate'],
    disprovenBy: 'no throttling during the incident',
  }),
  limit_cut: effect('at_once', ['too_large', 'throttle'], {
    indirect: ['unavailable', 'parse', 'pool'],
    symptoms: REQUESTS,
    disprovenBy: 'requests above the new limit that passed',
  }),
  bound_removed: effect('builds_up', ['memory', 'too_large'], {
    indirect: ['latency', 'slow_query', 'cpu', 'deadline', 'backlog'],
    symptoms: KILLED,
    disprovenBy: 'sizes that stayed what they were',
  }),
  cache_weakened: effect('at_once', ['cache'], {
    indirect: ['slow_query', 'latency', 'throttle', 'cpu', 'deadline', 'backlog', 'pool', 'traffic', 'cost'],
    symptoms: FLOODS,
    disprovenBy: 'an unchanged hit ratio and an unchanged load behind the cache',
  }),
  cache_prolonged: effect('builds_up', ['cache', 'wrong_value'], {
    indirect: ['memory', 'auth'],
    symptoms: ['log_error', 'error_rate', 'saturation'],
    disprovenBy: 'fresh values, each for its own owner, read from the cache',
  }),
  log_volume_raised: effect('builds_up', ['log_volume', 'disk'], {
    indirect: ['cost', 'latency', 'backlog', 'cpu', 'unavailable'],
    symptoms: ['saturation', 'log_error', 'error_rate', 'cost'],
    disprovenBy: 'an unchanged number of log lines',
  }),
  default_flipped: effect('at_once', [], {
    indirect: ['unavailable', 'latency', 'contract', 'parse', 'auth', 'tls', 'null', 'wrong_value', 'duplicate', 'cache', 'deadline'],
    symptoms: REQUESTS,
    disprovenBy: 'the same failures in processes that still ran with the old value',
  }),
  address_changed: effect('at_once', ['connect', 'resolve'], {
    indirect: ['contract', 'auth', 'tls', 'deadline', 'unavailable', 'startup', 'backlog', 'duplicate', 'wrong_value'],
    symptoms: [...REQUESTS, 'unreachable', 'traffic_drop'],
    disprovenBy: 'calls that reached the new address',
  }),
  auth_changed: effect('at_once', ['auth'], {
    indirect: ['unavailable', 'startup'],
    symptoms: REQUESTS,
    disprovenBy: 'the same identity that was accepted after the change',
  }),
  tls_changed: effect('at_once', ['tls'], {
    indirect: ['connect', 'unavailable', 'auth'],
    symptoms: REQUESTS,
    disprovenBy: 'handshakes that succeeded after the change, or a certificate whose own dates explain the failure',
  }),
  schedule_changed: effect('builds_up', ['schedule'], {
    indirect: ['backlog', 'duplicate', 'throttle', 'cpu', 'traffic', 'lock_wait', 'slow_query', 'cost'],
    symptoms: FLOODS,
    disprovenBy: 'runs at the times of before',
  }),
  dependency_bumped: effect('at_once', ['startup'], {
    indirect: ['panic', 'contract', 'parse', 'null', 'memory', 'tls', 'auth'],
    symptoms: [...KILLED, 'latency'],
    disprovenBy: 'the same error before the new version, or an error that does not come from that package',
  }),
  config_required: effect('at_once', ['startup'], {
    indirect: ['panic', 'null', 'auth', 'connect', 'unavailable'],
    symptoms: KILLED,
    disprovenBy: 'processes that started without the setting',
  }),
  spread_changed: effect('under_load', ['backlog'], {
    indirect: ['throttle', 'latency', 'cpu', 'duplicate', 'wrong_value', 'memory'],
    symptoms: STARVED,
    disprovenBy: 'partitions that are all as busy as before',
  }),
  exposure_raised: effect('under_load', ['traffic'], {
    indirect: ['latency', 'deadline', 'cpu', 'pool', 'backlog', 'throttle', 'memory', 'unavailable', 'panic', 'wrong_value'],
    symptoms: FLOODS,
    disprovenBy: 'as many requests on that path as before',
  }),
} satisfies Partial<Record<HazardKind, Effect>>
