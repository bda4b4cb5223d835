import type { Query } from '../domain/reading.ts'
import type { Submission } from '../domain/submission.ts'
import { buildScene } from './scene/build-scene.ts'
import type { Proposal } from './weigh/candidate.ts'
import { disconfirmingQueriesOf } from './disconfirm.ts'
import { explain, type Candidate } from './weigh/explain.ts'
import type { Facts } from './scene/cite.ts'
import * as families from './families/index.ts'
import type { Scene } from './scene/scene.ts'
import { select, type Selection } from './weigh/select.ts'
import { statementsIn } from './weigh/statements/remarks.ts'
import { boundByTelemetry, weighStatements } from './weigh/statements/weigh-statements.ts'
import { submit } from './submit.ts'

/** How many leading candidates are put to the test by reads of their own. */
const PROBED_CANDIDATES = 3

/** The engine's answer, with the reads that could prove its leading candidates wrong. */
export interface EngineAnswer {
  readonly submission: Submission
  /** What it was found in. */
  readonly scene: Scene
  /** Leading candidates, most likely first; empty when nothing was proposed. */
  readonly leading: readonly Proposal[]
  readonly disconfirmingQueries: readonly Query[]
}

/** Names the first cause from recorded evidence alone. Pure: the same facts give the same answer. Never throws for missing data. */
export function diagnose(facts: Facts): EngineAnswer {
  const scene = buildScene(facts)
  const candidates = candidatesIn(scene)
  const alone = answerOf(candidates, scene)
  if (statementsIn(facts).length === 0) return alone
  const weighed = candidates.map((candidate) => weighStatements(candidate, scene))
  const { selection, ...heard } = answerOf(weighed, scene)
  return { ...heard, submission: boundByTelemetry({ heard: heard.submission, alone: alone.submission, weighed: selection.among }, scene) }
}

function answerOf(candidates: readonly Candidate[], scene: Scene): EngineAnswer & { readonly selection: Selection } {
  const selection = select(candidates, scene)
  const leading = [...selection.causes, ...selection.rivals].slice(0, PROBED_CANDIDATES).map(({ proposal }) => proposal)
  return {
    selection,
    submission: submit(selection, scene),
    scene,
    leading,
    disconfirmingQueries: leading.flatMap((proposal) => disconfirmingQueriesOf(proposal, scene)),
  }
}

/** Everything that was proposed and explains something, in the order of the families. */
export function candidatesIn(scene: Scene): readonly Candidate[] {
  const proposals = Object.values(families).flatMap((family) => family.propose(scene))
  return namedRatherThanGeneral(proposals.filter(isCited), scene).flatMap((proposal) => explain(proposal, scene) ?? [])
}

/** Without those that say of a place no more than that it logs a new error, where another names the fault that the same record tells of. */
function namedRatherThanGeneral(proposals: readonly Proposal[], { graph }: Scene): readonly Proposal[] {
  const keysOf = (proposal: Proposal) => recordsIn(proposal).map((record) => `${graph.unitOf(proposal.entity)} ${record}`)
  const named = new Set(proposals.filter(isNamed).flatMap(keysOf))
  return proposals.filter((proposal) => proposal.isGeneral !== true || !keysOf(proposal).some((key) => named.has(key)))
}

function isNamed({ isGeneral, isReasonUnknown, basis }: Proposal): boolean {
  return isGeneral !== true && isReasonUnknown !== true && basis !== 'inferred'
}

function recordsIn({ for: reasons }: Proposal): readonly string[] {
  return reasons.flatMap(({ citations }) => citations.map(({ evidenceId, locator }) => `${evidenceId} ${locator}`))
}

/** A proposal that quotes nothing would not pass the gate; a mechanism whose reader found no line to quote is not heard. */
function isCited(proposal: Proposal): boolean {
  return proposal.for.some((argument) => argument.citations.length > 0)
}
