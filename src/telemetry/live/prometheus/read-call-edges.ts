import { formatEntity, parseEntity, type EntityId } from '../../../domain/entity.ts'
import { readingWith, type Reading } from '../../../domain/reading.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import type { Labels } from '../../identity/telemetry-labels.ts'
import { createPeerDirectory } from '../../shared/peer-directory.ts'
import { EDGE_FAMILIES } from './families/edges.ts'
import type { Callee, EdgeFamily } from './families/family.ts'
import { merged } from './merge-groups.ts'
import { readCounts, type Group } from './read-counts.ts'
import { cutAt, firstFamily, type SteppedQuery } from './read-service-calls.ts'
import { createNaming, createPlacing, type Naming, type Source } from './source.ts'

/** Rows of one answer; recorded folders have the same limit. */
const MAX_EDGES = 4000

/**
 * Calls between services, per step, by caller and callee, from the first family in which an edge is counted. Counts, errors and locators as in service calls.
 * What an edge leads to is a service, or the host that its caller names.
 */
export async function readCallEdges(source: Source, query: SteppedQuery, signal: AbortSignal): Promise<Reading<Rows['call_edges']>> {
  const names = await source.names()
  if (!names.isAnswered) return names.ending
  const known = EDGE_FAMILIES.filter(({ counter }) => names.value.has(counter))
  if (known.length === 0) return { status: 'unknown', why: 'there is no metric of calls between services that firstcause knows' }
  const counts = await readCounts(source.client, known, {
    ...query,
    signal,
    names: names.value,
    histograms: ({ callerDurations, calleeDurations }) => ({ caller: callerDurations, callee: calleeDurations }),
  })
  if (!counts.isAnswered) return counts.ending
  const placed = await createPlacing(source)
  const naming = await createNaming(source)
  const edges = namedEdges(counts.value.groups, { naming, placed })
  const rows = [...Map.groupBy(edges, ({ caller, callee }) => `${caller} ${callee}`).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [rowOf(first, firstFamily([first, ...others].map(({ group }) => group)))],
  )
  rows.sort((a, b) => compare(a.caller, b.caller) || compare(a.callee, b.callee))
  return readingWith(rows.slice(0, MAX_EDGES), 'no service called another in this window', {
    problems: [...names.problems, ...counts.problems, ...naming.problems()],
    truncated: counts.value.truncated ?? cutAt('call edges', rows.length, MAX_EDGES),
  })
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

interface Edge {
  readonly caller: EntityId
  readonly callee: EntityId
  readonly group: Group<EdgeFamily>
}

interface EdgeNames {
  readonly naming: Naming
  /** The labels with where their service runs. */
  readonly placed: (labels: Labels) => Labels
}

/** Callers and callees that have names of their own first: they are what addresses may mean. */
function namedEdges(groups: readonly Group<EdgeFamily>[], { naming, placed }: EdgeNames): readonly Edge[] {
  const sides = groups.flatMap((group) => {
    const { family, labels } = group
    const [own, callee] = [family.caller(labels), family.callee(labels)]
    const caller = own === null ? null : naming.entityOf(placed(own))
    return caller === null || callee === null ? [] : [{ caller, callee, group }]
  })
  const services = new Set(
    sides.flatMap(({ caller, callee }) => [caller, 'labels' in callee ? naming.entityOf(placed(callee.labels)) : null]),
  )
  const meant = createPeerDirectory([...services].filter((entity) => entity !== null))
  return sides.flatMap(({ caller, callee, group }) => {
    const entity = calleeOf(callee, caller)
    return entity === null ? [] : [{ caller, callee: entity, group }]
  })

  function calleeOf(callee: Callee, caller: EntityId): EntityId | null {
    if ('labels' in callee) return naming.entityOf(placed(callee.labels))
    return addressed(callee.address, caller, naming) ?? meant(callee.address, caller)
  }
}

/** Of a short name or an address in the cluster: whom objects say it is; null where they say nothing. */
function addressed(address: string, caller: EntityId, { entityOf }: Naming): EntityId | null {
  const { scope } = parseEntity(caller)
  if (/^[\d.]+$/.test(address) || address.split(':').length > 2) {
    return entityOf({ address }) ?? formatEntity('external', 'Provider', address)
  }
  const [name = address, namespace = scope] = address.split('.')
  const entity = entityOf({ namespace, service_name: name })
  // Without an object of that name the directory knows better what people mean by it.
  return entity === formatEntity(namespace, 'Service', name) ? null : entity
}

function rowOf({ caller, callee }: Edge, groups: readonly Group<EdgeFamily>[]): Rows['call_edges'] {
  const { locator, plan, counts, errors, quantiles } = merged(groups)
  const nothing = counts.map(() => null)
  return {
    locator,
    caller,
    callee,
    startAt: plan.startAt,
    stepSeconds: plan.stepSeconds,
    counts,
    errors,
    callerP50Ms: quantiles['caller']?.p50 ?? nothing,
    callerP95Ms: quantiles['caller']?.p95 ?? nothing,
    calleeP50Ms: quantiles['callee']?.p50 ?? nothing,
    calleeP95Ms: quantiles['callee']?.p95 ?? nothing,
    countedIn: 'metrics',
  }
}
