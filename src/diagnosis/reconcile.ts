import { wordFor } from '../domain/confidence.ts'
import type { EntityId } from '../domain/entity.ts'
import type { Citation } from '../domain/evidence.ts'
import { MODEL_ONLY_MISSING } from '../domain/model-only.ts'
import type { Claim, Rival, Submission } from '../domain/submission.ts'
import type { ProofTest } from './proof.ts'

/** Share of its confidence that the engine's cause keeps when a model that read the evidence names another; docs/decisions/0020. */
const DISPUTED_SHARE = 0.75
/** Highest confidence of a cause that only a model names: its own number is not calibrated; docs/decisions/0020. */
const MODEL_ONLY_CONFIDENCE = 0.5
/** Rivals kept beside the answer. */
const MAX_RIVALS = 3

export interface Reconciled {
  readonly submission: Submission
  /** `engine_only` when the model gave no answer to compare. */
  readonly agreement: 'agrees' | 'differs' | 'engine_only'
}

/** Two answers that passed the gate become one. Pure; the table in docs/decisions/0020 says which rule applies. `isProven` tells proof from symptom. */
export function reconcile(engine: Submission, said: Submission | null, isProven: ProofTest): Reconciled {
  if (said === null || (engine.rootCauses.length > 0 && said.rootCauses.length === 0))
    return { submission: engine, agreement: 'engine_only' }
  const model = {
    ...said,
    rootCauses: said.rootCauses.map((claim) => ({ ...claim, why: weighedBy(engine, claim.entity)?.why ?? claim.why })),
  }
  if (engine.rootCauses.length === 0) return withoutEngineCause(engine, model, isProven)
  const shared = engine.rootCauses.filter((claim) => names(model.rootCauses, claim.entity))
  return shared.length > 0 ? withSharedCauses(engine, model, shared) : disputed(engine, model, isProven)
}

function withoutEngineCause(engine: Submission, model: Submission, isProven: ProofTest): Reconciled {
  if (model.rootCauses.length === 0) return { submission: engine, agreement: 'agrees' }
  const cause = model.rootCauses.find(isProven)
  if (engine.outcome === 'no_cause' || cause === undefined)
    return { submission: withRivals(engine, model.rootCauses.map(rivalIn(engine))), agreement: 'differs' }
  return { submission: adopted(engine, model, cause), agreement: 'differs' }
}

function withSharedCauses(engine: Submission, model: Submission, shared: readonly Claim[]): Reconciled {
  const onlyEngine = engine.rootCauses.filter((claim) => !shared.includes(claim))
  const onlyModel = model.rootCauses.filter((claim) => !names(shared, claim.entity) && !names(engine.rootCauses, claim.entity))
  const kept = [...shared, ...onlyEngine.filter((claim) => wordFor(claim.confidence, false) === 'verified')]
  const dropped = onlyEngine.filter((claim) => !kept.includes(claim))
  const submission = withRivals({ ...engine, rootCauses: kept }, [...onlyModel, ...dropped].map(rivalIn(engine)))
  return { submission, agreement: onlyModel.length + dropped.length === 0 ? 'agrees' : 'differs' }
}

function disputed(engine: Submission, model: Submission, isProven: ProofTest): Reconciled {
  const [lead] = engine.rootCauses
  const isWeak = lead === undefined || wordFor(lead.confidence, false) === 'unverified'
  const cause = model.rootCauses.find((claim) => isProven(claim) && isNews(claim, engine))
  if (isWeak && cause !== undefined) return { submission: adopted(engine, model, cause), agreement: 'differs' }
  const lowered = engine.rootCauses.map((claim) => ({ ...claim, confidence: claim.confidence * DISPUTED_SHARE }))
  const submission = withRivals({ ...engine, rootCauses: lowered }, model.rootCauses.map(rivalIn(engine)))
  return { submission: { ...submission, reasons: [...engine.reasons, disagreement(engine, model)] }, agreement: 'differs' }
}

/** The engine weighed its rivals on these very receipts; to overrule it takes one that it has not. */
function isNews(claim: Claim, engine: Submission): boolean {
  const rival = engine.alternatives.find(({ entity }) => entity === claim.entity)
  const weighed = new Set(rival?.for.flatMap((argument) => argument.citations.map(keyOf)))
  return claim.for.some((argument) => argument.citations.some((citation) => !weighed.has(keyOf(citation))))
}

function keyOf({ evidenceId, locator }: Citation): string {
  return `${evidenceId} ${locator}`
}

/** The model's first proven cause as the answer. One only: the engine, which separates chains, saw no second. */
function adopted(engine: Submission, model: Submission, cause: Claim): Submission {
  const rivals = [...engine.rootCauses, ...model.rootCauses.filter((claim) => claim !== cause)].map(rivalIn(engine))
  const claim = { ...cause, confidence: Math.min(cause.confidence, MODEL_ONLY_CONFIDENCE) }
  const answer: Submission = {
    ...engine,
    outcome: 'diagnosis',
    // Not the model's own summary, which may speak of causes that were not adopted.
    summary: `${cause.entity}: ${cause.for[0]?.text ?? cause.mechanism}`,
    rootCauses: [claim],
    proposedActions: [],
    ruledOut: [],
  }
  return withRivals({ ...answer, reasons: [disagreement(engine, model)] }, rivals)
}

/** What a cause accounts for is no rival of it, however loud it is. */
function withRivals(submission: Submission, rivals: readonly Rival[]): Submission {
  const explained = submission.rootCauses.flatMap(({ entity, explains }) => [entity, ...explains])
  const others = [...rivals, ...submission.alternatives].filter((rival) => !explained.includes(rival.entity))
  const once = [...new Map(others.toReversed().map((rival) => [rival.entity, rival])).values()].toReversed()
  return { ...submission, alternatives: once.slice(0, MAX_RIVALS) }
}

/** The engine's own view of a candidate, as cause or as rival; absent when it has none. */
function weighedBy({ rootCauses, alternatives }: Submission, entity: EntityId): Claim | Rival | undefined {
  return [...rootCauses, ...alternatives].find((candidate) => candidate.entity === entity)
}

function rivalIn(engine: Submission): (claim: Claim) => Rival {
  return (claim) => {
    const { entity, mechanism, confidence, why } = claim
    return {
      entity,
      mechanism,
      confidence: Math.min(confidence, MODEL_ONLY_CONFIDENCE),
      for: claim.for,
      against: claim.against,
      wouldTellApart: 'evidence of its own mechanism, not of the same symptoms',
      why,
      missing: lackOf(entity, engine),
    }
  }
}

function lackOf(entity: EntityId, engine: Submission): Rival['missing'] {
  const weighed = weighedBy(engine, entity)
  if (weighed === undefined) return MODEL_ONLY_MISSING
  if ('missing' in weighed) return weighed.missing
  return [{ text: 'The model read the same records and does not name it.', citations: [] }]
}

function disagreement(engine: Submission, model: Submission): string {
  const said = (submission: Submission) =>
    submission.rootCauses.map((claim) => claim.entity).join(', ') || submission.outcome.replace('_', ' ')
  return `the evidence engine says ${said(engine)}, the model says ${said(model)}; receipts of both are shown`
}

function names(claims: readonly { readonly entity: EntityId }[], entity: EntityId): boolean {
  return claims.some((claim) => claim.entity === entity)
}
