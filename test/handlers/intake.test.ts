import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ReceiverEvent } from '@slack/bolt'
import { createIntake } from '../../handlers/intake.ts'
import type { Journal } from '../../handlers/journal.ts'
import { createLogger } from '../../src/logger.ts'
import type { Delivery } from '../../src/store/port.ts'

const AT = new Date('2026-11-16T12:00:00.000Z')
const EVENT = { type: 'event_callback', event_id: 'Ev1', event: { type: 'app_mention' } }
const CLICK = {
  type: 'block_actions',
  user: { id: 'U1' },
  container: { message_ts: '1.1' },
  actions: [{ action_id: 'stop_run', action_ts: '2.2' }],
}

/** An intake on a journal and a store in memory, with a log of what happened in which order. */
function anIntake(
  options: {
    journalFails?: boolean
    storeFails?: () => boolean
    dispatch?: (event: ReceiverEvent) => Promise<void>
    left?: readonly Delivery[]
  } = {},
) {
  const happened: string[] = []
  const rows = new Map<string, Delivery>()
  const journal: Journal = {
    left: options.left ?? [],
    unreadable: 0,
    async append({ id, body }) {
      if (options.journalFails) throw new Error('disk full')
      if (JSON.stringify(body).includes('hunter22')) happened.push('journal leaks')
      happened.push(`journal ${id}`)
    },
    markDone: async (id) => void happened.push(`drained ${id}`),
    close: async () => {},
  }
  const store = {
    async acceptDelivery(delivery: Delivery) {
      if (options.storeFails?.()) throw new Error('no database')
      const isNew = !rows.has(delivery.id)
      rows.set(delivery.id, structuredClone(delivery))
      happened.push(`stored ${delivery.id}`)
      return isNew
    },
    loadDelivery: async (id: string) => rows.get(id) ?? null,
    markDeliveryDone: async (id: string) => void happened.push(`done ${id}`),
  }
  const dispatch = async (event: ReceiverEvent) => {
    happened.push(`handled ${(event.customProperties?.['deliveryId'] as string | undefined) ?? 'lookup'}`)
    await options.dispatch?.(event)
  }
  const logger = createLogger('silent', { write: () => {} })
  const intake = createIntake({ journal, store, dispatch, clock: () => AT, logger })
  const ack = async () => void happened.push('ack')
  return { intake, happened, rows, receive: (body: object) => intake.receive({ body: { ...body }, ack }) }
}

