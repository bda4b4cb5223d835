import { VERIFIED_FROM, wordFor } from '../../../domain/confidence.ts'
import type { Claim, Rival, Submission } from '../../../domain/submission.ts'
import { earliest } from '../../../domain/time-window.ts'
import type { Candidate } from '../explain.ts'
import type { Scene } from '../../scene/scene.ts'
import type { Weighing } from '../weigh.ts'
import { PEOPLE_WEIGHTS } from './people-weights.ts'
import { whyOf } from '../why/why-of.ts'
import { remarksOn, statementsIn } from './remarks.ts'

/** Just below `verified`: what people's words can carry at most. */
const HIGHEST_BY_WORDS = VERIFIED_FROM - 0.001

/**
 * A candidate after what people said: the worst remark against it and the best for it count once each, however often they were said. A dispute
 * lowers the confidence only, because an opinion is no reason to prefer another candidate.
 */
export function weighStatements(candidate: Candidate, scene: Scene): Candidate {
  const remarks = remarksOn(candidate, scene)
  if (remarks.length === 0) return candidate
  const weights = remarks.flatMap(({ weight }) => (weight === null || weight === 'disputed' ? [] : [PEOPLE_WEIGHTS[weight]]))
  const people = Math.min(1, ...weights) * Math.max(1, ...weights)
  const { proposal } = candidate
  return {
    ...candidate,
    people,
    heard: remarks.flatMap(({ weight, argument }) => (weight === null || weight === 'disputed' ? [] : argument.citations)),
    isDisputed: remarks.some(({ weight }) => weight === 'disputed'),
    proposal: {
      ...proposal,
      for: [...proposal.for, ...remarks.flatMap(({ bearing, argument }) => (bearing === 'for' ? [argument] : []))],
      against: [...proposal.against, ...remarks.flatMap(({ bearing, argument }) => (bearing === 'against' ? [argument] : []))],
    },
  }
}

/** An answer that heard people, the one from telemetry alone, and the candidates as people's words weigh them. */
interface Answers {
  readonly heard: Submission
  readonly alone: Submission
  readonly weighed: Weighing
}

/**
 * Holds an answer that heard people against the one from telemetry alone: no cause is `verified` that was not so without them, and every cause
 * that telemetry names stays in sight.
 */
export function boundByTelemetry({ heard, alone, weighed }: Answers, scene: Scene): Submission {
  const isSure = ({ entity }: Claim) =>
    alone.rootCauses.some((claim) => claim.entity === entity && wordFor(claim.confidence, false) === 'verified')
  const rootCauses = heard.rootCauses.map((claim) =>
    isSure(claim) ? claim : { ...claim, confidence: Math.min(claim.confidence, HIGHEST_BY_WORDS) },
  )
  const inSight = new Set([...rootCauses, ...heard.alternatives].map(({ entity }) => entity))
  const lost = heard.outcome === 'no_cause' ? [] : alone.rootCauses.filter(({ entity }) => !inSight.has(entity))
  return {
    ...heard,
    rootCauses,
    alternatives: [...lost.map((claim) => asRival(claim, weighed)), ...heard.alternatives],
    window: { ...heard.window, onset: onsetAsFelt(heard, scene) },
  }
}

/** People feel an incident before a rule counts it, so an earlier moment within the recordings is taken; a later one contradicts what is recorded. */
function onsetAsFelt({ window }: Submission, scene: Scene): Date | null {
  const starts = statementsIn(scene.facts).flatMap(({ row }) => (row.act === 'start' ? [row.at] : []))
  const within = starts.filter((at) => at !== null && scene.window !== null && at >= scene.window.start && at <= scene.window.end)
  return earliest([window.onset, ...within])
}

function asRival({ entity, mechanism, confidence, for: reasons, against, why }: Claim, { candidates }: Weighing): Rival {
  const own = candidates.find(({ proposal }) => proposal.entity === entity && proposal.mechanism === mechanism)
  return {
    entity,
    mechanism,
    confidence: Math.min(confidence, PEOPLE_WEIGHTS.undoneInVain),
    for: reasons,
    against,
    wouldTellApart: 'whether the symptoms end after it is undone',
    why: own === undefined ? why : whyOf(own),
    missing: [{ text: 'The recordings alone name it; what people said speaks against it.', citations: [] }],
  }
}
