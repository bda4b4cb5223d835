import type { EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { earliest } from '../../domain/time-window.ts'
import { brokenFlows, flowArgument, LEAST_LEFT, type BrokenFlow } from '../scene/broken-flow.ts'
import { citeSamples, type Held, rowsHeld } from '../scene/cite.ts'
import { commonErrors } from '../scene/common-errors.ts'
import { hotWorkloads } from '../scene/hot-workloads.ts'
import { grownGaps, isLasting } from '../scene/network-gaps.ts'
import type { Scene } from '../scene/scene.ts'
import { skippedArgument, skippedIn, type SkippedWork } from '../scene/skipped-work.ts'
import { overSince } from '../scene/still-heard.ts'
import { totalOf } from '../scene/symptoms/counted-departure.ts'
import { family, because, type Finding, quoteLine, readLogs, readSpans } from './family.ts'
import { floodIn } from './shared/flood.ts'
import { hasBaseline, isAboutOther, newErrors, ownAmong, THROWN } from './shared/new-errors.ts'

type Pattern = Held<'log_patterns'>
type Edge = Held<'call_edges'>

/** Words of a call that did not get through: whoever logs them waits for somebody else, and nothing of its own is shown. */
const NOT_REACHED =
  /failed to call|dial tcp|no such host|i\/o timeout|deadline exceeded|connection (?:refused|reset|timed out)|ECONNREFUSED|ETIMEDOUT|ENOTFOUND|UnknownHostException|SocketTimeoutException/i
/** Services named of each reading; more would be a list of all. */
const MAX_SERVICES = 4
/** Callees named beside the service that stops: more would be a list of its dependencies. */
const MAX_CALLEES = 1
const MAX_ARGUMENTS = 3
/** Shares of work kept that differ by less are the same share. */
const SAME_SHARE = 0.05

/**
 * The code of a service answers otherwise than it did: it logs errors in words of its own that a recording without a fault does not hold, its requests leave
 * the code before a line that always came next, or they end before work that each of them used to do. What it merely passes on counts less, and whom
 * it had asked just before it ends may have given it the answer that it stumbles over.
 */
export const answersOtherwise = family('answers_otherwise', (scene) => {
  const errors = newErrors(scene)
  const flows = Map.groupBy(brokenFlows(scene.facts), ({ service }) => service)
  const skipped = Map.groupBy(skippedIn(scene), ({ service }) => service)
  const throwing = ranked(errors, scene).slice(0, MAX_SERVICES)
  return [
    ...throwing.map((one, index) => errorFinding(one, index === 0, scene)),
    ...[...flows].slice(0, MAX_SERVICES).map((flow, index) => flowFinding(flow, index === 0, scene)),
    ...[...skipped].flatMap(([service, works]) => skippedFindings(service, works, scene)),
  ]
})

/** Who logs errors in words of its own first, then who asks the fewest that log new errors themselves, then who logs most. */
function ranked(errors: ReadonlyMap<EntityId, readonly Pattern[]>, scene: Scene) {
  const units = [...errors].map(([unit, patterns]) => ({
    unit,
    patterns,
    isOwn: ownAmong(patterns, unit, scene).length > 0,
    depth: scene.graph.from(unit, 'calls').filter((callee) => callee !== unit && errors.has(callee)).length,
    count: patterns.reduce((sum, { row }) => sum + row.incidentCount, 0),
  }))
  return units.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn) || a.depth - b.depth || b.count - a.count)
}

/** New errors place a fault where nothing else does: no flood, no numbers, no history of changes of which they could be the symptom. */
function placesFault(patterns: readonly Pattern[], scene: Scene): boolean {
  // A slow way or a used-up processor, where measured, makes errors of its own; then an error alone places nothing.
  const isPlacedByNumbers = hotWorkloads(scene).length > 0 || grownGaps(scene.facts).some(isLasting)
  // Where the history of changes can be read, what was changed is looked for there; an error alone is its symptom.
  const hasHistory = rowsHeld(scene.facts, 'changes').some(({ row }) => row.change === 'commit' && row.diff !== null)
  const isPlacedOtherwise = isPlacedByNumbers || floodIn(scene) !== null || hasHistory
  // What stopped before the end of the data came and went, as scattered errors of a calm day do.
  const isStillLogged = patterns.some(({ row }) => overSince(row.lastAt, scene.window) === null)
  return !isPlacedOtherwise && hasBaseline(scene) && isStillLogged && !patterns.every(commonErrors(scene.facts))
}

function errorFinding({ unit, patterns }: ReturnType<typeof ranked>[number], isLead: boolean, scene: Scene): Finding {
  const ordered = patterns.toSorted((a, b) => b.row.incidentCount - a.row.incidentCount)
  const isOfOthers = ordered.every((pattern) => NOT_REACHED.test(pattern.row.example) || isAboutOther(pattern, unit, scene))
  const isThrown = ordered.some(({ row }) => THROWN.test(row.example))
  const shown = ownAmong(ordered, unit, scene).length > 0 ? 'measured' : 'static'
  return {
    ...commonOf(unit, isThrown),
    isGeneral: true,
    basis: isLead && !isOfOthers && placesFault(ordered, scene) ? shown : 'inferred',
    since: earliest(ordered.map(({ row }) => row.firstAt)),
    for: ordered
      .slice(0, MAX_ARGUMENTS)
      .map((line) => because(`${unit} logs an error it did not log before: ${line.row.example.slice(0, 120)}`, quoteLine(line, 'symptom'))),
    disprovenBy: `a service that ${unit} calls failing first, or the same error on a day without an incident`,
    // A proxy logs only how it answered; why its call failed stands in the span.
    reads: [...readLogs(unit, scene), ...readSpans(unit, scene, true)],
  }
}

