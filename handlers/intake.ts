import type { App, ReceiverEvent } from '@slack/bolt'
import { z } from 'zod'
import type { Logger } from '../src/logger.ts'
import { defaultRedactor, type Redactor } from '../src/redaction/redactor.ts'
import type { Delivery, Store } from '../src/store/port.ts'
import { identify, storableId } from './delivery-id.ts'
import type { Journal } from './journal.ts'
import { readableBody } from './readable-body.ts'
import { redactDelivery } from './redact-delivery.ts'

/** The queue that works on stored deliveries. */
export const DELIVERY_QUEUE = 'slack-delivery'
/** Wait before the database is tried again, doubling up to the longest; it never gives up, the journal keeps the rest. */
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 30_000
/** Clicks remembered to recognise a repeat at once; the store recognises older ones. */
const MAX_REMEMBERED = 1000

export interface IntakeOptions {
  readonly journal: Journal
  readonly store: Pick<Store, 'acceptDelivery' | 'loadDelivery' | 'markDeliveryDone'>
  /** Bolt's dispatcher to the handlers. */
  readonly dispatch: App['processEvent']
  readonly clock: () => Date
  readonly logger: Logger
  /** Masks people's words before anything of a delivery is written down; the one without a team's lists when absent. */
  readonly redactor?: Redactor
}

export interface Intake {
  /** Called by a receiver for everything Slack sends. Rejects, unacknowledged, when the journal cannot be written. */
  receive(event: ReceiverEvent): Promise<void>
  /** Works on one stored delivery (the job of `DELIVERY_QUEUE`). Rejects when a handler fails, so that the queue tries again. */
  work(deliveryId: string): Promise<void>
  /** Puts what an earlier process left behind into the database. */
  drainLeftovers(): void
  /** Waits for what is being stored right now, then gives up waiting for a broken database; the journal keeps the rest. */
  stop(): Promise<void>
}

/** A click that was handled at once carries that mark into the store, so that its job has nothing left to do. */
const stored = z.object({ isHandled: z.boolean(), payload: z.unknown() })

/**
 * Slack's side door. Everything is on disk before it is acknowledged. Events are acknowledged then and worked on from the queue;
 * clicks and submissions are handled at once (a trigger id lives three seconds) and from the queue only after a crash.
 */
export function createIntake(options: IntakeOptions): Intake {
  const clicks = new Map<string, true>()
  const storing = new Set<Promise<void>>()
  const redactor = options.redactor ?? defaultRedactor
  let hasStopped = false

  function drain(delivery: Delivery): void {
    const storage = storeUntilDone(delivery, { ...options, hasStopped: () => hasStopped }).finally(() => storing.delete(storage))
    storing.add(storage)
  }

  async function receiveEvent(event: ReceiverEvent, delivery: Delivery): Promise<void> {
    await options.journal.append(delivery)
    await event.ack()
    drain(delivery)
  }

  async function receiveClick(event: ReceiverEvent, delivery: Delivery): Promise<void> {
    if (clicks.has(delivery.id)) return event.ack()
    await options.journal.append({ ...delivery, body: { isHandled: false, payload: delivery.body } })
    remember(clicks, delivery.id)
    const isHandled = await tryDispatch(event, delivery, options)
    drain({ ...delivery, body: { isHandled, payload: delivery.body } })
  }

  return {
    async receive(received) {
      const read = readableBody(received.body)
      // Acknowledged, because Slack would send the very same again.
      if (!read.ok) return refuse(received, read.why, options)
      // A search in a select only reads, and its answer is worthless later.
      if (isLookup(read.body)) return options.dispatch({ ...received, body: read.body })
      // Here, once: the journal, the database, the handlers, the log, Slack and a model all get what comes from here.
      const body = redactDelivery(read.body, redactor)
      const event = { ...received, body }
      // Of what came, not of what was made of it: two ids must not become one.
      const delivery: Delivery = { ...identify(received.body), body, receivedAt: options.clock() }
      await (delivery.kind === 'event' ? receiveEvent(event, delivery) : receiveClick(event, delivery))
    },
    work: (deliveryId) => workOn(deliveryId, options),
    // An older version may have written them down as they came.
    drainLeftovers: () => options.journal.left.forEach((left) => drain({ ...left, body: redactDelivery(left.body, redactor) })),
    async stop() {
      hasStopped = true
      await Promise.all(storing)
    },
  }
}

async function refuse(event: ReceiverEvent, why: string, { logger }: IntakeOptions): Promise<void> {
  logger.warn({ why }, 'a delivery was ignored, because it is none that Slack sends')
  await event.ack()
}

function isLookup(body: Readonly<Record<string, unknown>>): boolean {
  return body['type'] === 'block_suggestion'
}

function remember(clicks: Map<string, true>, id: string): void {
  clicks.set(id, true)
  const oldest = clicks.keys().next().value
  if (clicks.size > MAX_REMEMBERED && oldest !== undefined) clicks.delete(oldest)
}

/** What handlers find in Bolt's context: the delivery they answer, and when it arrived. */
interface DeliveryContext {
  readonly deliveryId: string
  readonly receivedAt: Date
}

function contextOf(delivery: Delivery): { customProperties: DeliveryContext & Record<string, unknown> } {
  return { customProperties: { deliveryId: delivery.id, receivedAt: delivery.receivedAt } }
}

async function tryDispatch(event: ReceiverEvent, delivery: Delivery, { dispatch, logger }: IntakeOptions): Promise<boolean> {
  try {
    await dispatch({ ...event, ...contextOf(delivery) })
    return true
  } catch (error) {
    logger.error({ error, deliveryId: delivery.id }, 'a click could not be handled at once; it is tried again from the queue')
    return false
  }
}

async function workOn(deliveryId: string, { store, dispatch, clock }: IntakeOptions): Promise<void> {
  const delivery = await store.loadDelivery(deliveryId)
  if (delivery === null) return
  const click = delivery.kind === 'event' ? null : (stored.safeParse(delivery.body).data ?? null)
  const body = (click === null ? delivery.body : click.payload) as ReceiverEvent['body']
  if (click?.isHandled !== true) await dispatch({ body, ack: async () => {}, ...contextOf(delivery) })
  await store.markDeliveryDone(deliveryId, clock())
}

async function storeUntilDone(delivery: Delivery, options: IntakeOptions & { readonly hasStopped: () => boolean }): Promise<void> {
  for (let waitMs = FIRST_RETRY_MS; !options.hasStopped(); waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS)) {
    try {
      // What an earlier version left in the journal may have an id that no database takes.
      await options.store.acceptDelivery({ ...delivery, id: storableId(delivery.id) }, { queue: DELIVERY_QUEUE })
      await options.journal.markDone(delivery.id)
      return
    } catch (error) {
      options.logger.warn({ error, deliveryId: delivery.id, waitMs }, 'a delivery stays in the journal, the database did not take it')
      await pause(waitMs, options.hasStopped)
    }
  }
}

/** Waits in short steps, so that a stop is noticed. */
const STEP_MS = 100
async function pause(milliseconds: number, hasStopped: () => boolean): Promise<void> {
  for (let waited = 0; waited < milliseconds && !hasStopped(); waited += STEP_MS) {
    await new Promise((resolve) => setTimeout(resolve, STEP_MS))
  }
}
