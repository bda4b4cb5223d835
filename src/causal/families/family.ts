import type { Proposal } from '../weigh/candidate.ts'
import type { Scene, ObjectChange } from '../scene/scene.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Argument, Citation, ReceiptRole } from '../../domain/evidence.ts'
import type { Query } from '../../domain/reading.ts'
import type { Remedy } from './shared/remedies.ts'
import { citeFirst, type Held } from '../scene/cite.ts'
import type { SymptomKind } from '../scene/symptoms/symptom.ts'

/**
 * One way a system breaks. Pure: looks at the scene and proposes zero or more causes of its kind, each with the quotes that
 * show it. It does not rank, does not know other families and never proposes without a citation.
 */
export interface Family {
  readonly name: string
  propose(scene: Scene): readonly Proposal[]
}

/** A family from what it finds in a scene; null where it looked at something and found nothing. */
export function family(name: string, find: (scene: Scene) => readonly (Finding | null)[]): Family {
  return { name, propose: (scene) => find(scene).flatMap((finding) => (finding === null ? [] : [buildProposal(finding)])) }
}

/** What a family has to say about one cause; everything that is the same for all of them is filled in. */
export interface Finding extends Omit<Proposal, 'against' | 'victims' | 'disconfirmingQueries' | 'action'> {
  readonly against?: readonly Argument[]
  /** Absent: the entity itself. */
  readonly victims?: readonly EntityId[]
  /** Narrow reads that could disprove it. Absent: the cause's own object is read again. */
  readonly reads?: readonly Query[]
  /** Absent: nothing that a person could do follows from it. */
  readonly remedy?: Remedy
}

/** A proposal from a finding. Arguments without quotes are left out, and victims are named once. */
function buildProposal({ reads, remedy, ...finding }: Finding): Proposal {
  const cited = finding.for.filter(({ citations }) => citations.length > 0)
  return {
    ...finding,
    for: cited,
    against: finding.against ?? [],
    victims: [...new Set(finding.victims ?? [finding.entity])],
    disconfirmingQueries: reads ?? [{ kind: 'object_versions', entity: finding.entity }],
    action: remedy === undefined ? null : { target: finding.entity, ...remedy, citations: cited[0]?.citations ?? [] },
  }
}

/** One finding for each entity: of several the last. */
export function onePerEntity(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [finding.entity, finding])).values()]
}

/** A sentence with its quotes. */
export function because(text: string, ...citations: readonly (readonly Citation[])[]): Argument {
  return { text, citations: citations.flat() }
}

/** Longest value that stands in a sentence, in characters; the quote beside it holds more. */
const MAX_VALUE_CHARACTERS = 80

/** What was changed, from what to what; empty where nothing was. */
export function changeArguments(...changes: readonly (ObjectChange | undefined)[]): readonly Argument[] {
  return changes.flatMap((change) =>
    change === undefined
      ? []
      : [{ text: `${change.path} changed from ${short(change.from)} to ${short(change.to)}`, citations: change.citations }],
  )
}

function short(value: string | null): string {
  if (value === null) return 'nothing'
  return value.length > MAX_VALUE_CHARACTERS ? `${value.slice(0, MAX_VALUE_CHARACTERS)}…` : value
}

/** The newest change of an object; undefined when none was seen. `path`: of those fields alone. */
export function changeOf(entity: EntityId, { objects }: Scene, path = /^/): ObjectChange | undefined {
  return objects.changes.findLast((change) => change.entity === entity && change.kind !== 'deleted' && path.test(change.path))
}

/** Quotes a line of a log. */
export function quoteLine(line: Held<'log_patterns'>, role: ReceiptRole = 'mechanism'): readonly Citation[] {
  return citeFirst(line, [line.row.example, line.row.pattern], { role, at: line.row.firstAt })
}

/** What a program said last; empty where it said nothing. */
export function wordsSaid(line: Held<'log_patterns'> | undefined): readonly Argument[] {
  return line === undefined ? [] : [because(`it said: ${line.row.example.split('\n')[0]?.slice(0, 120)}`, quoteLine(line))]
}

/** The arguments as what shows the fault itself. */
export function asMechanism(reasons: readonly Argument[]): readonly Argument[] {
  return reasons.map(({ text, citations }) => ({ text, citations: citations.map((one) => ({ ...one, role: 'mechanism' as const })) }))
}

/** What shows that the pods of a workload are not there or not ready. */
export const WORKLOAD_DOWN: readonly SymptomKind[] = [
  'pod_pending',
  'pod_not_created',
  'workload_unready',
  'no_endpoints',
  'unreachable',
  'error_rate',
  'log_error',
  'traffic_drop',
]

/** What shows that calls do not get through, or are not answered as they should be. */
export const CALLS_FAIL: readonly SymptomKind[] = ['unreachable', 'error_rate', 'log_error', 'latency', 'traffic_drop']

/** What a running program shows whose calls fail, or that is not able to do its work: it may end over it, or say that it is not ready. */
export const PROGRAM_FAILS: readonly SymptomKind[] = [...CALLS_FAIL, 'container_restart', 'workload_unready', 'no_endpoints']

/** What shows that there is too little of something for what is asked: processor, memory, replicas, connections. */
export const OVERLOADED: readonly SymptomKind[] = [
  'unreachable',
  'latency',
  'saturation',
  'throttling',
  'error_rate',
  'log_error',
  'container_restart',
  'traffic_drop',
]

/** Records of one read; more do not fit what a person looks at. */
const LIMIT = 20

/** Lines of a service in the window of the incident; none where nothing has a time or no service is given. */
export function readLogs(entity: EntityId | undefined, { window }: Scene, onlyErrors = true): readonly Query[] {
  return entity === undefined || window === null ? [] : [{ kind: 'log_examples', entity, window, onlyErrors, offset: 0, limit: LIMIT }]
}

/** Errors of a service from before a moment, which could not come of what happened then; none where the recording begins later. */
export function readLogsBefore(entity: EntityId, at: Date, { window }: Scene): readonly Query[] {
  if (window === null || at <= window.start) return []
  return [{ kind: 'log_examples', entity, window: { start: window.start, end: at }, onlyErrors: true, offset: 0, limit: LIMIT }]
}

/** Calls to a service in the window of the incident; none where nothing has a time or no service is given. */
export function readSpans(entity: EntityId | undefined, { window }: Scene, onlyErrors = false): readonly Query[] {
  return entity === undefined || window === null ? [] : [{ kind: 'span_examples', entity, window, onlyErrors, offset: 0, limit: LIMIT }]
}
