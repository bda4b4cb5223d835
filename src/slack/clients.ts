import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError, WebClient, type Logger } from '@slack/web-api'

// Two clients, because one 429 pauses the whole queue of a client: a slow edit of a progress message must never hold back a
// modal, whose trigger id lives three seconds.

/** Milliseconds one call for a waiting person may take. */
const INTERACTIVE_TIMEOUT_MS = 2500
/** Milliseconds one call for a message may take. */
const MESSAGE_TIMEOUT_MS = 10_000
/** Extra attempts of a call that failed on the wire or with a 5xx. Bounded, so that a job fails and is retried by its queue. */
const MESSAGE_RETRIES = 2

export interface SlackClients {
  /** Modals, Home and private notes: quick or not at all. */
  readonly interactive: WebClient
  /** New messages and look-ups: retried, waits out a rate limit. */
  readonly messages: WebClient
  /** Edits of progress messages: a rate limit rejects at once and the newest state is tried later. */
  readonly progress: WebClient
}

/** Clients for one bot token. `apiUrl` ends in `/api/`; null is Slack itself. */
export function createClients(options: { readonly token: string; readonly apiUrl: string | null; readonly logger: Logger }): SlackClients {
  const shared = { logger: options.logger, ...(options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl }) }
  return {
    interactive: new WebClient(options.token, {
      ...shared,
      timeout: INTERACTIVE_TIMEOUT_MS,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    }),
    messages: new WebClient(options.token, {
      ...shared,
      timeout: MESSAGE_TIMEOUT_MS,
      retryConfig: { retries: MESSAGE_RETRIES, minTimeout: 200, maxTimeout: 1000 },
    }),
    progress: new WebClient(options.token, {
      ...shared,
      timeout: MESSAGE_TIMEOUT_MS,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    }),
  }
}

/** What went wrong with a call, without its text: Slack's own code, a rate limit, or no clear answer at all. */
export type SlackFailure =
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number }
  /** Slack may or may not have done it. */
  | { readonly kind: 'unclear' }

/** Classifies what a client threw; null when it is no Slack failure but a defect of ours. */
export function slackFailureOf(cause: unknown): SlackFailure | null {
  if (cause instanceof WebAPIPlatformError) return { kind: 'refused', code: cause.data.error }
  if (cause instanceof WebAPIRateLimitedError) return { kind: 'rate_limited', retryAfterMs: cause.retryAfter * 1000 }
  if (cause instanceof WebAPIRequestError || cause instanceof WebAPIHTTPError) return { kind: 'unclear' }
  return null
}
