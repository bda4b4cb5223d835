import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { Verdict } from '../../src/domain/verdict.ts'
import type { Store } from '../../src/store/port.ts'
import { openTestStore, type TestStore } from '../support/database.ts'
import { aDiagnosis, aStart, NOON } from '../support/investigation.ts'

type Cause = Diagnosis['rootCauses'][number]

describe('src/store/past-incidents', () => {
  let test: TestStore
  let store: Store
  let threads = 0
  beforeAll(async () => {
    test = await openTestStore()
    store = test.store
  })
  afterAll(() => test.close())

  interface Past {
    readonly team: string
    readonly environment?: string
    readonly title?: string
    readonly diagnosis?: Diagnosis
    readonly verdict?: Pick<Verdict, 'word'> & Partial<Verdict>
    readonly minutes?: number
    readonly state?: 'answered' | 'stopped'
  }

  async function record({ team, environment = 'shop', title = 'trouble', diagnosis = aDiagnosis(), minutes = 0, ...past }: Past) {
    const threadTs = `1700000000.${String((threads += 1)).padStart(6, '0')}`
    const at = new Date(NOON.getTime() + minutes * 60_000)
    const thread = { teamId: team, channelId: 'C1', threadTs }
    const { request } = await store.startInvestigation(aStart({ thread, askedTs: threadTs, environment, title, at }))
    const row = await store.saveDiagnosis(request.investigationId, diagnosis, at)
    await store.setState(request.investigationId, past.state ?? 'answered', { reason: 'done', at })
    const judged = { diagnosisId: row.id, trueCauses: [], note: '', by: 'U1', at, ...past.verdict }
    if (past.verdict) await store.recordVerdict({ ...judged, word: past.verdict.word }, `verdict-${threadTs}`)
    return request
  }

  async function running(team: string, environment = 'shop') {
    const threadTs = `1700000000.${String((threads += 1)).padStart(6, '0')}`
    const { request } = await store.startInvestigation(
      aStart({ thread: { teamId: team, channelId: 'C1', threadTs }, askedTs: threadTs, environment, title: 'orders pull image' }),
    )
    return request.investigationId
  }

  function causedBy(entity: Cause['entity'], mechanism: string, summary = 'something broke'): Diagnosis {
    const plain = aDiagnosis({ summary })
    return { ...plain, rootCauses: plain.rootCauses.map((cause) => ({ ...cause, entity, mechanism })) }
  }

  const search = async (investigationId: string, text: string, limit = 5) => store.findSimilarIncidents({ investigationId, text, limit })

  it('finds by cause, mechanism, symptom word, error word and question, and says why', async () => {
    const past = await record({ team: 'WHY', title: 'basket answers 503', verdict: { word: 'confirmed' } })
    const run = await running('WHY')

    const reasons = async (text: string) => (await search(run, text)).incidents.map(({ because }) => because)

    expect(await reasons('shop/Deployment/orders again?')).toEqual([
      ['the same environment', 'the cause shop/Deployment/orders', 'the words orders'],
    ])
    expect(await reasons('image pull failed')).toEqual([
      ['the same environment', 'the mechanism image_pull_failed', 'the words image, pull, failed'],
    ])
    expect(await reasons('pods BackOff')).toEqual([['the same environment', 'the words pods, backoff']])
    expect(await reasons('why 503')).toEqual([['the same environment', 'the words 503']])
    expect((await search(run, 'orders')).incidents[0]).toMatchObject({
      incidentId: past.incidentId,
      openedAt: NOON,
      environment: 'shop',
      outcome: 'diagnosis',
      causes: [{ entity: 'shop/Deployment/orders', mechanism: 'image_pull_failed', confidenceWord: 'verified' }],
      verdict: { word: 'confirmed', trueCauses: [], note: '' },
    })
  })

  it('finds nothing for names of fields, escapes, stop words and what nobody wrote', async () => {
    await record({ team: 'NOTHING', diagnosis: causedBy('shop/Deployment/orders', 'oom', 'first line\nsecond') })
    const run = await running('NOTHING')

    for (const text of ['rootCauses receipts', 'nsecond', 'what is the cause?', 'kangaroo', '', "'); DROP TABLE verdicts; --"])
      expect(await search(run, text)).toEqual({ incidents: [], left: 0, notCompared: 0 })
    expect((await search(run, 'second')).incidents).toHaveLength(1)
  })

  it('shows a rejected diagnosis with what people said the cause was, and finds it by that', async () => {
    const verdict = { word: 'rejected' as const, trueCauses: ['shop/ConfigMap/flags' as const], note: 'the flag was on' }
    await record({ team: 'REJECTED', verdict })
    const run = await running('REJECTED')

    const { incidents } = await search(run, 'shop/ConfigMap/flags')

    expect(incidents).toMatchObject([{ verdict, because: ['the same environment', 'the cause shop/ConfigMap/flags', 'the words flags'] }])
  })

  it('ranks the same environment first, then the named cause, then judged, then rare words, then newer', async () => {
    const named = (title: string, rest: Omit<Past, 'team' | 'title'>) => record({ team: 'RANK', title, ...rest })
    const other = causedBy('shop/Deployment/quotes', 'oom', 'orders saw timeouts')
    await named('elsewhere', { environment: 'lab', verdict: { word: 'confirmed' }, minutes: 50 })
    await named('words, old', { diagnosis: other, minutes: 1 })
    await named('words, new', { diagnosis: other, minutes: 2 })
    await named('rare word', { diagnosis: causedBy('shop/Deployment/quotes', 'oom', 'orders saw a zebra'), minutes: 0 })
    await named('words, judged', { diagnosis: other, verdict: { word: 'partial' } })
    await named('cause', {})
    const run = await running('RANK')

    const { incidents, left } = await search(run, 'orders zebra', 4)
    const all = await search(run, 'orders zebra', 10)

    expect(incidents.map(({ title }) => title)).toEqual(['cause', 'words, judged', 'rare word', 'words, new'])
    expect(left).toBe(2)
    expect(all.incidents.map(({ title }) => title).slice(4)).toEqual(['words, old', 'elsewhere'])
  })

  it('never shows the running incident, another workspace, or a stopped run that nobody judged', async () => {
    const request = await record({ team: 'SELF' })
    await record({ team: 'OTHERS' })
    await record({ team: 'SELF', state: 'stopped', title: 'stopped' })
    await record({ team: 'SELF', state: 'stopped', title: 'stopped and judged', verdict: { word: 'unsure' } })

    const { incidents } = await search(request.investigationId, 'orders')

    expect(incidents.map(({ title }) => title)).toEqual(['stopped and judged'])
  })

  it('shows one answer for each incident: the newest that people judged', async () => {
    const first = await record({ team: 'RUNS', verdict: { word: 'rejected' }, title: 'asked twice' })
    const stored = await store.loadInvestigation(first.investigationId)
    const again = await store.startInvestigation(aStart({ thread: stored?.incident ?? aStart().thread, askedTs: '1800000000.000001' }))
    await store.saveDiagnosis(again.request.investigationId, aDiagnosis(), NOON)
    await store.setState(again.request.investigationId, 'answered', { reason: 'done', at: NOON })

    const { incidents } = await search(await running('RUNS'), 'orders')

    expect(incidents).toMatchObject([{ title: 'asked twice', verdict: { word: 'rejected' } }])
  })

  /** Unjudged answers of incidents of their own, as they would stand in the database. */
  async function insertMany(team: string, count: number, diagnosis: object) {
    const rows = (columns: string) => `SELECT ${columns} FROM generate_series(1, ${count}) n`
    await test.query(`INSERT INTO incidents ${rows(`'${team}-' || n, '${team}', 'C1', n::text, 'shop', 'zebra', 'U1', now()`)}`)
    await test.query(
      `INSERT INTO investigations (id, incident_id, question, state, state_reason, asked_by, asked_ts, queued_at)
        ${rows(`'${team}-' || n, '${team}-' || n, '', 'answered', '', 'U1', n::text, now()`)}`,
    )
    await test.query(
      `INSERT INTO diagnoses (id, investigation_id, outcome, mechanism, diagnosis_json, created_at)
        ${rows(`'${team}-' || n, '${team}-' || n, 'diagnosis', 'oom', $1, now()`)}`,
      [JSON.stringify(diagnosis)],
    )
  }

  it('compares a bounded number and says how many it did not', async () => {
    await insertMany('MANY', 160, aDiagnosis())

    const found = await search(await running('MANY'), 'zebra')

    expect(found).toMatchObject({ left: 145, notCompared: 10 })
    expect(found.incidents).toHaveLength(5)
  })

  it('counts an answer in a form that it does not read, instead of failing', async () => {
    await insertMany('OLD', 1, { ...aDiagnosis(), schema: 'firstcause.diagnosis/0' })

    expect(await search(await running('OLD'), 'zebra')).toEqual({ incidents: [], left: 0, notCompared: 1 })
  })

  it('stores and finds an answer that is larger than what is searched', async () => {
    await record({ team: 'LARGE', diagnosis: aDiagnosis({ reasons: Array.from({ length: 40_000 }, (_none, n) => `word${n} größe`) }) })

    expect((await search(await running('LARGE'), 'größe')).incidents).toHaveLength(1)
  })

  describe('the same cause before', () => {
    const confirmed = { word: 'confirmed' as const }

    async function seenBefore(team: string, diagnosis = aDiagnosis()) {
      const { investigationId } = await record({ team, diagnosis, minutes: 100 })
      const row = await store.findDiagnosisOf(investigationId)
      return store.findJudgedWithSameCause(row?.id ?? '')
    }

    it('is the newest judged incident with the same entity and mechanism', async () => {
      await record({ team: 'SAME', title: 'older', verdict: confirmed, minutes: 1 })
      await record({ team: 'SAME', title: 'newer', verdict: { word: 'rejected', trueCauses: ['shop/Pod/a'] }, minutes: 2 })
      await record({ team: 'SAME', title: 'not judged', minutes: 3 })
      await record({ team: 'SAME', title: 'later', verdict: confirmed, minutes: 200 })

      expect(await seenBefore('SAME')).toMatchObject({ title: 'newer', verdict: { word: 'rejected', trueCauses: ['shop/Pod/a'] } })
    })

    it('is nothing when entity, mechanism, environment or workspace differ, or no cause is named', async () => {
      await record({ team: 'DIFFERENT', diagnosis: causedBy('shop/Deployment/quotes', 'image_pull_failed'), verdict: confirmed })
      await record({ team: 'DIFFERENT', diagnosis: causedBy('shop/Deployment/orders', 'oom'), verdict: confirmed })
      await record({ team: 'DIFFERENT', environment: 'lab', verdict: confirmed })
      await record({ team: 'ELSEWHERE', verdict: confirmed })

      expect(await seenBefore('DIFFERENT')).toBeNull()
      expect(await seenBefore('DIFFERENT', aDiagnosis({ outcome: 'no_cause', rootCauses: [], reasons: ['healthy'] }))).toBeNull()
    })
  })

  it.each([
    ['diagnoses_words_idx', 'diagnoses WHERE search_words(diagnosis_json)'],
    ['incidents_words_idx', 'incidents WHERE search_words(title)'],
    ['verdicts_words_idx', 'verdicts WHERE verdict_words(true_causes, note)'],
  ])('can use the index %s', async (index, rows) => {
    const client = await test.pool.connect()
    await client.query('BEGIN; SET LOCAL enable_seqscan = off')

    const plan = await client.query(`EXPLAIN SELECT 1 FROM ${rows} @@ to_tsquery('simple', 'a')`)
    await client.query('ROLLBACK')
    client.release()

    expect(JSON.stringify(plan.rows)).toContain(index)
  })
})
