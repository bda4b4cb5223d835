import { beforeAll, describe, expect, it } from 'vitest'
import type { Diagnosis } from '../../../src/domain/diagnosis.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import { newestDiagnosis } from '../../../src/investigation/follow-up/weigh-again.ts'
import { calls, END, minute, OVERVIEW, version } from '../../support/facts.ts'
import { FLAG_CAUSE, flagIncident, healthySystem } from '../../support/incidents.ts'
import { INJECTIONS } from '../../support/injections.ts'
import { recordRun } from '../../support/recorded-run.ts'
import { telemetryOf } from '../../support/rows-telemetry.ts'
import { tell } from '../../support/take-up.ts'

interface Recorded {
  readonly evidence: readonly Evidence[]
  readonly diagnosis: Diagnosis
}

/** A flag was switched at minute 18 and its symptoms ended at minute 29. */
function curedIncident() {
  const flags = (on: boolean) => ({
    data: { 'flags.json': JSON.stringify({ flags: { quotesFailure: { defaultVariant: on ? 'on' : 'off' } } }) },
  })
  return telemetryOf({
    overview: [OVERVIEW],
    object_versions: [
      version(FLAG_CAUSE, flags(false), { until: 19 }),
      version(FLAG_CAUSE, flags(true), { at: 20, changedAt: minute(18) }),
    ],
    service_calls: [calls('shop/Service/quotes', { from: { at: 19, errors: 50 }, until: 29 })],
  })
}

