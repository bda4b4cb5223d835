import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Verdict } from '../../src/domain/verdict.ts'
import { packEvidence, unpackEvidence } from '../../src/evidence/stored-evidence.ts'
import type { Store } from '../../src/store/port.ts'
import { openTestStore, type TestStore } from '../support/database.ts'
import { aDiagnosis, anEvidence, aStart, NOON } from '../support/investigation.ts'

const LATER = new Date('2026-11-16T12:05:00.000Z')

describe('src/store/postgres-store', () => {
  let test: TestStore
  let store: Store
  let threads = 0
  beforeAll(async () => {
    test = await openTestStore({ now: () => LATER })
    store = test.store
  })
  afterAll(() => test.close())

  /** A run in a thread of its own. */
  async function startOne(overrides: Parameters<typeof aStart>[0] = {}) {
    threads += 1
    const threadTs = `1700000000.${String(threads).padStart(6, '0')}`
    const { request } = await store.startInvestigation(
      aStart({ thread: { teamId: 'T1', channelId: 'C1', threadTs }, askedTs: threadTs, ...overrides }),
    )
    return request
  }

  async function diagnoseOne() {
    const { investigationId } = await startOne()
    await store.appendEvidence(investigationId, packEvidence(anEvidence()))
    return store.saveDiagnosis(investigationId, aDiagnosis(), LATER)
  }

  async function auditOf(subject: string) {
    const rows = await test.query('SELECT key, actor, action, reason FROM audit_entries WHERE subject = $1 ORDER BY seq', [subject])
    return rows.map((row) => row['action'])
  }

  describe('deliveries', () => {
    const delivery = { id: 'Ev1', kind: 'event' as const, body: { event: { text: 'a\u0000b \ud800' } }, receivedAt: NOON }

    it('stores a delivery and enqueues its work once, however often it comes', async () => {
      const first = await store.acceptDelivery(delivery, { queue: 'slack-delivery' })
      const second = await store.acceptDelivery({ ...delivery, body: 'another' }, { queue: 'slack-delivery' })

      expect([first, second]).toEqual([true, false])
      expect(test.enqueued.filter(({ key }) => key === 'Ev1')).toEqual([
        { queue: 'slack-delivery', key: 'Ev1', data: { deliveryId: 'Ev1' } },
      ])
    })

    it('gives the body back as it came, NUL and half characters included', async () => {
      expect(await store.loadDelivery('Ev1')).toEqual(delivery)
    })

    it('marks a delivery done once', async () => {
      await store.markDeliveryDone('Ev1', LATER)
      await store.markDeliveryDone('Ev1', LATER)

      expect(await auditOf('Ev1')).toEqual(['delivery-accept', 'delivery-finish'])
    })

    it('knows nothing of an id that never came', async () => {
      expect(await store.loadDelivery('Ev0')).toBeNull()
    })

    it('stores nothing when its work cannot be enqueued', async () => {
      const failing = test.opened.createStore(() => Promise.reject(new Error('queue down')))

      const attempt = failing.acceptDelivery({ ...delivery, id: 'Ev2' }, { queue: 'slack-delivery' })

      await expect(attempt).rejects.toMatchObject({ code: 'store_failed', message: 'the database could not accept delivery' })
      expect(await store.loadDelivery('Ev2')).toBeNull()
    })
  })

  it('stores texts with NUL and half characters from wherever they come, and the audit chain holds', async () => {
    const bad = 'a\u0000b\ud800'
    const { investigationId } = await startOne({ question: bad, title: bad, environment: bad, by: bad })
    await store.appendEvidence(investigationId, packEvidence(anEvidence()))
    const [cause] = aDiagnosis().rootCauses
    const diagnosis = { ...aDiagnosis(), rootCauses: cause ? [{ ...cause, mechanism: bad }] : [] }

    const saved = await store.saveDiagnosis(investigationId, diagnosis, LATER)
    await store.recordVerdict(
      { diagnosisId: saved.id, word: 'partial', trueCauses: ['shop/Pod/a\u0000b'], note: bad, by: bad, at: LATER },
      bad,
    )

    expect(await store.verdictHistory(saved.id)).toMatchObject([{ note: 'ab\ufffd', by: 'ab\ufffd', trueCauses: ['shop/Pod/ab'] }])
    expect((await store.verifyAudit()).brokenAt).toBeNull()
  })

  describe('investigations', () => {
    it('opens one incident per thread and one run per asking message', async () => {
      const first = await store.startInvestigation(aStart())
      const again = await store.startInvestigation(aStart({ title: 'another title' }))
      const second = await store.startInvestigation(aStart({ askedTs: '1700000000.000200', question: 'and now?' }))

      expect([first.isNew, again.isNew, second.isNew]).toEqual([true, false, true])
      expect(again.request).toEqual(first.request)
      expect(second.request.incidentId).toBe(first.request.incidentId)
      expect(second.request.investigationId).not.toBe(first.request.investigationId)
    })

    it('enqueues each run once, with its request', async () => {
      const request = await startOne()

      expect(test.enqueued.filter(({ key }) => key === request.investigationId)).toEqual([
        { queue: 'investigation', key: request.investigationId, data: request },
      ])
    })

    it('keeps the environment of the incident for later questions in its thread', async () => {
      const thread = { teamId: 'T1', channelId: 'C1', threadTs: '1700000001.000100' }
      await store.startInvestigation(aStart({ thread }))

      const later = await store.startInvestigation(aStart({ thread, askedTs: '2', environment: 'staging' }))

      expect(later.request.environment).toBe('shop')
    })

    it('lists the runs of a thread, oldest first', async () => {
      const thread = { teamId: 'T1', channelId: 'C2', threadTs: '1' }
      await store.startInvestigation(aStart({ thread, askedTs: '3', at: LATER }))
      await store.startInvestigation(aStart({ thread, askedTs: '1' }))

      const runs = await store.findInvestigationsInThread(thread)

      expect(runs.map(({ askedTs, state, endedAt }) => [askedTs, state, endedAt])).toEqual([
        ['1', 'queued', null],
        ['3', 'queued', null],
      ])
    })

    it('takes text that PostgreSQL cannot store without failing', async () => {
      const { investigationId } = await startOne({ question: 'why\u0000 \ud800?', title: '\u0000' })

      const loaded = await store.loadInvestigation(investigationId)

      expect(loaded?.investigation.question).toBe('why \ufffd?')
      expect(loaded?.incident.title).toBe('')
    })

    it('leaves a run as it ended', async () => {
      const { investigationId } = await startOne()

      const changes = [
        await store.setState(investigationId, 'running', { reason: 'a worker took it', at: NOON }),
        await store.setState(investigationId, 'stopped', { reason: 'stopped by U2', at: LATER }),
        await store.setState(investigationId, 'answered', { reason: 'too late', at: LATER }),
      ]

      const loaded = await store.loadInvestigation(investigationId)
      expect(changes).toEqual([true, true, false])
      expect(loaded?.investigation).toMatchObject({ state: 'stopped', stateReason: 'stopped by U2', endedAt: LATER })
      expect(await auditOf(investigationId)).toEqual(['investigation-start', 'investigation-run', 'investigation-stop'])
    })

    it('takes one request to stop, and none after the end', async () => {
      const open = await startOne()
      const ended = await startOne()
      await store.setState(ended.investigationId, 'failed', { reason: 'x', at: LATER })

      const answers = [
        await store.requestStop(open.investigationId, 'U2'),
        await store.requestStop(open.investigationId, 'U3'),
        await store.requestStop(ended.investigationId, 'U2'),
      ]

      expect(answers).toEqual([true, false, false])
      expect((await store.loadInvestigation(open.investigationId))?.investigation.stopRequestedBy).toBe('U2')
    })

    it('knows nothing of a run that was never started', async () => {
      expect(await store.loadInvestigation('nope')).toBeNull()
      expect(await store.setState('nope', 'running', { reason: 'x', at: NOON })).toBe(false)
    })
  })

  describe('evidence', () => {
    it('gives readings back with their dates, in order of their numbers', async () => {
      const { investigationId } = await startOne()
      const [tenth, second] = [anEvidence('E10', 'a\u0000b'), anEvidence('E2')]
      await store.appendEvidence(investigationId, packEvidence(tenth))
      await store.appendEvidence(investigationId, packEvidence(second))

      expect((await store.loadEvidence(investigationId)).map(unpackEvidence)).toEqual([second, tenth])
    })

    it('takes the same evidence again without writing it twice', async () => {
      const { investigationId } = await startOne()
      await store.appendEvidence(investigationId, packEvidence(anEvidence()))

      await store.appendEvidence(investigationId, packEvidence(anEvidence()))

      expect(await store.loadEvidence(investigationId)).toHaveLength(1)
      expect(await auditOf(investigationId)).toEqual(['investigation-start', 'telemetry-read'])
    })

    it('refuses another content under a recorded id', async () => {
      const { investigationId } = await startOne()
      await store.appendEvidence(investigationId, packEvidence(anEvidence('E1', 'first')))

      const attempt = store.appendEvidence(investigationId, packEvidence(anEvidence('E1', 'second')))

      await expect(attempt).rejects.toMatchObject({ code: 'store_tampered' })
      const [kept] = (await store.loadEvidence(investigationId)).map(unpackEvidence)
      expect(kept?.reading).toEqual(anEvidence('E1', 'first').reading)
    })

    it('refuses evidence of a run that does not exist', async () => {
      await expect(store.appendEvidence('nope', packEvidence(anEvidence()))).rejects.toMatchObject({ code: 'store_failed' })
    })

    it('notices evidence that was changed in the database', async () => {
      const { investigationId } = await startOne()
      await store.appendEvidence(investigationId, packEvidence(anEvidence()))
      await test.query('ALTER TABLE steps DISABLE TRIGGER USER')
      await test.query("UPDATE steps SET reading_json = replace(reading_json, 'BackOff', 'Started') WHERE investigation_id = $1", [
        investigationId,
      ])
      await test.query('ALTER TABLE steps ENABLE TRIGGER USER')

      const [changed] = await store.loadEvidence(investigationId)
      expect(() => changed && unpackEvidence(changed)).toThrow(expect.objectContaining({ code: 'store_tampered' }))
    })
  })

  describe('diagnoses', () => {
    it('saves one per run and returns the first when asked again', async () => {
      const { investigationId } = await startOne()

      const first = await store.saveDiagnosis(investigationId, aDiagnosis(), LATER)
      const again = await store.saveDiagnosis(investigationId, aDiagnosis({ summary: 'another' }), NOON)

      expect(again).toEqual(first)
      expect(first).toMatchObject({ investigationId, diagnosis: aDiagnosis(), createdAt: LATER })
      expect(await store.loadDiagnosis(first.id)).toEqual(first)
      expect(await store.findDiagnosisOf(investigationId)).toEqual(first)
    })

    it('finds no diagnosis of an open run', async () => {
      const { investigationId } = await startOne()

      expect(await store.findDiagnosisOf(investigationId)).toBeNull()
      expect(await store.loadDiagnosis('nope')).toBeNull()
    })

    it('offers the entities that readings and diagnosis name, best match first', async () => {
      const { id } = await diagnoseOne()

      expect(await store.searchEntities(id, 'ORDERS', 5)).toEqual(['shop/Deployment/orders', 'shop/Pod/orders-5d9'])
      expect(await store.searchEntities(id, '', 1)).toHaveLength(1)
      expect(await store.searchEntities(id, 'basket', 5)).toEqual([])
    })

    it('says so when asked to search in a diagnosis that does not exist', async () => {
      await expect(store.searchEntities('nope', '', 5)).rejects.toMatchObject({
        code: 'store_failed',
        message: 'diagnosis nope is not in the database',
      })
    })
  })

  describe('verdicts', () => {
    const verdict = (diagnosisId: string, overrides: Partial<Verdict> = {}): Verdict => ({
      diagnosisId,
      word: 'rejected',
      trueCauses: ['shop/Deployment/quotes'],
      note: 'it was quotes',
      by: 'U2',
      at: LATER,
      ...overrides,
    })

    it('keeps every verdict, oldest first, and counts the newest', async () => {
      const { id } = await diagnoseOne()
      await store.recordVerdict(verdict(id), 'click-1')
      // The clock of another replica may be behind; the order of recording counts.
      await store.recordVerdict(verdict(id, { word: 'confirmed', trueCauses: [], at: NOON }), 'click-2')

      expect((await store.verdictHistory(id)).map(({ word }) => word)).toEqual(['rejected', 'confirmed'])
      const item = (await store.loadDigestItems('C1', { start: NOON, end: new Date('2026-11-17') })).find(
        ({ diagnosisId }) => diagnosisId === id,
      )
      expect(item?.verdict?.word).toBe('confirmed')
    })

    it('records a repeated click once', async () => {
      const { id } = await diagnoseOne()

      const answers = [await store.recordVerdict(verdict(id), 'click-3'), await store.recordVerdict(verdict(id), 'click-3')]

      expect(answers).toEqual([true, false])
      expect(await store.verdictHistory(id)).toEqual([verdict(id)])
      expect(await auditOf(id)).toEqual(['verdict-record'])
    })

    it('lets one of several people who click at once be first', async () => {
      const { id } = await diagnoseOne()
      const clicks = ['U1', 'U2', 'U3', 'U4'].map((by) => store.recordFirstVerdict(verdict(id, { by }), `click-${id}-${by}`))

      const answers = await Promise.all(clicks)

      expect(answers.toSorted()).toEqual(['already_judged', 'already_judged', 'already_judged', 'recorded'])
      expect(await store.verdictHistory(id)).toHaveLength(1)
    })

    it('recognises the first click when it comes again', async () => {
      const { id } = await diagnoseOne()
      await store.recordFirstVerdict(verdict(id), 'click-5')
      await store.recordVerdict(verdict(id, { word: 'partial' }), 'click-6')

      expect(await store.recordFirstVerdict(verdict(id), 'click-5')).toBe('repeated')
      expect(await store.recordFirstVerdict(verdict(id), 'click-7')).toBe('already_judged')
    })

    it('refuses a first verdict on a diagnosis that does not exist', async () => {
      await expect(store.recordFirstVerdict(verdict('nope'), 'click-8')).rejects.toMatchObject({ code: 'store_failed' })
    })

    it('refuses a verdict on a diagnosis that does not exist', async () => {
      await expect(store.recordVerdict(verdict('nope'), 'click-4')).rejects.toMatchObject({ code: 'store_failed' })
    })
  })

  describe('digest items', () => {
    it('are the answers of the channel that were saved in the window, oldest first', async () => {
      const in1 = await startOne({ thread: { teamId: 'T1', channelId: 'C9', threadTs: '1' }, at: NOON })
      const in2 = await startOne({ thread: { teamId: 'T1', channelId: 'C9', threadTs: '2' }, at: NOON })
      const late = await startOne({ thread: { teamId: 'T1', channelId: 'C9', threadTs: '3' }, at: NOON })
      const second = await store.saveDiagnosis(
        in2.investigationId,
        aDiagnosis({ outcome: 'no_cause', rootCauses: [], reasons: ['fine'] }),
        LATER,
      )
      const first = await store.saveDiagnosis(in1.investigationId, aDiagnosis(), NOON)
      await store.saveDiagnosis(late.investigationId, aDiagnosis(), new Date('2026-11-16T13:00:00Z'))

      const items = await store.loadDigestItems('C9', { start: NOON, end: new Date('2026-11-16T13:00:00Z') })

      expect(items).toMatchObject([
        { diagnosisId: first.id, outcome: 'diagnosis', mechanism: 'image_pull_failed', verdict: null, secondsToDiagnosis: 0 },
        { diagnosisId: second.id, outcome: 'no_cause', mechanism: null, verdict: null, secondsToDiagnosis: 300 },
      ])
      expect(items[0]?.incident).toMatchObject({ id: in1.incidentId, channelId: 'C9', threadTs: '1' })
    })
  })

  describe('posts and escalations', () => {
    it('keeps one intention per key, and its first confirmation', async () => {
      const post = { key: 'answer:1', channelId: 'C1', threadTs: '1' }

      const first = await store.intendPost(post)
      const again = await store.intendPost({ ...post, channelId: 'C2' })
      await store.confirmPost(first.id, '5.1')
      await store.confirmPost(first.id, '5.2')

      expect(again).toEqual(first)
      expect(first.messageTs).toBeNull()
      expect(await store.findPost('answer:1')).toEqual({ ...first, messageTs: '5.1' })
      expect(await auditOf('answer:1')).toEqual(['message-intend', 'message-post'])
      expect(await store.findPost('answer:2')).toBeNull()
    })

    it('says so when an unknown post is confirmed', async () => {
      await expect(store.confirmPost('nope', '1')).rejects.toMatchObject({ code: 'store_failed' })
    })

    it('escalates once per diagnosis and target, and delivers once', async () => {
      const { id } = await diagnoseOne()
      const escalation = { diagnosisId: id, targetChannelId: 'CESC', by: 'U2', at: LATER }

      const first = await store.recordEscalation(escalation)
      await store.markEscalationDelivered(first.row.id, '7.1')
      await store.markEscalationDelivered(first.row.id, '7.2')
      const again = await store.recordEscalation({ ...escalation, by: 'U3' })

      expect(first).toMatchObject({ isNew: true, row: { by: 'U2', deliveredTs: null } })
      expect(again).toEqual({ isNew: false, row: { ...first.row, deliveredTs: '7.1' } })
      expect(await auditOf(id)).toEqual(['escalation-record', 'escalation-deliver'])
    })
  })
})
