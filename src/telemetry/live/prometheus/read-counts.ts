import type { Truncation } from '../../../domain/reading.ts'
import type { TimeWindow } from '../../../domain/time-window.ts'
import type { Labels } from '../../identity/telemetry-labels.ts'
import { allOf, type Client, type Outcome } from './client.ts'
import type { Counted, Histogram } from './families/family.ts'
import { onGrid, planOf, type Plan } from './plan.ts'
import { countParts, quantileParts, rateOfGroup } from './promql.ts'
import { survey, type Survey } from './survey.ts'

export type Samples = (number | null)[]

/** Values of a group in each step: requests and failures. What was born is in few steps. */
const COUNT_PARTS = 2

/** A family that is counted by labels of its own. */
export type Grouped = Counted & { readonly by: readonly string[] }

export interface CountOptions<T extends Grouped> {
  readonly window: TimeWindow
  readonly stepSeconds: number
  readonly signal: AbortSignal
  /** Names of the metrics that there are. */
  readonly names: ReadonlySet<string>
  /** Histograms of a family that are wanted, by a name of the caller; the first that is there is read. */
  readonly histograms: (family: T) => Readonly<Record<string, readonly Histogram[]>>
}

/** What one family counted of one group. */
export interface Group<T> {
  readonly family: T
  readonly labels: Labels
  /** Where a person finds it again: the expression for it alone. */
  readonly locator: string
  readonly plan: Plan
  /** Requests per step; `null` where no series was there. */
  readonly counts: Samples
  /** Failed ones; all `null` where nothing says which failed. */
  readonly errors: Samples
  /** Milliseconds per step, by the name of the histogram and then the quantile. */
  readonly quantiles: Readonly<Record<string, { readonly p50: Samples; readonly p95: Samples }>>
}

export interface Counts<T> {
  /** By family in the order in which they were given, then by locator. */
  readonly groups: readonly Group<T>[]
  readonly truncated: Truncation | null
}

/**
 * Reads requests, failures and durations of all groups of the families, which there are: one survey of all, then two requests for each family. A family that
 * could not be read is a problem, and the whole an ending only where none could.
 */
export async function readCounts<T extends Grouped>(
  client: Client,
  families: readonly T[],
  options: CountOptions<T>,
): Promise<Outcome<Counts<T>>> {
  const surveyed = await survey(client, families, options)
  if (!surveyed.isAnswered) return surveyed
  const reads = allOf(
    client,
    await Promise.all([...surveyed.value].map(([family, found]) => readFamily(client, { ...options, family, found }))),
  )
  if (!reads.isAnswered) return reads
  return {
    isAnswered: true,
    value: {
      groups: reads.value.flatMap(({ groups }) => groups),
      truncated: reads.value.find(({ truncated }) => truncated !== null)?.truncated ?? null,
    },
    problems: [...surveyed.problems, ...reads.problems],
  }
}

interface FamilyRead<T extends Grouped> extends CountOptions<T> {
  readonly family: T
  readonly found: Survey
}

async function readFamily<T extends Grouped>(client: Client, read: FamilyRead<T>): Promise<Outcome<Counts<T>>> {
  const { family, found, signal } = read
  const plan = planOf({ ...read, series: found.groups * COUNT_PARTS, intervalSeconds: found.intervalSeconds })
  const grouping = { by: family.by, range: plan.rangeSeconds }
  const [counted, ...durations] = await Promise.all([
    client.queryRange(countParts(family, grouping), plan.moments, signal),
    ...histogramsOf(read).map(async ([name, histogram, isNative]) => {
      const outcome = await client.queryRange(quantileParts(histogram, grouping, isNative), plan.moments, signal)
      return { name, histogram, outcome }
    }),
  ])
  if (!counted.isAnswered) return counted
  const early = onGrid(plan, counted.value.find(({ labels }) => labels['part'] === 'early')?.values ?? [])
  const ofGroups = counted.value.filter(({ labels }) => labels['part'] !== 'early')
  const byGroup = Map.groupBy(ofGroups, ({ labels }) => keyOf(labels, family.by))
  const groups = [...byGroup].map(([key, series]): Group<T> => {
    const labels = labelsOf(series[0]?.labels ?? {}, family.by)
    const part = (name: string) => series.find((one) => one.labels['part'] === name)?.values ?? []
    const [all, allBorn, failed, failedBorn] = ['all', 'all_born', 'failed', 'failed_born'].map((name) => onGrid(plan, part(name)))
    const counts = perStep(all, allBorn, plan).map((count, step) => (early[step] === null ? count : null))
    const errors = perStep(failed, failedBorn, plan)
    return {
      family,
      labels,
      locator: rateOfGroup(family, labels, plan.rangeSeconds),
      plan,
      counts,
      // Where requests were counted and nothing of them failed, no series of failures need exist.
      errors: counts.map((count, step) => (count === null || !found.tellsFailures ? null : Math.min(errors[step] ?? 0, count))),
      quantiles: Object.fromEntries(
        durations.map(({ name, histogram, outcome }) => [name, quantilesOf(outcome, { key, histogram, family, plan })]),
      ),
    }
  })
  const problems = durations.flatMap(({ outcome }) =>
    outcome.isAnswered ? outcome.problems : [{ where: client.name, record: null, what: outcome.ending.why }],
  )
  groups.sort((a, b) => (a.locator < b.locator ? -1 : 1))
  return { isAnswered: true, value: { groups, truncated: plan.truncated }, problems: [...counted.problems, ...problems] }
}

/** Those histograms that there are, and whether their buckets are no series of their own. */
function histogramsOf<T extends Grouped>({ family, histograms, names }: FamilyRead<T>): readonly (readonly [string, Histogram, boolean])[] {
  return Object.entries(histograms(family)).flatMap(([name, all]) => {
    const one = all.find(({ metric }) => names.has(`${metric}_bucket`) || names.has(metric))
    return one === undefined ? [] : [[name, one, !names.has(`${one.metric}_bucket`)] as const]
  })
}

interface QuantileContext {
  readonly key: string
  readonly histogram: Histogram
  readonly family: Grouped
  readonly plan: Plan
}

function quantilesOf(
  outcome: Awaited<ReturnType<Client['queryRange']>>,
  { key, histogram, family, plan }: QuantileContext,
): { readonly p50: Samples; readonly p95: Samples } {
  const series = outcome.isAnswered ? outcome.value.filter(({ labels }) => keyOf(labels, family.by) === key) : []
  const milliseconds = (part: string) =>
    onGrid(plan, series.find(({ labels }) => labels['part'] === part)?.values ?? []).map((value) =>
      value === null ? null : value * (histogram.unit === 's' ? 1000 : 1),
    )
  return { p50: milliseconds('p50'), p95: milliseconds('p95') }
}

/** Requests per step from requests per second; `null` where neither part has a value. */
function perStep(rate: Samples | undefined, born: Samples | undefined, { steps, stepSeconds }: Plan): Samples {
  return Array.from({ length: steps }, (_, step) => {
    const [going, begun] = [rate?.[step] ?? null, born?.[step] ?? null]
    return going === null && begun === null ? null : ((going ?? 0) + (begun ?? 0)) * stepSeconds
  })
}

function keyOf(labels: Labels, by: readonly string[]): string {
  return JSON.stringify(by.map((label) => labels[label] ?? ''))
}

function labelsOf(labels: Labels, by: readonly string[]): Labels {
  return Object.fromEntries(by.flatMap((label) => (labels[label] ? [[label, labels[label]] as const] : [])))
}
