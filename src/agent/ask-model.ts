import { failureReply } from './failures.ts'
import { charactersOf, type Model, type ModelFailure, type ModelReply, type ModelRequest } from './model.ts'

/** Longest wait for one response. Reasoning models take a minute; past two, people wait in vain. */
const RESPONSE_TIMEOUT_MS = 120_000
/** Tries after the first: a burst of rate limiting passes, an outage does not. */
const MAX_RETRIES = 2
/** First wait between tries; doubles. */
const FIRST_WAIT_MS = 1000
/** A provider that asks for a longer wait than this is given up: the engine's answer is already there. */
const MAX_WAIT_MS = 20_000

/** Characters of one response: ten times what the largest limit of output tokens in use can hold. A server that sends more is broken. */
const MAX_REPLY_CHARACTERS = 200_000

const RETRYABLE: readonly ModelFailure[] = ['rate_limited', 'overloaded', 'unreachable']

export interface AskPorts {
  readonly model: Model
  readonly signal: AbortSignal
  /** Resolves after the time, or at once when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Asks with the listed retries. Always a value: a response, or the last failure. A wait over the cap is not waited for. */
export async function askModel(request: ModelRequest, { model, signal, wait }: AskPorts): Promise<ModelReply> {
  let reply = await askOnce(request, { model, signal })
  for (let retry = 0; retry < MAX_RETRIES && reply.kind === 'failure' && RETRYABLE.includes(reply.failure); retry++) {
    const waitMs = reply.retryAfterMs ?? FIRST_WAIT_MS * 2 ** retry
    if (waitMs > MAX_WAIT_MS) return reply
    await wait(waitMs, signal)
    if (signal.aborted) return reply
    reply = await askOnce(request, { model, signal })
  }
  return reply
}

async function askOnce(
  request: ModelRequest,
  { model, signal }: { readonly model: Model; readonly signal: AbortSignal },
): Promise<ModelReply> {
  const reply = await model.respond(request, { signal: AbortSignal.any([signal, AbortSignal.timeout(RESPONSE_TIMEOUT_MS)]) })
  if (reply.kind === 'failure' || charactersOf(reply) <= MAX_REPLY_CHARACTERS) return reply
  return failureReply('bad_reply', { type: 'reply_too_large' })
}
