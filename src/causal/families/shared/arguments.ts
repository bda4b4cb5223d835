import type { EntityId } from '../../../domain/entity.ts'
import type { Argument, Citation, ReceiptRole } from '../../../domain/evidence.ts'
import { citeFirst, type Held } from '../../scene/cite.ts'
import type { ObjectChange } from '../../scene/object-history.ts'
import type { Scene } from '../../scene/scene.ts'
import { because } from './build-proposal.ts'

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
