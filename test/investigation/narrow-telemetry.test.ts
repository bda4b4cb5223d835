import { describe, expect, it } from 'vitest'
import { narrowTelemetry } from '../../src/investigation/narrow-telemetry.ts'
import type { InvestigationInput } from '../../src/investigation/ports.ts'
import { calls, depends, END, minute, OVERVIEW, START } from '../support/facts.ts'
import { recordRun } from '../support/recorded-run.ts'
import { telemetryOf } from '../support/rows-telemetry.ts'

const EARLY = 'shop/Service/basket'
const LATE = 'shop/Service/quotes'

/** Two matters that have nothing to do with each other: one that was over after five minutes, one that lasts. */
function twoMatters() {
  return telemetryOf({
    overview: [OVERVIEW],
    service_calls: [
      calls(EARLY, { from: { at: 14, errors: 60 }, until: 19 }),
      calls(LATE, { from: { at: 30, errors: 60 } }),
      calls('shop/Service/storefront'),
    ],
  })
}

async function asked(asking: Pick<InvestigationInput, 'question' | 'ends'>) {
  const { diagnosis, evidence } = await recordRun(twoMatters(), asking)
  const [patterns] = evidence.flatMap(({ query }) => (query.kind === 'log_patterns' ? [query] : []))
  return { ...diagnosis, patterns, named: diagnosis.rootCauses.map(({ entity }) => entity) }
}

describe('src/investigation/narrow-telemetry', () => {
  it('names what began in the part that the question is about, and keeps what came before to compare with', async () => {
    const { named, window, patterns } = await asked({ question: 'why do calls fail since 14:05 UTC?' })

    expect(named).toEqual([LATE])
    expect(window.narrowed).toEqual({
      by: 'question',
      words: 'since 14:05 UTC',
      assumed: '',
      start: minute(25).toISOString(),
      end: END.toISOString(),
      recording: { start: START.toISOString(), end: END.toISOString() },
    })
    expect(window.onset).toBe(minute(30).toISOString())
    expect(patterns?.baseline).toEqual({ start: START, end: minute(28) })
  })

  it('keeps the cause that began a little before the time that people name, when what waits on it came after', async () => {
    const named = async (minutes: number) => {
      const telemetry = telemetryOf({
        overview: [OVERVIEW],
        service_calls: [
          calls(LATE, { from: { at: 22, errors: 90 } }),
          calls('shop/Service/storefront', { from: { at: 27, errors: 60 } }),
          calls(EARLY),
        ],
        dependencies: [depends('shop/Service/storefront', LATE), depends('shop/Service/storefront', EARLY)],
      })
      const { diagnosis } = await recordRun(telemetry, { ends: { from: minute(minutes), to: null } })
      return diagnosis.rootCauses.map(({ entity }) => entity)
    }

    expect(await named(25)).toEqual([LATE])
    expect(await named(0)).toEqual([LATE])
  })

  it('does not look at what came after the part', async () => {
    const { named, window, patterns } = await asked({ ends: { from: null, to: minute(18) } })

    expect(named).toEqual([EARLY])
    expect(window).toMatchObject({ end: minute(18).toISOString(), onset: minute(14).toISOString() })
    expect(patterns?.incident.end).toEqual(minute(18))
  })

  it('finds no cause in a part in which nothing was wrong', async () => {
    const { outcome } = await asked({ ends: { from: minute(21), to: minute(28) } })

    expect(outcome).toBe('no_cause')
  })

  it('shows in a part what lasts from before it', async () => {
    const { named, window } = await asked({ ends: { from: minute(35), to: null } })

    expect(named).toEqual([LATE])
    expect(window.narrowed).toMatchObject({ start: minute(35).toISOString(), end: END.toISOString() })
  })

  it('heeds the ends before the question', async () => {
    const { window } = await asked({ question: 'since 13:50 UTC', ends: { from: minute(25), to: null } })

    expect(window.narrowed).toMatchObject({ by: 'options', words: `--from ${minute(25).toISOString()}` })
  })

  it('looks at everything, and says so, when nothing of what the question names was recorded', async () => {
    const whole = await asked({})
    const { window, notChecked, rootCauses } = await asked({ question: 'since 15:00 UTC' })

    expect(window).toEqual(whole.window)
    expect(notChecked[0]).toEqual({
      source: 'the period of the question (“since 15:00 UTC”)',
      why: `nothing of it lies in the recording (${START.toISOString()} to ${END.toISOString()}), all of which was looked at`,
    })
    expect(rootCauses.map(({ confidenceWord }) => confidenceWord)).not.toContain('verified')
  })

  it('refuses ends between which nothing was recorded, and names the period that was', async () => {
    const attempt = asked({ ends: { from: minute(100), to: null } })

    await expect(attempt).rejects.toMatchObject({
      code: 'usage_wrong',
      message: `nothing was recorded in the period of --from ${minute(100).toISOString()}`,
      remedy: `The recording goes from ${START.toISOString()} to ${END.toISOString()}.`,
    })
  })

  it('refuses ends where the recording has no clock, and leaves the words of a question alone there', async () => {
    const timeless = telemetryOf({ overview: [{ ...OVERVIEW, from: null, to: null }] })

    await expect(recordRun(timeless, { ends: { from: START, to: null } })).rejects.toMatchObject({
      remedy: 'The recording states no times, so no part of it can be asked for.',
    })
    const { diagnosis } = await recordRun(timeless, { question: 'since 14:02' })
    expect(diagnosis.window).toEqual({ start: null, end: null, onset: null })
  })

  it('changes nothing but the overview', async () => {
    const telemetry = narrowTelemetry(twoMatters(), { question: 'since 14:05 UTC' })
    const { signal } = new AbortController()

    expect(await telemetry.read({ kind: 'dependencies' }, { signal })).toEqual(
      await twoMatters().read({ kind: 'dependencies' }, { signal }),
    )
    expect(await telemetry.read({ kind: 'alerts' }, { signal })).toMatchObject({ status: 'no_data' })
  })
})
