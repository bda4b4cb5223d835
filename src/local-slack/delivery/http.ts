import { createHmac } from 'node:crypto'
import type { Limits } from '../options.ts'
import type { Timers } from '../timers.ts'
import type { Courier, FailureReason, Parcel, Receipt } from './courier.ts'

/** Signs a request as Slack does. Source: docs.slack.dev/authentication/verifying-requests-from-slack. */
function sign(secret: string, timestampSeconds: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestampSeconds}:${body}`).digest('hex')}`
}

interface HttpOptions {
  readonly url: string
  readonly signingSecret: string
  readonly limits: Limits
  readonly timers: Timers
  readonly clock: () => Date
}

/** Signed HTTP: JSON for events, a form with `payload` for interactions, plain form fields for commands. */
export class HttpCourier implements Courier {
  readonly #options: HttpOptions
  readonly #closing = new AbortController()
  readonly ready = Promise.resolve()

  constructor(options: HttpOptions) {
    this.#options = options
  }

  async carry(parcel: Parcel): Promise<Receipt> {
    const retry: Record<string, string> = parcel.retry
      ? { 'x-slack-retry-num': String(parcel.retry.number), 'x-slack-retry-reason': parcel.retry.reason }
      : {}
    return await this.#post(bodyOf(parcel), retry)
  }

  /** The handshake that Slack makes when a request URL is entered: true when the app echoed the challenge. */
  async verifyUrl(challenge: string): Promise<boolean> {
    const body = { type: 'url_verification', token: 'local', challenge }
    const receipt = await this.#post({ type: 'application/json', text: JSON.stringify(body) }, {})
    if (!receipt.ok) return false
    const { answer } = receipt
    return (
      answer === challenge || (typeof answer === 'object' && answer !== null && 'challenge' in answer && answer.challenge === challenge)
    )
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.resolve()
  }

  async #post(body: { type: string; text: string }, extra: Record<string, string>): Promise<Receipt> {
    const { url, signingSecret, limits, timers, clock } = this.#options
    const seconds = Math.floor(clock().getTime() / 1000)
    const late = new AbortController()
    const cancel = timers.after(limits.ackMs, () => late.abort())
    const signature = sign(signingSecret, seconds, body.text)
    const headers = { 'content-type': body.type, 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': signature, ...extra }
    const signal = AbortSignal.any([late.signal, this.#closing.signal])
    try {
      const response = await fetch(url, { method: 'POST', headers, body: body.text, signal, redirect: 'error' })
      return await receiptOf(response)
    } catch {
      const reason: FailureReason = late.signal.aborted ? 'http_timeout' : 'connection_failed'
      return { ok: false, reason, mayRetry: !this.#closing.signal.aborted }
    } finally {
      cancel()
    }
  }
}

async function receiptOf(response: Response): Promise<Receipt> {
  const text = await response.text()
  if (!response.ok) return { ok: false, reason: 'http_error', mayRetry: response.headers.get('x-slack-no-retry') !== '1' }
  return { ok: true, answer: text === '' ? null : parsedOrText(text) }
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

function bodyOf(parcel: Parcel): { type: string; text: string } {
  const form = 'application/x-www-form-urlencoded'
  switch (parcel.kind) {
    case 'events_api':
      return { type: 'application/json', text: JSON.stringify(parcel.payload) }
    case 'interactive':
      return { type: form, text: new URLSearchParams({ payload: JSON.stringify(parcel.payload) }).toString() }
    case 'slash_commands':
      return { type: form, text: new URLSearchParams(parcel.payload as Record<string, string>).toString() }
  }
}
