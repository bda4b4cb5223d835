import type { Diagnosis } from '../../domain/diagnosis.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { recogniseClauses, type RecognisedClause } from './mention-kind.ts'
import type { NameIndex } from './name-index.ts'
import { findSaidTime, type SaidTime, type TimeFrame } from './said-time.ts'
import type { Act } from './statement-patterns.ts'

/** What one clause asserts, and what had to be assumed to understand it. */
export interface Assertion extends Pick<Rows['statements'], 'entity' | 'target' | 'at' | 'outcome'> {
  readonly act: Act
  /** In words, for the acknowledgement; each an assumption or a thing that nothing recorded bears. */
  readonly assumptions: readonly string[]
}

export interface StatementFrame extends TimeFrame {
  readonly names: NameIndex
  /** The newest answer: `we rolled back` without a name means what it blames. Null when there is none. */
  readonly diagnosis: Diagnosis | null
}

/** Acts that mean nothing without a moment. */
const DATED: readonly Act[] = ['start']
/** Acts of somebody on something; without a name they mean what the answer blames. */
const DEEDS: readonly Act[] = ['rollback', 'switch_off', 'switch_on', 'restart', 'scale', 'failover', 'deploy', 'change']
const UNDOING: readonly Act[] = ['rollback', 'switch_off', 'switch_on']
/** Words after a verb that are no name: `to 5`, `the last release`. */
const NO_NAME =
  /^(?:to|from|by|with|on|in|for|until|at|the|a|an|our|my|your|their|its|it|that|this|them|everything|all|last|latest|previous|recent|new|old|release|change|changes|deploy|deployment|version|config|configuration|flag|feature|service|pod|pods|node|we|i|they|somebody|someone|\d+|[^=\n]*=.*)$/i

/** Everything that a message asserts, in order. Empty when nothing in it was understood; then its words alone are kept. */
export function understandStatement(words: string, frame: StatementFrame): readonly Assertion[] {
  const whole = findSaidTime(words, frame)
  const cut = (clause: string) => {
    const time = findSaidTime(clause, frame)
    return (time === null ? clause : clause.replace(time.words, ' ')).replace(/\s+/g, ' ').trim()
  }
  const assertions = recogniseClauses(words, cut).flatMap((clause) => assertionOf(clause, whole, frame) ?? [])
  return withOutcomes(assertions)
}

function assertionOf(recognised: RecognisedClause, whole: SaidTime | null, frame: StatementFrame): Assertion | null {
  const { act } = recognised.pattern
  const isDeed = DEEDS.includes(act)
  // "At 14:02 we rolled back and restarted X": one time for the message counts for each of its deeds.
  const time = findSaidTime(recognised.clause, frame) ?? (isDeed ? whole : null)
  if (DATED.includes(act) && time === null) return null
  const about = aboutOf(recognised, frame)
  if ((act === 'cause' || act === 'not_cause') && about.entity === null && about.target === null) return null
  const assumed = time === null ? (isDeed ? ['no time given, taken as the time of your message'] : []) : [time.assumed].filter(Boolean)
  const at = time?.at ?? (isDeed || act === 'end' || act === 'continue' ? frame.saidAt : null)
  return { act, ...about, at, outcome: null, assumptions: [...about.assumptions, ...assumed] }
}

function aboutOf(
  { pattern, rest }: RecognisedClause,
  { names, diagnosis }: StatementFrame,
): Pick<Assertion, 'entity' | 'target' | 'assumptions'> {
  const [entity] = names.find(rest)
  const target = targetOf(rest)
  if (entity !== undefined) return { entity, target: target ?? entity, assumptions: [] }
  if (target !== null) {
    const isFlag = pattern.act === 'switch_off' || pattern.act === 'switch_on'
    const unknown = `nothing recorded bears the name ${target}`
    return { entity: null, target, assumptions: isFlag && isBlamed(target, diagnosis) ? [] : [unknown] }
  }
  const blamed = UNDOING.includes(pattern.act) ? blamedChange(diagnosis) : null
  return blamed === null
    ? { entity: null, target: null, assumptions: [] }
    : { entity: blamed, target: null, assumptions: [`you named nothing, so I take it to be ${blamed}, which the answer blames`] }
}

/** The first word that can be a name. */
function targetOf(rest: string): string | null {
  const words = rest.split(/\s+/).map((word) => word.replace(/^\W+|(?<!\W)\W+$/g, ''))
  return words.find((word) => word !== '' && !NO_NAME.test(word)) ?? null
}

/** The name stands in a receipt of the answer, as a flag's key does. */
function isBlamed(target: string, diagnosis: Diagnosis | null): boolean {
  return diagnosis?.receipts.some(({ quote }) => quote.toLowerCase().includes(target.toLowerCase())) ?? false
}

/** The blamed thing, when a change of it is among its receipts: only a change can be taken back. */
function blamedChange(diagnosis: Diagnosis | null): EntityId | null {
  const changes = new Set(diagnosis?.receipts.flatMap(({ id, role }) => (role === 'change' ? [id] : [])))
  const cause = diagnosis?.rootCauses.find(({ for: reasons }) => reasons.some(({ receipts }) => receipts.some((id) => changes.has(id))))
  return cause?.entity ?? null
}

/** "It did not help" belongs to the deed of the same message; alone it stands for itself. */
function withOutcomes(assertions: readonly Assertion[]): readonly Assertion[] {
  const isDeed = ({ act }: Assertion) => DEEDS.includes(act)
  if (!assertions.some(isDeed)) return assertions
  const outcome = assertions.some(({ act }) => act === 'continue')
    ? 'did_not_help'
    : assertions.some(({ act }) => act === 'end')
      ? 'helped'
      : null
  const kept = assertions.filter(({ act }) => act !== 'continue' && act !== 'end')
  return kept.map((assertion) => (isDeed(assertion) ? { ...assertion, outcome } : assertion))
}
