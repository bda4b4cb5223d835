import type { HazardKind } from '../hazard.ts'
import { effect, FLOODS, KILLED, REQUESTS, STARVED, type Effect } from './effect.ts'

/** What changed steps of a program look like from outside. */
export const EFFECTS_OF_CODE = {
  lock_removed: effect('under_load', ['race'], {
    indirect: ['panic', 'duplicate', 'wrong_value', 'null'],
    symptoms: KILLED,
    disprovenBy: 'a stack that does not pass through the unlocked code',
  }),
  lock_added: effect('under_load', ['lock_wait'], {
    indirect: ['latency', 'deadline', 'pool', 'cpu', 'backlog'],
    symptoms: STARVED,
    disprovenBy: 'no waiting on the new lock',
  }),
  guard_removed: effect('at_once', ['null'], {
    indirect: ['panic', 'parse', 'wrong_value', 'contract', 'duplicate'],
    symptoms: KILLED,
    disprovenBy: 'a stack that does not pass through the unguarded code',
  }),
  resource_leak: effect('builds_up', ['handles', 'pool'], {
    indirect: ['memory', 'latency', 'deadline', 'connect', 'cpu', 'tls'],
    symptoms: KILLED,
    disprovenBy: 'a flat number of open handles since the deploy',
  }),
  unbounded_growth: effect('builds_up', ['memory'], {
    indirect: ['startup', 'latency', 'cpu', 'unavailable', 'connect'],
    symptoms: KILLED,
    disprovenBy: 'flat memory since the deploy',
  }),
  work_in_loop: effect('under_load', ['slow_query', 'pool'], {
    indirect: ['latency', 'deadline', 'throttle', 'cpu', 'traffic', 'backlog'],
    symptoms: FLOODS,
    disprovenBy: 'as many calls per request as before',
  }),
  blocking_added: effect('at_once', ['latency'], {
    indirect: ['deadline', 'pool', 'cpu', 'backlog'],
    symptoms: STARVED,
    disprovenBy: 'the same time spent in that code as before',
  }),
  costly_work: effect('under_load', ['cpu'], {
    indirect: ['latency', 'deadline', 'pool', 'backlog', 'unavailable'],
    symptoms: STARVED,
    disprovenBy: 'as much processor time per request as before',
  }),
  call_removed: effect('at_once', ['backlog', 'duplicate', 'cache'], {
    indirect: ['wrong_value', 'race', 'lock_wait', 'handles', 'pool', 'memory', 'null'],
    symptoms: STARVED,
    disprovenBy: 'the effect of the removed call still taking place',
  }),
  throw_added: effect('at_once', ['panic', 'parse'], {
    indirect: ['unavailable', 'startup', 'wrong_value', 'contract', 'auth'],
    symptoms: KILLED,
    disprovenBy: 'an error text other than the new one',
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
    symptoms: REQUESTS,
    disprovenBy: 'the same failures before the deploy',
  }),
  behaviour_changed: effect('at_once', [], {
    indirect: [],
    symptoms: KILLED,
    disprovenBy: 'an error that does not pass through the changed code',
  }),
} satisfies Partial<Record<HazardKind, Effect>>