/** An early return that says so in a warning of its own is told from an exception by it. */
function flowFinding([service, flows]: readonly [EntityId, readonly BrokenFlow[]], isLead: boolean, scene: Scene): Finding {
  const isShown = isLead && flows.some(({ isLocal, left }) => isLocal && left >= LEAST_LEFT)
  return {
    ...commonOf(service, !saysSo(service, scene)),
    basis: isShown ? 'measured' : 'inferred',
    since: flows[0]?.held.row.firstAt ?? null,
    for: flows.slice(0, MAX_ARGUMENTS).map(flowArgument),
    disprovenBy: `requests to ${service} of another kind than before, or lines lost on their way`,
    reads: readLogs(service, scene, false),
  }
}

/** A new warning or error in words that speak of nothing thrown. */
function saysSo(service: EntityId, { facts }: Scene): boolean {
  const fresh = rowsHeld(facts, 'log_patterns').filter(
    ({ row }) => row.entity === service && (row.severity === 'warning' || row.severity === 'error') && row.baselineCount === 0,
  )
  const words = fresh.filter(({ row }) => row.incidentCount >= LEAST_LEFT)
  return words.length > 0 && !words.some(({ row }) => THROWN.test(row.example))
}

/** The service that stops, and beside it whom it had asked just before. */
function skippedFindings(service: EntityId, works: readonly SkippedWork[], scene: Scene): readonly Finding[] {
  const [first] = works
  if (first === undefined) return []
  const asked = askedBefore(first, works, scene).map((edge): readonly [EntityId, readonly Argument[]] => {
    const { callee } = edge.row
    const text = `requests to ${service} end early, after it asked ${callee}`
    return [callee, [because(text, citeSamples(edge, 'counts', first.index)), skippedArgument(first)]]
  })
  const shown = [[service, works.slice(0, MAX_ARGUMENTS).map(skippedArgument)] as const, ...asked]
  return shown.map(([entity, reasons]) => ({
    ...commonOf(entity, false),
    basis: 'inferred',
    since: first.since,
    for: reasons,
    disprovenBy: `requests to ${entity} that are of another kind than before, so that they need less work`,
    reads: readSpans(entity, scene),
  }))
}

/**
 * Callees that the service still asks, those whose own calls fell furthest first: callers that stop at an answer do not come to ask again.
 * A callee that is itself skipped comes after the stop.
 */
function askedBefore(first: SkippedWork, works: readonly SkippedWork[], { facts }: Scene): readonly Edge[] {
  const skipped = new Set(works.map(({ callee }) => callee))
  const asked = rowsHeld(facts, 'call_edges').filter(
    (edge) =>
      edge.row.caller === first.service &&
      edge.row.callee !== first.service &&
      !skipped.has(edge.row.callee) &&
      totalOf(edge.row.counts.slice(first.index)) > 0 &&
      !isSkippedToo(edge, first, facts),
  )
  const kept = (edge: Edge) => shareKept(edge.row.callee, first, facts)
  return asked.toSorted((a, b) => kept(a) - kept(b)).slice(0, MAX_CALLEES)
}

/** Asked several times by each request that goes on, and by none that stops: as many calls are missing as requests end early. */
function isSkippedToo({ row }: Edge, first: SkippedWork, facts: Scene['facts']): boolean {
  const served = rowsHeld(facts, 'service_calls').find((held) => held.row.service === first.service)?.row
  const before = {
    calls: row.usual?.count ?? totalOf(row.counts.slice(0, first.index)),
    requests: served?.usual?.count ?? totalOf(served?.counts.slice(0, first.index) ?? []),
  }
  if (before.calls === 0 || before.requests === 0) return false
  const kept = totalOf(row.counts.slice(first.index)) / first.requests / (before.calls / before.requests)
  return Math.abs(kept - first.done / first.requests) <= SAME_SHARE
}

/** Calls a step to a service now, as a share of what they were; 1 where nothing says what they were. */
function shareKept(callee: EntityId, { index }: SkippedWork, facts: Scene['facts']): number {
  const row = rowsHeld(facts, 'service_calls').find((held) => held.row.service === callee)?.row
  if (row === undefined) return 1
  const now = meanOf(row.counts.slice(index))
  const before = row.usual?.count ?? meanOf(row.counts.slice(0, index))
  return before > 0 ? now / before : 1
}

function meanOf(counts: readonly (number | null)[]): number {
  return totalOf(counts) / Math.max(counts.filter((count) => count !== null).length, 1)
}

function commonOf(entity: EntityId, isThrown: boolean): Pick<Finding, 'entity' | 'mechanism' | 'effects'> {
  return {
    entity,
    mechanism: isThrown ? 'exception_thrown' : 'result_changed',
    effects: ['log_error', 'error_rate', 'latency', 'traffic_drop'],
  }
}