describe('src/investigation/follow-up/take-up-statement', () => {
  let run: Recorded
  let cured: Recorded
  beforeAll(async () => {
    run = await recordRun(flagIncident())
    cured = await recordRun(curedIncident())
  })

  const place = (diagnosis: Diagnosis | null, entity: string) =>
    diagnosis?.rootCauses.find((cause) => cause.entity === entity) ?? diagnosis?.alternatives.find((rival) => rival.entity === entity)

  it('says what was understood in one line, with the zone that was assumed', async () => {
    const { answer } = await tell(run, 'we rolled back shop/ConfigMap/flags at 14:02')

    expect(answer.lead).toBe('Noted: shop/ConfigMap/flags rolled back at 2026-05-27 14:02:00 UTC.')
    expect(answer.notes).toContain('Understood with: no zone given, taken as UTC.')
    expect(answer.receipts[0]).toMatchObject({
      source: 'people',
      quote: 'words: we rolled back shop/ConfigMap/flags at 14:02',
      at: END.toISOString(),
    })
  })

  it('counts a rollback whose symptoms went on against the change, and less when it was not named', async () => {
    const before = place(run.diagnosis, FLAG_CAUSE)?.confidence ?? 0

    const named = await tell(run, `we rolled back ${FLAG_CAUSE} at 14:02`)
    const unnamed = await tell(run, 'we rolled back at 14:02')

    const confidences = [named, unnamed].map(({ answer }) => place(answer.diagnosis, FLAG_CAUSE)?.confidence ?? 0)
    expect(confidences[0]).toBeLessThan(confidences[1] ?? 0)
    expect(confidences[1]).toBeLessThan(before)
    expect(place(unnamed.answer.diagnosis, FLAG_CAUSE)?.against[0]?.text).toContain('its symptoms went on')
  })

  it('counts a rollback after which the symptoms ended for the change, with a receipt of both', async () => {
    const { answer } = await tell(cured, 'flag quotesFailure was turned off at 14:07')

    const cause = answer.diagnosis?.rootCauses[0]
    expect(cause?.entity).toBe(FLAG_CAUSE)
    const helped = cause?.for.find(({ text }) => text.includes('its symptoms ended'))
    const sources = answer.diagnosis?.receipts.filter(({ id }) => helped?.receipts.includes(id)).map(({ source }) => source)
    expect(sources).toEqual(['people', 'traces'])
  })

  it('says that the recordings end too early, instead of guessing what a rollback did', async () => {
    const { answer } = await tell(run, `we rolled back ${FLAG_CAUSE} at 14:19`)

    expect(answer.diagnosis?.rootCauses).toEqual(
      expect.arrayContaining([expect.objectContaining({ entity: FLAG_CAUSE, confidenceWord: 'verified' })]),
    )
    expect(answer.notes.join(' ')).toContain('The recordings end at 2026-05-27 14:20:00 UTC, too early')
  })

  it('takes a start that people felt before the first recorded symptom as onset, and keeps a later one out', async () => {
    const earlier = await tell(run, 'it started at 13:57')
    const later = await tell(run, 'it started at 14:10')

    expect(earlier.answer.diagnosis?.window.onset).toBe('2026-05-27T13:57:00.000Z')
    expect(later.answer.diagnosis?.window.onset).toBe(run.diagnosis.window.onset)
    expect(later.answer.notes.join(' ')).toContain('earlier than that, so the onset stays')
  })

  it('counts a start well before the change against the change', async () => {
    const { answer } = await tell(run, 'it started at 13:45')

    expect(place(answer.diagnosis, FLAG_CAUSE)?.against[0]?.text).toContain('before this change')
    expect(place(answer.diagnosis, FLAG_CAUSE)?.confidence).toBeLessThan(place(run.diagnosis, FLAG_CAUSE)?.confidence ?? 0)
  })

  it('lowers a disputed cause below verified, once, and keeps it as the cause', async () => {
    const once = await tell(run, `it is not ${FLAG_CAUSE}`)
    const twice = await tell({ ...run, evidence: once.evidence }, `${FLAG_CAUSE} is not the cause`, new Date(END.getTime() + 1000))

    const causes = [once, twice].map(({ answer }) => answer.diagnosis?.rootCauses[0])
    expect(causes[0]).toMatchObject({ entity: FLAG_CAUSE, confidenceWord: 'likely' })
    expect(causes[1]?.confidence).toBe(causes[0]?.confidence)
  })

  it('never makes a cause verified by words, and never a cause of what only words name', async () => {
    const agreed = await tell(run, 'shop/Service/quotes is the root cause')
    const invented = await tell(run, 'shop/Deployment/wishlist is the root cause')
    const healthy = await recordRun(healthySystem())
    const blamed = await tell(healthy, 'storefront is the root cause, we rolled back storefront at 14:00 and it helped')

    expect(place(agreed.answer.diagnosis, 'shop/Service/quotes')?.confidence).toBe(place(run.diagnosis, 'shop/Service/quotes')?.confidence)
    expect(JSON.stringify(invented.answer.diagnosis?.rootCauses)).not.toContain('wishlist')
    expect(invented.answer.notes.join(' ')).toContain('words alone cannot make it one')
    expect(blamed.answer.diagnosis).toMatchObject({ outcome: 'no_cause', rootCauses: [] })
  })

  it('keeps every cause that telemetry names in sight, whatever people say', async () => {
    const { answer } = await tell(run, `we rolled back ${FLAG_CAUSE} at 14:02. It is not ${FLAG_CAUSE}. It started at 13:45.`)

    expect(place(answer.diagnosis, FLAG_CAUSE)).toBeDefined()
  })

  it('gives every point a receipt whose quote stands in the evidence', async () => {
    const { answer } = await tell(run, 'we restarted quotes at 14:02 and it helped')

    expect(answer.points.length).toBeGreaterThan(0)
    for (const { receipts } of answer.points) expect(receipts.length).toBeGreaterThan(0)
  })

  it('keeps a fact for the next run when there is no answer yet', async () => {
    const { answer, evidence } = await tell({ evidence: [], diagnosis: null }, 'we restarted payments at 14:02 UTC')

    expect(evidence).toMatchObject([{ source: 'people', id: 'E1' }])
    expect(answer.notes.join(' ')).toContain('the next run in this thread')
  })

  it.each(INJECTIONS)('is not steered by %j', async (words) => {
    const { answer, evidence } = await tell(run, words)

    const after = newestDiagnosis(evidence, run.diagnosis)
    const facts = ({ rootCauses, outcome }: Diagnosis) => [
      outcome,
      rootCauses.map(({ entity, confidence, confidenceWord }) => [entity, confidence, confidenceWord]),
    ]
    expect(facts(after)).toEqual(facts(run.diagnosis))
    expect(answer.diagnosis === null || facts(answer.diagnosis)).toEqual(answer.diagnosis === null || facts(run.diagnosis))
  })
})
