import type { EntityId } from '../../../domain/entity.ts'
import { readingWith, type Reading, type Truncation } from '../../../domain/reading.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import type { TimeWindow } from '../../../domain/time-window.ts'
import { SERVED_FAMILIES } from './families/served.ts'
import type { ServedFamily } from './families/family.ts'
import { merged } from './merge-groups.ts'
import { readCounts, type Group } from './read-counts.ts'
import { createNaming, createPlacing, type Source } from './source.ts'

/** Rows of one answer; recorded folders have the same limit. */
const MAX_SERVICES = 1000

export interface SteppedQuery {
  readonly window: TimeWindow
  readonly stepSeconds: number
}

/**
 * What each service was asked, per step, by name, from the first family in which it is counted. A count is 0 where its counter stood still and `null` where it
 * was not there; errors are `null` where nothing tells them. Of durations the busiest group of a service speaks; metrics tell nothing of what a service did
 * itself. Locator: the expression for the service alone.
 */
export async function readServiceCalls(source: Source, query: SteppedQuery, signal: AbortSignal): Promise<Reading<Rows['service_calls']>> {
  const names = await source.names()
  if (!names.isAnswered) return names.ending
  const known = SERVED_FAMILIES.filter(({ counter }) => names.value.has(counter))
  if (known.length === 0) return { status: 'unknown', why: 'there is no metric of requests that firstcause knows' }
  const counts = await readCounts(source.client, known, {
    ...query,
    signal,
    names: names.value,
    histograms: ({ durations }) => ({ served: durations }),
  })
  if (!counts.isAnswered) return counts.ending
  const placed = await createPlacing(source)
  const naming = await createNaming(source)
  const named = counts.value.groups.flatMap((group) => {
    const entity = entityOf(group)
    return entity === null ? [] : [{ entity, group }]
  })

  function entityOf({ family, labels }: Group<ServedFamily>): EntityId | null {
    const own = family.service ? family.service(labels) : placed(labels)
    return own === null ? null : naming.entityOf(own)
  }

  const services = [...Map.groupBy(named, ({ entity }) => entity)].map(([entity, own]) =>
    rowOf(entity, firstFamily(own.map(({ group }) => group))),
  )
  services.sort((a, b) => (a.service < b.service ? -1 : 1))
  return readingWith(services.slice(0, MAX_SERVICES), whyNothing(known, counts.value.groups.length), {
    problems: [...names.problems, ...counts.problems, ...naming.problems()],
    truncated: counts.value.truncated ?? cutAt('services', services.length, MAX_SERVICES),
  })
}

/** Which limit of rows cuts an answer of so many; null when none does. */
export function cutAt(of: string, rows: number, limit: number): Truncation | null {
  return rows > limit ? { limit: `${of} (${limit} rows)`, leftOut: rows - limit } : null
}

/** The groups of the family that comes first; one family tells of a service or an edge. */
export function firstFamily<T>(groups: readonly Group<T>[]): readonly Group<T>[] {
  return groups.filter(({ family }) => family === groups[0]?.family)
}

function whyNothing(known: readonly ServedFamily[], groups: number): string {
  if (groups > 0) return 'what is counted of requests names no service'
  return `no service was asked anything in this window (${known.map(({ name }) => name).join(', ')})`
}

function rowOf(service: EntityId, groups: readonly Group<ServedFamily>[]): Rows['service_calls'] {
  const { locator, plan, counts, errors, quantiles } = merged(groups)
  const nothing = counts.map(() => null)
  return {
    locator,
    service,
    startAt: plan.startAt,
    stepSeconds: plan.stepSeconds,
    counts,
    errors,
    ownErrors: nothing,
    p50Ms: quantiles['served']?.p50 ?? nothing,
    p95Ms: quantiles['served']?.p95 ?? nothing,
    selfP50Ms: nothing,
    selfP95Ms: nothing,
    countedIn: 'metrics',
  }
}
