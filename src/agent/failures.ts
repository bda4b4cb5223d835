import { ReplyTooLarge } from './bounded-fetch.ts'
import type { FailureDetail, ModelFailure, ModelReply } from './model.ts'

/** What an HTTP error tells, whichever provider sent it. `type` is the provider's machine-readable error type or code. */
export interface HttpFailure {
  readonly status: number
  readonly type: string | null
  readonly retryAfter: string | null
  readonly requestId: string | null
}

type ModelFailureReply = Extract<ModelReply, { kind: 'failure' }>

const NO_DETAIL: FailureDetail = { status: null, type: null, requestId: null }
/** Characters of a provider's own code or id in the log. */
const MAX_CODE = 80

const NO_CREDIT_TYPES: readonly string[] = ['insufficient_quota', 'billing_error', 'billing_hard_limit_reached', 'credit_balance_too_low']
const UNKNOWN_MODEL_TYPES: readonly string[] = ['model_not_found', 'not_found_error']

const SENTENCES: Readonly<Record<ModelFailure, string>> = {
  wrong_key: 'the model provider did not accept the key',
  no_credit: 'the model account has no credit left',
  unknown_model: 'the model provider does not know this model',
  request_refused: 'the model provider refused the request',
  rate_limited: 'the model provider limits the rate of requests',
  overloaded: 'the model provider is overloaded',
  timed_out: 'the model did not answer in time',
  unreachable: 'the model provider could not be reached',
  bad_reply: 'the model provider sent a reply that cannot be read',
  aborted: 'the investigation was stopped',
}

/** A failure as a reply, with the sentence people see. */
export function failureReply(failure: ModelFailure, detail: Partial<FailureDetail> = {}): ModelFailureReply {
  return { kind: 'failure', failure, why: SENTENCES[failure], retryAfterMs: null, detail: { ...NO_DETAIL, ...detail } }
}

/** Names an HTTP failure by status and machine-readable type. Sources: the providers' error references (status and error.type or error.code). */
export function failureOfHttp(http: HttpFailure): ModelReply {
  const { status, retryAfter } = http
  const detail = { status, type: http.type?.slice(0, MAX_CODE) ?? null, requestId: http.requestId?.slice(0, MAX_CODE) ?? null }
  const reply = failureReply(failureNamed(http), detail)
  return status === 429 || status >= 500 ? { ...reply, retryAfterMs: secondsToMs(retryAfter) } : reply
}

function failureNamed({ status, type }: HttpFailure): ModelFailure {
  if (status === 401 || status === 403) return 'wrong_key'
  if (status === 402 || (type !== null && NO_CREDIT_TYPES.includes(type))) return 'no_credit'
  if (status === 404 || (type !== null && UNKNOWN_MODEL_TYPES.includes(type))) return 'unknown_model'
  if (status === 408) return 'timed_out'
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'overloaded' : 'request_refused'
}

/** An aborted call was either stopped by a person or ran out of time; the signal's reason tells which. */
export function failureOfAbort(signal: AbortSignal): ModelReply {
  const isTimeout = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
  return failureReply(isTimeout ? 'timed_out' : 'aborted')
}

/** A body that broke off is a broken line (fetch throws a TypeError around a socket error); one that came whole and makes no sense is a broken reply. */
export function failureOfBody(cause: unknown): ModelReply {
  if (isTooLarge(cause)) return failureReply('bad_reply', { type: 'reply_too_large' })
  const below = cause instanceof Error ? cause.cause : null
  const code = typeof below === 'object' && below !== null && 'code' in below && typeof below.code === 'string' ? below.code : null
  if (code !== null) return failureReply('unreachable', { type: code })
  return failureReply('bad_reply', { type: cause instanceof Error ? cause.name : null })
}

/** The SDKs wrap what a body ended with, once or twice. */
function isTooLarge(cause: unknown): boolean {
  if (cause instanceof ReplyTooLarge) return true
  return cause instanceof Error && cause.cause !== undefined && cause.cause !== cause && isTooLarge(cause.cause)
}

function secondsToMs(header: string | null): number | null {
  const seconds = header === null ? Number.NaN : Number(header)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}
