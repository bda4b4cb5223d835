import type { EntityId } from '../domain/entity.ts'
import type { Argument } from '../domain/evidence.ts'
import type { Claim, Dismissal, Rival, Submission } from '../domain/submission.ts'
import { LOOK_BACK_SECONDS, shiftSeconds } from '../domain/time-window.ts'
import { confidenceOf } from './weigh/confidence.ts'
import { disconfirmingQueriesOf, readsMade } from './disconfirm.ts'
import { feltAt, type Candidate } from './weigh/explain.ts'
import { symptomsOf, type Symptom } from './scene/symptoms/symptom.ts'
import { weightOfHoles } from './scene/holes.ts'
import { wordsFor } from './outcome.ts'
import { quietSufferers } from './weigh/quiet-sufferers.ts'
import type { Scene } from './scene/scene.ts'
import type { Cause, Selection } from './weigh/select.ts'
import { missingOf } from './weigh/why/missing-of.ts'
import { whyOf } from './weigh/why/why-of.ts'

/** Rivals shown: more would hide the answer. */
const MAX_RIVALS = 3
/** Symptoms quoted under one cause, beside the mechanism's own arguments. */
const MAX_SYMPTOM_ARGUMENTS = 2

/** Turns a selection into claims with citations, for the gate. Pure. */
export function submit(selection: Selection, scene: Scene): Submission {
  const holes = weightOfHoles(scene.facts)
  const { outcome, reasons } = wordsFor(selection, scene)
  const causes = outcome === 'diagnosis' ? selection.causes : []
  const claims = causes.map((cause) => claimOf(cause, { scene, holes }))
  const [lead] = claims
  return {
    outcome,
    reasons,
    window: { start: scene.window?.start ?? null, end: scene.window?.end ?? null, onset: scene.onset },
    summary: lead === undefined ? (reasons[0] ?? 'no cause found') : summaryOf(lead, claims.length),
    rootCauses: claims,
    alternatives: outcome === 'no_cause' ? [] : rivalsOf(selection, causes, { scene, holes }),
    ruledOut: causes.flatMap((cause, index) => dismissals(cause, causes.slice(0, index), scene)),
    proposedActions: causes.flatMap(({ proposal }) => proposal.action ?? []),
  }
}

interface Setting {
  readonly scene: Scene
  readonly holes: number
}

function claimOf(cause: Cause, { scene, holes }: Setting): Claim {
  const { proposal } = cause
  return {
    entity: proposal.entity,
    mechanism: proposal.mechanism,
    confidence: confidenceOf(cause, holes),
    since: withinLookBack(proposal.since, scene),
    for: [...proposal.for.filter(isCited), ...symptomArguments(cause)],
    against: proposal.against.filter(isCited),
    disconfirmingReads: readsMade(disconfirmingQueriesOf(proposal, scene), scene),
    propagation: propagationOf(cause, scene),
    explains: unitsOf(cause.explained, scene).filter((unit) => unit !== proposal.entity),
    why: whyOf(cause),
  }
}

function isCited(argument: Argument): boolean {
  return argument.citations.length > 0
}

function symptomArguments(cause: Candidate): readonly Argument[] {
  const strongest = cause.direct.filter((symptom) => symptom.citations.length > 0).toSorted((a, b) => b.strength - a.strength)
  const byKind = [...new Map(strongest.toReversed().map((symptom) => [symptom.kind, symptom])).values()].toReversed()
  return byKind.slice(0, MAX_SYMPTOM_ARGUMENTS).map((symptom) => ({ text: symptom.text, citations: symptom.citations }))
}

/** A moment before the look-back window says "it was always so", which is no time of a cause. */
function withinLookBack(since: Date | null, scene: Scene): Date | null {
  if (since === null || scene.window === null) return null
  return since >= shiftSeconds(scene.window.start, -LOOK_BACK_SECONDS) && since <= scene.window.end ? since : null
}

