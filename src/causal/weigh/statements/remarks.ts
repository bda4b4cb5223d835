import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import type { Argument, Citation } from '../../../domain/evidence.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { shiftSeconds } from '../../../domain/time-window.ts'
import { cite, type Facts, type Held, rowsHeld } from '../../scene/cite.ts'
import type { Candidate } from '../explain.ts'
import type { Scene } from '../../scene/scene.ts'
import { THRESHOLDS } from '../../scene/thresholds.ts'
import type { PeopleWeight } from './people-weights.ts'
import { fateAfter } from './fate.ts'

/** What a statement means for one candidate. */
export interface Remark {
  readonly bearing: 'for' | 'against'
  /** Which weight applies; null: shown and without weight. */
  readonly weight: PeopleWeight | null
  readonly argument: Argument
}

type Act = Rows['statements']['act']
type Said = Held<'statements'>

/** Acts that take a change back. */
const UNDOING: readonly Act[] = ['rollback', 'switch_off', 'switch_on', 'change']
/** Acts that give a thing a fresh state; they cure what is wrong inside it and take no change back. */
const RENEWING: readonly Act[] = ['restart', 'scale', 'failover']
/** What was done, in words; for all other acts it was changed back. */
const DONE: Readonly<Record<string, string>> = {
  rollback: 'it was rolled back',
  restart: 'it was restarted',
  scale: 'it was scaled',
  failover: 'it was failed over',
}
/** Acts that bring a change in. */
const CHANGING: readonly Act[] = ['deploy', 'change', 'switch_on', 'switch_off']
/** Shorter words stand in quotes by chance. */
const LEAST_TARGET_CHARACTERS = 4

/** Statements that were understood, in the order in which they were said. Empty when nobody said anything. */
export function statementsIn(facts: Facts): readonly Said[] {
  return rowsHeld(facts, 'statements').filter(({ row }) => row.act !== null)
}

/** Everything that people's statements mean for a candidate, in the order in which they were said. */
export function remarksOn(candidate: Candidate, scene: Scene): readonly Remark[] {
  return statementsIn(scene.facts).flatMap((said) => remarkOn(candidate, said, scene) ?? [])
}

function remarkOn(candidate: Candidate, said: Said, scene: Scene): Remark | null {
  const { act, at } = said.row
  if (act === 'start') return remarkOnStart(candidate, said, scene)
  if (!isAbout(said.row, candidate, scene)) return null
  if (act === 'not_cause')
    return remark('against', 'disputed', { text: 'somebody in the thread disputes it', citations: quote(said, 'disconfirms') })
  if (act === 'cause') return remark('for', null, { text: 'somebody in the thread names it too', citations: quote(said, 'symptom') })
  if (CHANGING.includes(act) && isBefore(at, scene.onset))
    return remark('for', 'changeTold', { text: `people changed it ${timeText(at)}, before the onset`, citations: quote(said, 'symptom') })
  const isCure = isChange(candidate) ? UNDOING.includes(act) && isAfter(at, candidate.proposal.since) : RENEWING.includes(act)
  return isCure ? remarkOnCure(candidate, said, scene) : null
}

/** A change cannot have caused what people felt before it. */
function remarkOnStart({ proposal, ...candidate }: Candidate, said: Said, { window }: Scene): Remark | null {
  const { at } = said.row
  const isDated = at !== null && window !== null && at >= shiftSeconds(window.start, -THRESHOLDS.oldSeconds) && at <= window.end
  if (!isDated || proposal.since === null || !isChange({ proposal, ...candidate })) return null
  if (proposal.since <= shiftSeconds(at, THRESHOLDS.lagSeconds)) return null
  return remark('against', 'beganBefore', {
    text: `people say that it began ${timeText(at)}, before this change`,
    citations: quote(said, 'disconfirms'),
  })
}

/** Somebody took the cause away: what came of it, by the recordings where they show it, else as people say. */
function remarkOnCure(candidate: Candidate, said: Said, scene: Scene): Remark | null {
  const symptoms = candidate.direct.length > 0 ? candidate.direct : candidate.explained
  const done = `${DONE[said.row.act ?? ''] ?? 'it was changed back'} ${timeText(said.row.at)}`
  switch (fateAfter(said.row.at, symptoms, scene.window)) {
    case 'continued': {
      // What was only taken to be meant weighs less than what was named. A restart that did not help says little: what made the state bad may have made it bad again.
      const weight = isChange(candidate) ? (said.row.target === null ? 'undoneInVainAsSaid' : 'undoneInVain') : null
      return remark('against', weight, {
        text: `${done}, and its symptoms went on`,
        citations: [...quote(said, 'disconfirms'), ...shown(symptoms)],
      })
    }
    case 'ended':
      return remark('for', 'undoneWithEffect', {
        text: `${done}, and its symptoms ended`,
        citations: [...quote(said, 'symptom'), ...shown(symptoms)],
      })
    case 'over_before':
      return null
    case 'unseen':
      return remarkAsSaid(candidate, said, done)
  }
}

function remarkAsSaid(candidate: Candidate, said: Said, done: string): Remark | null {
  if (said.row.outcome === 'helped')
    return remark('for', 'effectAsSaid', { text: `${done}, which helped, people say`, citations: quote(said, 'symptom') })
  if (said.row.outcome !== 'did_not_help') return null
  const weight = isChange(candidate) ? 'undoneInVainAsSaid' : null
  return remark('against', weight, { text: `${done}, which did not help, people say`, citations: quote(said, 'disconfirms') })
}

function remark(bearing: Remark['bearing'], weight: Remark['weight'], argument: Argument): Remark {
  return { bearing, weight, argument }
}

/** The statement is about the candidate itself, about its workload, about what a commit was shipped to, or names what its change names. */
function isAbout({ entity, target, act }: Rows['statements'], candidate: Candidate, { graph }: Scene): boolean {
  const { proposal } = candidate
  const isSame = (other: EntityId) => entity !== null && graph.unitOf(entity) === graph.unitOf(other)
  if (entity === proposal.entity || isSame(proposal.entity)) return true
  if (parseEntity(proposal.entity).kind === 'Commit' && proposal.victims.some(isSame)) return true
  return target !== null && act !== 'restart' && act !== 'scale' && isNamedByChange(target, candidate)
}

function isNamedByChange(target: string, { proposal }: Candidate): boolean {
  const word = target.toLowerCase()
  if (word.length < LEAST_TARGET_CHARACTERS) return false
  const quotes = proposal.for.flatMap(({ citations }) => citations).filter(({ role }) => role === 'change')
  const words = quotes.flatMap((citation) => citation.quote.toLowerCase().split(/[^a-z0-9_-]+/))
  return words.includes(word)
}

function isChange({ proposal }: Candidate): boolean {
  return proposal.basis === 'changed' || proposal.for.some(({ citations }) => citations.some(({ role }) => role === 'change'))
}

function isBefore(at: Date | null, onset: Date | null): boolean {
  return at !== null && onset !== null && at <= onset && at >= shiftSeconds(onset, -THRESHOLDS.oldSeconds)
}

function isAfter(at: Date | null, since: Date | null): boolean {
  return at === null || since === null || at >= since
}

function timeText(at: Date | null): string {
  return at === null ? 'at an unknown time' : `at ${at.toISOString().slice(11, 19)} UTC`
}

function quote(said: Said, role: Citation['role']): readonly Citation[] {
  return cite(said, 'words: ', { role, at: said.row.saidAt })
}

function shown(symptoms: Candidate['direct']): readonly Citation[] {
  return symptoms.flatMap(({ citations }) => citations).slice(0, 1)
}
