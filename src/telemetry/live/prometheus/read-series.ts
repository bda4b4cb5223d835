import { readingWith, type Reading, type Truncation } from '../../../domain/reading.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { windowSeconds } from '../../../domain/time-window.ts'
import { deriveRatios } from '../../shared/series-ratios.ts'
import { allOf, type Client, type Outcome } from './client.ts'
import { MEASURES, type Measure } from './families/measures.ts'
import { onGrid, planOf, type Plan } from './plan.ts'
import { selector, matching } from './promql.ts'
import { cutAt, type SteppedQuery } from './read-service-calls.ts'
import { createNaming, type Naming, type Source } from './source.ts'
import { survey, type Survey } from './survey.ts'

type SeriesRow = Rows['series']

/** Rows of one answer; recorded folders have the same limit. */
const MAX_SERIES = 1500

interface MeasureRead {
  readonly rows: readonly SeriesRow[]
  readonly truncated: Truncation | null
}

/** Metrics that only shares are made of. */
const ASIDE: ReadonlySet<string> = new Set(MEASURES.filter(({ isPart }) => isPart === true).map(({ metric }) => metric))

/**
 * What is measured besides requests on the grid, one row for each entity and metric: those with a known meaning first, then by entity and name; shares of
 * limits are derived. One request for each metric that there is, after one that counts their series. A value is `null` in a step without one.
 * Locator: what is measured, and the labels of its series.
 */
export async function readSeries(source: Source, query: SteppedQuery, signal: AbortSignal): Promise<Reading<SeriesRow>> {
  const names = await source.names()
  if (!names.isAnswered) return names.ending
  const present = MEASURES.filter(({ needs }) => needs.every((name) => names.value.has(name)))
  if (present.length === 0)
    return { status: 'unknown', why: 'there is no metric of containers, objects, nodes or exporters that firstcause knows' }
  const asked = present.map((measure) => ({ measure, counter: measure.needs[0] ?? '', only: measure.only, by: groupsOf(measure) }))
  const surveyed = await survey(source.client, asked, { window: query.window, signal })
  if (!surveyed.isAnswered) return surveyed.ending
  const naming = await createNaming(source)
  const reads = allOf(
    source.client,
    await Promise.all(
      [...surveyed.value].map(([{ measure }, found]) => readMeasure(source.client, measure, { found, naming, query, signal })),
    ),
  )
  if (!reads.isAnswered) return reads.ending
  const rows = reads.value.flatMap((read) => read.rows)
  const all = [...rows.filter(({ metric }) => !ASIDE.has(metric)), ...deriveRatios(rows)]
  all.sort((a, b) => Number(a.meaning === 'other') - Number(b.meaning === 'other') || compare(a, b))
  return readingWith(all.slice(0, MAX_SERIES), 'no metric has a sample in this window', {
    problems: [...names.problems, ...surveyed.problems, ...reads.problems, ...naming.problems()],
    truncated: reads.value.find(({ truncated }) => truncated !== null)?.truncated ?? cutAt('series', all.length, MAX_SERIES),
  })
}

interface ReadContext {
  readonly found: Survey
  readonly naming: Naming
  readonly query: SteppedQuery
  readonly signal: AbortSignal
}

async function readMeasure(client: Client, measure: Measure, { found, naming, query, signal }: ReadContext): Promise<Outcome<MeasureRead>> {
  const plan = planOf({ ...query, series: found.groups, intervalSeconds: found.intervalSeconds })
  const times = { ...plan, windowSeconds: Math.ceil(windowSeconds(query.window)), end: query.window.end.getTime() / 1000 }
  const outcome = await client.queryRange(measure.expression(times), plan.moments, signal)
  if (!outcome.isAnswered) return outcome
  const rows = outcome.value.flatMap(({ labels, values }) => rowOf(measure, { labels, naming, plan, values: onGrid(plan, values) }))
  return { ...outcome, value: { rows, truncated: plan.truncated } }
}

function groupsOf({ by, told }: Measure): readonly string[] {
  return told === undefined ? by : [...by, told]
}

function compare(a: SeriesRow, b: SeriesRow): number {
  const [left, right] = [`${a.entity}\n${a.metric}\n${a.locator}`, `${b.entity}\n${b.metric}\n${b.locator}`]
  return left < right ? -1 : Number(left > right)
}

interface RowContext {
  readonly labels: Readonly<Record<string, string>>
  readonly naming: Naming
  readonly plan: Plan
  readonly values: readonly (number | null)[]
}

function rowOf(measure: Measure, { labels, naming, plan, values }: RowContext): readonly SeriesRow[] {
  const entity = measure.entity(labels, naming.entityOf)
  if (entity === null || values.every((value) => value === null)) return []
  const told = measure.told === undefined ? '' : ` ${labels[measure.told] ?? ''}`
  return [
    {
      locator: selector(measure.metric, matching(labels)),
      entity,
      metric: `${measure.metric}${told}`,
      meaning: measure.meaning,
      startAt: plan.startAt,
      stepSeconds: plan.stepSeconds,
      values: [...values],
    },
  ]
}
