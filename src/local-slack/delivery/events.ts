import { slackId } from '../ids.ts'
import type { Limits, Manifest } from '../options.ts'
import { APP_ID, BOT_USER_ID, TEAM } from '../people.ts'
import type { Timers } from '../timers.ts'
import type { Transcript } from '../transcript.ts'
import type { Courier, FailureReason, Parcel } from './courier.ts'

interface EventOptions {
  readonly courier: Courier
  readonly transcript: Transcript
  readonly manifest: Manifest
  readonly limits: Limits
  readonly timers: Timers
  readonly clock: () => Date
  readonly newId: () => string
}

interface Pending {
  readonly eventId: string
  readonly payload: object
  readonly attempt: number
  readonly reason: FailureReason
}

/** Slack's side of the Events API: wraps an event in its envelope and tries up to four times until the app acknowledges it. */
export class Events {
  readonly #options: EventOptions
  readonly #underway = new Set<Promise<void>>()
  readonly #retries = new Map<string, { readonly cancel: () => void; readonly pending: Pending }>()
  #isClosed = false
  /** Every event payload sent by this process, oldest first. */
  readonly payloads: object[] = []

  constructor(options: EventOptions) {
    this.#options = options
    this.#resume()
  }

  /** Sends `event` when the manifest subscribes to `subscription` (such as `message.channels`); otherwise nothing happens. */
  publish(subscription: string, event: object): void {
    const subscribed = this.#options.manifest.settings?.event_subscriptions?.bot_events ?? []
    if (!subscribed.includes(subscription)) return
    const eventId = slackId('Ev', this.#options.newId())
    const payload = this.#envelope(eventId, event)
    this.payloads.push(payload)
    this.#options.transcript.append({ kind: 'event', eventId, payload, attempt: 0 })
    this.#start({ eventId, payload, attempt: 0, reason: 'unknown_error' })
  }

  /** Waits until nothing is on its way. Retries that wait for their time are not waited for. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway)
  }

  /** Runs every waiting retry now, for tests that do not want to wait minutes. */
  async retryNow(): Promise<void> {
    const waiting = [...this.#retries.values()]
    this.#retries.clear()
    for (const { cancel, pending } of waiting) {
      cancel()
      this.#start(pending)
    }
    await this.settled()
  }

  /** Delivers a copy of the payload again under the same event id, as Slack does when an acknowledgement got lost. */
  async redeliver(payload: object): Promise<void> {
    await this.#options.courier.carry({ kind: 'events_api', payload, retry: { number: 1, reason: 'http_timeout' } })
  }

  close(): void {
    this.#isClosed = true
    for (const { cancel } of this.#retries.values()) cancel()
  }

  #start(pending: Pending): void {
    const run = this.#attempt(pending).finally(() => this.#underway.delete(run))
    this.#underway.add(run)
  }

  async #attempt(pending: Pending): Promise<void> {
    const { eventId, payload, attempt, reason } = pending
    const parcel: Parcel = { kind: 'events_api', payload, ...(attempt > 0 ? { retry: { number: attempt, reason } } : {}) }
    const receipt = await this.#options.courier.carry(parcel)
    if (this.#isClosed) return
    if (receipt.ok) {
      this.#options.transcript.append({ kind: 'event_done', eventId, outcome: 'acknowledged' })
      return
    }
    this.#retryLater({ eventId, payload, attempt: attempt + 1, reason: receipt.reason }, receipt.mayRetry)
  }

  #retryLater(pending: Pending, mayRetry: boolean): void {
    const { eventId, payload, attempt } = pending
    const delayMs = this.#options.limits.retryDelaysMs[attempt - 1]
    if (!mayRetry || delayMs === undefined) {
      this.#options.transcript.append({ kind: 'event_done', eventId, outcome: 'given_up' })
      return
    }
    this.#options.transcript.append({ kind: 'event', eventId, payload, attempt })
    const cancel = this.#options.timers.after(delayMs, () => {
      this.#retries.delete(eventId)
      this.#start(pending)
    })
    this.#retries.set(eventId, { cancel, pending })
  }

  /** Slack lives on while the app is down; here both may have been killed, so what was not acknowledged is sent again. */
  #resume(): void {
    const open = new Map<string, Pending>()
    for (const line of this.#options.transcript.lines) {
      if (line.kind === 'event') open.set(line.eventId, { ...line, reason: 'connection_failed' })
      if (line.kind === 'event_done') open.delete(line.eventId)
    }
    if (open.size === 0) return
    void this.#resend([...open.values()])
  }

  async #resend(pending: readonly Pending[]): Promise<void> {
    await this.#options.courier.ready
    if (this.#isClosed) return
    for (const one of pending) this.#start({ ...one, attempt: Math.max(1, one.attempt) })
  }

  #envelope(eventId: string, event: object): object {
    const seconds = Math.floor(this.#options.clock().getTime() / 1000)
    return {
      token: 'local-verification-token',
      team_id: TEAM.id,
      context_team_id: TEAM.id,
      context_enterprise_id: null,
      api_app_id: APP_ID,
      event: { ...event, event_ts: 'event_ts' in event ? event.event_ts : `${seconds}.000000` },
      type: 'event_callback',
      event_id: eventId,
      event_time: seconds,
      authorizations: [{ enterprise_id: null, team_id: TEAM.id, user_id: BOT_USER_ID, is_bot: true, is_enterprise_install: false }],
      is_ext_shared_channel: false,
      event_context: `4-local-${eventId}`,
    }
  }
}
