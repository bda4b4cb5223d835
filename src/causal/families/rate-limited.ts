import { CALLS_FAIL } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** Somebody asks more often than the other side allows: part of the calls are turned away. */
export const rateLimited = statedFault({
  mechanism: 'rate_limited',
  statements: [
    {
      // A bare 429 may be milliseconds or bytes.
      words:
        /\b(?:status|code|error|answered|returned|got)["' :=]{1,4}429\b|HTTP\/[\d.]{1,3}"? 429\b|\(429\)|[Tt]oo [Mm]any [Rr]equests|[Rr]ate (?:limit(?:ed)?|exceeded)|ThrottlingException|ProvisionedThroughputExceeded|RequestLimitExceeded|SlowDown\b|RESOURCE_EXHAUSTED|ResourceExhausted|limiting requests, excess|[Rr]equest rate is large|rate_limit_exceeded/,
      source: 'RFC 6585, 4; AWS; gRPC; S3; nginx limit_req; Cosmos DB; interfaces of providers',
      example: '429 Too Many Requests',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /429|rate_?limited|throttled_(?:requests|calls)|ThrottledRequests/i,
      goes: 'up',
      source: 'gateways; CloudWatch',
      example: 'http_responses_429_total',
    },
  ],
  effects: CALLS_FAIL,
  disprovenBy: 'calls at the same rate that are all answered, of',
  remedy: (entity) =>
    byHand('other', `let ${nameIn(entity, 'it')} ask less often, and wait longer after each refusal`, {
      risk: 'What it does takes longer.',
      undo: 'Put the old rate back.',
    }),
})
