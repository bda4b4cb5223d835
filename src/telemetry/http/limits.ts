/** What one source is spared, whatever the number of runs that ask it. */
export interface HttpLimits {
  /** Longest wait for one answer, retries included, in milliseconds; waiting for one's turn is not counted. */
  readonly timeoutMs: number
  /** Requests that are under way at once. */
  readonly concurrency: number
  /** Requests that wait for their turn. */
  readonly waiting: number
  /** Requests that begin within one second. */
  readonly perSecond: number
  /** Bytes of one answer, unpacked. */
  readonly maxBytes: number
  /** Times that a request is sent again after an answer of `RETRIED`, or none. */
  readonly retries: number
}

/** One run asks a cluster for some 150 things, and no more than some tens of runs go on at once. */
export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  timeoutMs: 20_000,
  concurrency: 4,
  waiting: 10_000,
  perSecond: 50,
  maxBytes: 33_554_432,
  retries: 2,
}

/** Answers after which the same request may succeed a moment later: too many requests, and gateways in front of a server that restarts. Source: RFC 9110, 15.6; RFC 6585, 4. */
export const RETRIED: readonly number[] = [429, 502, 503, 504]

/** What one followed answer may be. */
export interface FollowLimits {
  /** Answers that are followed at once. */
  readonly watches: number
  /** Longest time without a byte, in milliseconds: then the connection is taken for dead. */
  readonly silenceMs: number
  /** Characters of one line. */
  readonly maxLineCharacters: number
}

/**
 * An API server marks where it is about once a minute (https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks), so two minutes of silence mean that nobody is there. Its
 * store takes objects of 1.5 MB, which grow when their texts are escaped.
 */
export const DEFAULT_FOLLOW_LIMITS: FollowLimits = { watches: 200, silenceMs: 120_000, maxLineCharacters: 8_388_608 }
