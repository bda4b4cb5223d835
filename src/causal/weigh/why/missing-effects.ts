import type { EntityId } from '../../../domain/entity.ts'
import type { Argument } from '../../../domain/evidence.ts'
import type { Candidate } from '../explain.ts'
import type { Scene } from '../../scene/scene.ts'
import { sourceThatWouldShow, whatWasRead } from './would-be-seen.ts'
import { clockText, listText, nameOf, symptomWords } from './words.ts'

/** Kinds named in one sentence. */
const MAX_KINDS = 3

/** Which effects of a candidate were not seen where it bites although what was read would show them: at most one sentence. */
export function missingEffects(rival: Candidate, scene: Scene): readonly Argument[] {
  const [unit] = victimsOf(rival, scene)
  if (unit === undefined) return []
  const seen = new Set(scene.symptoms.filter(({ entity }) => scene.graph.unitOf(entity) === unit).map(({ kind }) => kind))
  const read = whatWasRead(scene)
  const unseen = rival.proposal.effects.flatMap((kind) => {
    const source = seen.has(kind) ? null : sourceThatWouldShow(kind, unit, read)
    return source === null ? [] : [{ kind, source }]
  })
  if (unseen.length === 0) return []
  const shown = unseen.slice(0, MAX_KINDS)
  const kinds = listText(shown.map(({ kind }) => symptomWords(kind)))
  const sources = listText([...new Set(shown.map(({ source }) => source))])
  const text = `Not seen at ${nameOf(unit)}, although its ${sources} were read${untilWords(scene)}: ${kinds}.`
  return [{ text, citations: [] }]
}

function victimsOf({ proposal }: Candidate, { graph }: Scene): readonly EntityId[] {
  return [...new Set(proposal.victims.map((victim) => graph.unitOf(victim)))]
}

function untilWords({ window }: Scene): string {
  return window === null ? '' : ` until ${clockText(window.end)}`
}
