/** What Slack sends to an app: one thing at a time, each to be acknowledged within three seconds. */
export interface Parcel {
  readonly kind: 'events_api' | 'interactive' | 'slash_commands'
  readonly payload: object
  /** Absent on the first attempt. Only events are ever tried again. */
  readonly retry?: { readonly number: number; readonly reason: FailureReason }
}

/** Slack's words for a failed attempt, as they travel in `x-slack-retry-reason`. */
export type FailureReason = 'http_timeout' | 'http_error' | 'connection_failed' | 'too_many_redirects' | 'unknown_error'

/** `answer` is the acknowledgement's body: null when it was empty. */
export type Receipt =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly reason: FailureReason; readonly mayRetry: boolean }

/** One way to reach the app. `carry` never rejects. */
export interface Courier {
  carry(parcel: Parcel): Promise<Receipt>
  /** Settles when the app can be reached for the first time. */
  readonly ready: Promise<void>
  close(): Promise<void>
}
