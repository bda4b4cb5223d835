import { diagnose } from '../../src/causal/diagnose.ts'
import { CANDIDATE_WEIGHTS, NONE_WEIGHTS } from '../../src/causal/weigh/weights.ts'
import { THRESHOLDS } from '../../src/causal/scene/thresholds.ts'
import { PEOPLE_WEIGHTS } from '../../src/causal/weigh/statements/people-weights.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import type { Claim, Rival, Submission } from '../../src/domain/submission.ts'
import { contentHash } from '../../src/evidence/content-hash.ts'
import { groupFacts } from '../../src/investigation/group-facts.ts'

/** What the engine answers to one incident, as far as it matters to whoever compares answers: no texts, receipts or timings. */
export interface VersionAnswer {
  readonly incident: string
  readonly outcome: Submission['outcome']
  readonly causes: readonly Candidate[]
  readonly rivals: readonly Candidate[]
}

interface Candidate {
  readonly entity: string
  readonly mechanism: string
  readonly confidence: number
  readonly since?: string | null
  /** `feature value×weight`, in the engine's order. */
  readonly why: readonly string[]
}

/** Digits of a hash that are kept: as many as Git shows, and enough to tell any two versions apart. */
const VERSION_DIGITS = 12
/** Numbers are compared with three digits, so that the last bit of a processor's logarithm does not make a version. */
const DIGITS = 3

/** The engine's answer from the evidence of an incident. Pure. */
export function answerFrom(incident: string, evidence: readonly Evidence[]): VersionAnswer {
  const { outcome, rootCauses, alternatives } = diagnose(groupFacts(evidence)).submission
  return {
    incident,
    outcome,
    causes: rootCauses.map((cause) => ({ ...candidateOf(cause), since: cause.since?.toISOString() ?? null })),
    rivals: alternatives.map(candidateOf),
  }
}

/** The engine's version: a hash of its weights, its thresholds and its answers on the fixed set. */
export function versionOf(answers: readonly VersionAnswer[]): string {
  return contentHash({ people: PEOPLE_WEIGHTS, thresholds: THRESHOLDS, fitted: { CANDIDATE_WEIGHTS, NONE_WEIGHTS }, answers }).slice(
    0,
    VERSION_DIGITS,
  )
}

function candidateOf({ entity, mechanism, confidence, why }: Claim | Rival): Candidate {
  const parts = why.map(({ feature, value, weight }) => `${feature} ${value.toFixed(DIGITS)}×${weight.toFixed(DIGITS)}`)
  return { entity, mechanism, confidence: Number(confidence.toFixed(DIGITS)), why: parts }
}
