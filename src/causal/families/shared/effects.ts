import type { SymptomKind } from '../../scene/symptoms/symptom.ts'

/** What shows that the pods of a workload are not there or not ready. */
export const WORKLOAD_DOWN: readonly SymptomKind[] = [
  'pod_pending',
  'pod_not_created',
  'workload_unready',
  'no_endpoints',
  'unreachable',
  'error_rate',
  'log_error',
  'traffic_drop',
]

/** What shows that calls do not get through, or are not answered as they should be. */
export const CALLS_FAIL: readonly SymptomKind[] = ['unreachable', 'error_rate', 'log_error', 'latency', 'traffic_drop']

/** What a running program shows whose calls fail, or that is not able to do its work: it may end over it, or say that it is not ready. */
export const PROGRAM_FAILS: readonly SymptomKind[] = [...CALLS_FAIL, 'container_restart', 'workload_unready', 'no_endpoints']

/** What shows that there is too little of something for what is asked: processor, memory, replicas, connections. */
export const OVERLOADED: readonly SymptomKind[] = [
  'latency',
  'saturation',
  'throttling',
  'error_rate',
  'log_error',
  'container_restart',
  'traffic_drop',
]