describe('handlers/intake', () => {
  afterEach(() => vi.useRealTimers())

  it('writes an event down, acknowledges it, stores it, and leaves the work to the queue', async () => {
    const { receive, intake, happened } = anIntake()

    await receive(EVENT)
    await intake.stop()

    expect(happened).toEqual(['journal Ev1', 'ack', 'stored Ev1', 'drained Ev1'])
  })

  it('stores an event whose id holds U+0000 once, and nothing of it can be refused by the database', async () => {
    const { receive, intake, rows } = anIntake({ storeFails: () => false })
    const body = { ...EVENT, event_id: 'Ev1\u0000', event: { type: 'app_mention', text: 'why\u0000?', channel: 'C1\u0000' } }

    await receive(body)
    await receive(body)
    await intake.stop()

    const [[id, delivery] = []] = [...rows]
    expect(rows.size).toBe(1)
    expect(id).toMatch(/^hashed:[0-9a-f]{64}$/)
    expect(JSON.stringify(delivery)).not.toContain('\\u0000')
  })

  it('stores what an earlier version left in the journal under an id that the database takes', async () => {
    const left = [{ id: 'Ev1\u0000', kind: 'event' as const, body: EVENT, receivedAt: AT }]
    const { intake, rows, happened } = anIntake({ left })

    intake.drainLeftovers()
    await intake.stop()

    expect([...rows.keys()].join('')).toMatch(/^hashed:/)
    expect(happened.at(-1)).toBe('drained Ev1\u0000')
  })

  it.each([[null], [5], ['text'], [[]]])('acknowledges the body %j and does nothing else', async (body) => {
    const { intake, happened } = anIntake()

    await intake.receive({ body: body as never, ack: async () => void happened.push('ack') })

    expect(happened).toEqual(['ack'])
  })

  it('does not acknowledge what it could not write down, so that Slack sends it again', async () => {
    const { receive, happened } = anIntake({ journalFails: true })

    await expect(receive(EVENT)).rejects.toThrow('disk full')
    await expect(receive(CLICK)).rejects.toThrow('disk full')

    expect(happened).toEqual([])
  })

  it('handles a click at once, and stores it so that its job has nothing left to do', async () => {
    const { receive, intake, happened } = anIntake({ dispatch: async (event) => event.ack() })

    await receive(CLICK)
    await intake.stop()
    const id = 'click:U1:1.1:stop_run:2.2'
    await intake.work(id)

    expect(happened).toEqual([`journal ${id}`, `handled ${id}`, 'ack', `stored ${id}`, `drained ${id}`, `done ${id}`])
  })

  it('handles a click from the queue when handling it at once failed', async () => {
    let failures = 1
    const { receive, intake, happened } = anIntake({
      dispatch: async () => {
        if (failures-- > 0) throw new Error('Slack is down')
      },
    })

    await receive(CLICK)
    await intake.stop()
    await intake.work('click:U1:1.1:stop_run:2.2')

    expect(happened.filter((what) => what.startsWith('handled'))).toHaveLength(2)
    expect(happened.at(-1)).toBe('done click:U1:1.1:stop_run:2.2')
  })

  it('acknowledges the same click twice and handles it once', async () => {
    const { receive, intake, happened } = anIntake({ dispatch: async (event) => event.ack() })

    await receive(CLICK)
    await receive(CLICK)
    await intake.stop()

    expect(happened.filter((what) => what === 'ack')).toHaveLength(2)
    expect(happened.filter((what) => what.startsWith('handled'))).toHaveLength(1)
  })

  it('rejects when a handler fails on an event, so that the queue tries again', async () => {
    const { receive, intake, happened } = anIntake({ dispatch: () => Promise.reject(new Error('Slack is down')) })
    await receive(EVENT)
    await intake.stop()

    await expect(intake.work('Ev1')).rejects.toThrow('Slack is down')

    expect(happened).not.toContain('done Ev1')
  })

  it('keeps trying a database that does not answer, and leaves the delivery in the journal when stopped', async () => {
    vi.useFakeTimers()
    let isDown = true
    const { receive, intake, happened } = anIntake({ storeFails: () => isDown })
    await receive(EVENT)
    await vi.advanceTimersByTimeAsync(5000)
    expect(happened).not.toContain('stored Ev1')

    isDown = false
    await vi.advanceTimersByTimeAsync(5000)

    expect(happened.slice(-2)).toEqual(['stored Ev1', 'drained Ev1'])
    vi.useRealTimers()
    await intake.stop()
  })

  it('stores what an earlier process left behind, with the time it came', async () => {
    const left: Delivery = { id: 'Ev9', kind: 'event', body: EVENT, receivedAt: new Date(0) }
    const { intake, rows } = anIntake({ left: [left] })

    intake.drainLeftovers()
    await intake.stop()

    expect(rows.get('Ev9')).toEqual(left)
  })

  it('masks what people wrote before the journal, the handlers and the store get it', async () => {
    const seen: unknown[] = []
    const { receive, intake, rows } = anIntake({ dispatch: async (event) => void seen.push(event.body) })
    const note = { type: 'plain_text_input', value: 'the password is hunter22!' }

    await receive({ ...EVENT, event: { type: 'app_mention', text: 'why? PGPASSWORD=hunter22' } })
    await receive({ type: 'view_submission', user: { id: 'U1' }, view: { id: 'V1', state: { values: { note: { note } } } } })
    await intake.stop()

    expect(seen).toHaveLength(1)
    expect(JSON.stringify([...rows.values(), ...seen])).not.toContain('hunter22')
    expect(JSON.stringify(rows.get('Ev1'))).toContain('PGPASSWORD=[masked]')
  })

  it('answers searches without writing them down', async () => {
    const { receive, happened } = anIntake()

    await receive({ type: 'block_suggestion', value: 'quo' })

    expect(happened).toEqual(['handled lookup'])
  })
})
