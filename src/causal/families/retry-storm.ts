import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** Callers repeat what failed so often that the repetitions are the load. */
export const retryStorm = statedFault({
  mechanism: 'retry_storm',
  statements: [
    {
      words: /retry (?:budget (?:exhausted|exceeded|used up)|storm)|(?:circuit|upstream) .{0,20}retry.{0,10}overflow/i,
      source: 'Envoy; Linkerd',
      example: 'retry budget exhausted',
      isEffect: true,
    },
    {
      words:
        /Retrying \(Retry\(total=|Retrying \S{1,80} in \d{1,5}(?:\.\d{1,3})? seconds as it raised|Retries exhausted: \d|retrying in \d{1,5}m?s \(\d{1,3} left\)|giving up after \d{1,3} attempt|retry quota exceeded|Handled: 'True', Attempt: '[1-9]|retry_overflow=[1-9]|until attempt '[1-9]/,
      source: 'urllib3; tenacity; Reactor; go-retryablehttp; AWS SDK; Polly; Envoy; Resilience4j',
      example: 'Retries exhausted: 3/3',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /retr(?:y|ies)|rq_retry|attempts/i,
      goes: 'up',
      source: 'Envoy; client libraries',
      example: 'envoy_cluster_upstream_rq_retry',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'first attempts that make up the load, of',
  remedy: (entity) =>
    byHand('config_revert', `let ${nameIn(entity, 'it')} repeat less often, with a growing pause and a limit`, {
      risk: 'Calls that a repetition would have saved fail.',
      undo: 'Put the old setting back.',
    }),
})
