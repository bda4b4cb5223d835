import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NO_STATS, type FollowUpAnswer } from '../../src/domain/follow-up.ts'
import type { ReadingOf } from '../../src/domain/reading.ts'
import { contentHash } from '../../src/evidence/content-hash.ts'
import { packEvidence, packStatement, type NewStatement } from '../../src/evidence/stored-evidence.ts'
import { openTestStore, type TestStore } from '../support/database.ts'
import { anEvidence, aStart, NOON } from '../support/investigation.ts'

function aStatement(message: string): { readonly statement: NewStatement; readonly by: string } {
  const row = {
    locator: `slack:${message}#1`,
    by: 'U1',
    saidAt: NOON,
    words: 'we rolled back',
    act: 'rollback',
    entity: null,
    target: null,
  } as const
  const reading: ReadingOf<'statements'> = { status: 'ok', rows: [{ ...row, at: NOON, outcome: null }], truncated: null, problems: [] }
  const query = { kind: 'statements', message } as const
  const times = { askedAt: NOON, answeredAt: NOON }
  return { statement: packStatement({ query, source: 'people', reading, ...times, contentHash: contentHash(reading) }), by: 'U1' }
}

function anAnswer(lead: string): FollowUpAnswer {
  const nothing = { points: [], notes: [], receipts: [], model: null, diagnosis: null, stats: NO_STATS }
  return { schema: 'firstcause.follow-up/1', kind: 'answered', lead, ...nothing }
}

describe('src/store/follow-ups', () => {
  let test: TestStore
  let threads = 0
  beforeAll(async () => {
    test = await openTestStore()
  })
  afterAll(() => test.close())

  async function startOne(over: Parameters<typeof aStart>[0] = {}) {
    threads += 1
    const threadTs = `1800000000.${String(threads).padStart(6, '0')}`
    const start = aStart({ thread: { teamId: 'T1', channelId: 'C1', threadTs }, askedTs: threadTs, ...over })
    const { request } = await test.store.startInvestigation(start)
    return { id: request.investigationId, thread: start.thread }
  }
  const ask = (investigationId: string, askedTs: string) =>
    test.store.recordFollowUp({ investigationId, words: 'what changed?', askedBy: 'U1', askedTs, askedAt: NOON })
  const queued = (id: string) => test.enqueued.filter(({ queue, key }) => queue === 'follow-up' && key === id)

  it('queues a mention of an ended run at once, and once', async () => {
    const { id } = await startOne()
    await test.store.setState(id, 'answered', { reason: 'diagnosis', at: NOON })

    const first = await ask(id, '1800000001.000001')
    const again = await ask(id, '1800000001.000001')

    expect([first.isNew, first.isWaiting, again]).toEqual([true, false, { id: first.id, isNew: false, isWaiting: false }])
    expect(queued(first.id)).toEqual([{ queue: 'follow-up', key: first.id, data: { followUpId: first.id } }])
  })

  it('lets a mention of a run at work wait for its end, whichever end it is', async () => {
    const { id, thread } = await startOne()

    const waiting = await ask(id, '1800000002.000001')
    const before = queued(waiting.id).length
    await test.store.setState(id, 'failed', { reason: 'no telemetry', at: NOON })

    expect([waiting.isWaiting, before, queued(waiting.id).length]).toEqual([true, 0, 1])
    expect(await test.store.findOpenFollowUps(thread)).toMatchObject([{ id: waiting.id, words: 'what changed?' }])
  })

  it('keeps the first answer', async () => {
    const { id, thread } = await startOne()
    const { id: followUpId } = await ask(id, '1800000003.000001')

    const first = await test.store.saveFollowUpAnswer(followUpId, anAnswer('stopped'), { actor: 'slack:U1', at: NOON })
    const second = await test.store.saveFollowUpAnswer(followUpId, anAnswer('late'), { actor: 'firstcause', at: NOON })

    expect([first.lead, second.lead]).toEqual(['stopped', 'stopped'])
    expect((await test.store.loadFollowUp(followUpId))?.answer?.lead).toBe('stopped')
    expect(await test.store.findOpenFollowUps(thread)).toEqual([])
  })

  it('gives statements the next free evidence id, one for each message, also when they come at once', async () => {
    const { id } = await startOne()
    await test.store.appendEvidence(id, packEvidence(anEvidence('E1')))

    const said = await Promise.all(['C1/1', 'C1/2', 'C1/1'].map((message) => test.store.appendStatement(id, aStatement(message))))

    expect(new Set(said.map((entry) => entry.id))).toEqual(new Set(['E2', 'E3']))
    expect(said[0]?.id).toBe(said[2]?.id)
    expect(await test.store.loadEvidence(id)).toHaveLength(3)
  })

  it('hands statements to the next run of the thread, before its first read and once', async () => {
    const { id, thread } = await startOne()
    await test.store.appendEvidence(id, packEvidence(anEvidence('E1')))
    await test.store.appendStatement(id, aStatement('C1/3'))
    const next = await test.store.startInvestigation(aStart({ thread, askedTs: '1800000009.000001' }))

    await test.store.adoptStatements(next.request.investigationId)
    await test.store.adoptStatements(next.request.investigationId)

    expect(await test.store.loadEvidence(next.request.investigationId)).toMatchObject([{ id: 'E1', source: 'people' }])
    expect(await test.store.verifyAudit()).toMatchObject({ brokenAt: null })
  })

  it.each(['follow_ups', 'follow_up_answers'])('refuses to change or remove a row of %s', async (table) => {
    await expect(test.query(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/)
    await expect(test.query(`UPDATE ${table} SET ${table === 'follow_ups' ? 'words' : 'answer_json'} = ''`)).rejects.toThrow(/append-only/)
  })
})