/** From the cause along the longest way that symptoms took to those whom people look at. */
function propagationOf(cause: Candidate, scene: Scene): readonly EntityId[] {
  const callers = unitsOf(cause.explained, scene).filter((unit) => cause.reach.of(unit) === 'caller')
  const [first] = unitsOf(
    cause.direct.map((symptom) => ({ entity: feltAt(symptom, cause.reach) })),
    scene,
  )
  const paths = callers.map((unit) => cause.reach.pathTo(unit))
  const longest = paths.reduce<readonly EntityId[]>(
    (best, path) => (path.length > best.length ? path : best),
    first === undefined ? [] : [first],
  )
  return [...new Set([cause.proposal.entity, ...longest])]
}

function unitsOf(symptoms: readonly Pick<Symptom, 'entity'>[], scene: Scene): readonly EntityId[] {
  return [...new Set(symptoms.map((symptom) => scene.graph.unitOf(symptom.entity)))]
}

function rivalsOf(selection: Selection, causes: readonly Candidate[], { scene, holes }: Setting): readonly Rival[] {
  return selection.rivals.slice(0, MAX_RIVALS).map((rival) => ({
    entity: rival.proposal.entity,
    mechanism: rival.proposal.mechanism,
    confidence: Math.min(confidenceOf({ ...rival, among: selection.among }, holes), WEAKEST_RIVAL),
    for: rival.proposal.for.filter(isCited),
    against: rival.proposal.against.filter(isCited),
    wouldTellApart: rival.proposal.disprovenBy,
    why: whyOf(rival),
    missing: missingOf(rival, causes, scene),
  }))
}

/** A rival is never said to be more likely than not: then it would be the answer. */
const WEAKEST_RIVAL = 0.49

function dismissals(cause: Candidate, earlier: readonly Candidate[], scene: Scene): readonly Dismissal[] {
  const known = new Set(earlier.flatMap((other) => unitsOf(other.explained, scene)))
  const own = scene.graph.unitOf(cause.proposal.entity)
  const units = unitsOf(cause.explained, scene).filter((unit) => unit !== own && unit !== cause.proposal.entity && !known.has(unit))
  const quiet = quietSufferers(cause, scene).filter(({ unit }) => unit !== own && !known.has(unit))
  const told = quiet.map(({ unit, isCaller, citations }) => ({
    entity: unit,
    because: isCaller ? becauseOf(cause, unit, []) : `has new warnings since ${cause.proposal.entity} acts`,
    explainedBy: cause.proposal.entity,
    citations,
  }))
  const shown = units.map((unit) => {
    const symptoms = symptomsOf(scene).filter((symptom) => scene.graph.unitOf(symptom.entity) === unit && cause.explained.includes(symptom))
    return {
      entity: unit,
      because: becauseOf(cause, unit, symptoms),
      explainedBy: cause.proposal.entity,
      citations: symptoms.flatMap((symptom) => symptom.citations).slice(0, 1),
    }
  })
  return [...shown, ...told]
}

/** What flows to a unit when others call it less or more; anything else that is wrong with it is trouble of its own. */
const FLOW: ReadonlySet<Symptom['kind']> = new Set(['traffic_drop', 'traffic_surge'])

function becauseOf(cause: Candidate, unit: EntityId, symptoms: readonly Symptom[]): string {
  const via = cause.reach.pathTo(unit).at(-2)
  switch (cause.reach.of(unit)) {
    case 'caller':
      return `waits on ${via ?? cause.proposal.entity}`
    case 'callee':
      if (symptoms.some(({ kind }) => !FLOW.has(kind))) return `is in trouble since ${cause.proposal.entity} acts`
      return `gets other traffic because of ${via ?? cause.proposal.entity}`
    case null:
      return `is in trouble since ${cause.proposal.entity} acts`
    case 'victim':
    case 'namespace':
      return `fails because of ${cause.proposal.entity}`
  }
}

function summaryOf(lead: Claim, count: number): string {
  const reason = lead.for[0]?.text ?? lead.mechanism
  const last = lead.propagation.at(-1)
  const effect = last === undefined || last === lead.entity ? '' : `; ${last} suffers from it`
  const more = count > 1 ? ` (and ${count - 1} more ${count === 2 ? 'cause' : 'causes'})` : ''
  return `${lead.entity}: ${reason}${effect}${more}`
}
