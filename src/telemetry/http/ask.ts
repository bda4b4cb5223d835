import type { ErrorCode } from '../../errors.ts'

/** One request of an adapter to its source. Only what the source's table allows is ever sent (`allowed.ts`). */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Below the address of the source, beginning with `/`, each segment percent-encoded, without a query. */
  readonly path: string
  /** Parameters of the query; of a POST without `json` the fields of its form. A name may occur several times. */
  readonly parameters?: readonly (readonly [name: string, value: string])[]
  /** Body of a POST. */
  readonly json?: unknown
  /** What the answer has to be; `json` when left out. A text may be cut at its limit, JSON may not. */
  readonly expects?: 'json' | 'text'
  /** `Accept` header, where the source gives several shapes. */
  readonly accept?: string
}

/** How a source answered, body unparsed. */
export type HttpAnswer =
  | {
      readonly ending: 'ok'
      readonly body: string
      /** True for a text that is longer than the limit: `body` is its beginning. */
      readonly isCut: boolean
      /** The source's clock, from its `Date` header; null when it sent none. */
      readonly date: Date | null
    }
  | {
      /** `forbidden`: 401 and 403. `unknown`: 404. `error`: everything else, also what was not allowed to be asked, never got an answer, or was too long. */
      readonly ending: 'forbidden' | 'unknown' | 'error'
      readonly code: ErrorCode
      /** For people: what happened, with the limit or status; never an address with credentials, never a token. */
      readonly why: string
      /** Status of the answer; null when there was none. */
      readonly status: number | null
      /** The beginning of its body, which may say more (an API's own error). */
      readonly body: string
    }

/**
 * Sends one request and gives what came back. Never throws: an abort of `signal` is an `error` with `telemetry_timeout`. Whoever implements it holds the
 * address, the credentials and the limits; an adapter has none of them.
 */
export type Ask = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>

/** How following an answer ended: `ended` when the source closed it in good order; otherwise as a question that got no answer ends. */
export type Followed = { readonly ending: 'ended' } | Exclude<HttpAnswer, { ending: 'ok' }>

/**
 * Sends one request whose answer never ends by itself and hands on its lines, unparsed and without empty ones, as they come; the next are read when `take` is done with them.
 * Never throws for an operating failure; what `take` throws ends it as an `error`.
 */
export type Follow = (
  request: HttpRequest,
  take: (lines: readonly string[]) => Promise<void> | void,
  signal: AbortSignal,
) => Promise<Followed>
