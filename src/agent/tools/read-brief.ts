import { z } from 'zod'
import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { instructionLike } from '../../domain/instruction-like.ts'
import { isAbout } from './recorded-rows.ts'
import { defineTool, MAX_ANSWER_CHARACTERS, notice, plainAnswer, type ToolAnswer } from './tool.ts'
import { fence } from '../fence.ts'

const RELATIONS = ['owns', 'selects', 'mounts', 'references', 'runs', 'governs', 'calls'] as const

export const readCandidates = defineTool({
  name: 'read_candidates',
  description:
    "The evidence engine's causes and rivals with what speaks for and against each, their citations, what they account for and what would tell them apart.",
  input: z.object({ entity: z.string().nullable().describe('scope/Kind/name or the bare name; null for all') }),
  run({ entity }, { brief, marker }) {
    const causes = brief.submission.rootCauses.filter((claim) => isAbout(entity, claim.entity))
    const rivals = brief.submission.alternatives.filter((rival) => isAbout(entity, rival.entity))
    const texts = [
      ...causes.map((claim) => describe('cause', claim, `accounts for ${claim.explains.join(', ') || 'nothing else'}`)),
      ...rivals.map((rival) => describe('rival', rival, `would tell apart: ${rival.wouldTellApart}`)),
    ]
    if (texts.length === 0)
      return plainAnswer(`The engine has no candidate ${entity ?? ''}; it may still be one. ${brief.submission.reasons.join(' ')}`)
    return told(
      texts,
      [...causes, ...rivals].map((one) => `candidate ${one.entity} ${one.mechanism}`),
      marker,
    )
  },
})

export const readChanges = defineTool({
  name: 'read_changes',
  description:
    'Differences between recorded versions of Kubernetes objects (what changed from what to what, when), oldest first. A rollout restart or a status update is not a cause. For deploys, commits and flag services use read_commit.',
  input: z.object({ entity: z.string().nullable().describe('scope/Kind/name or the bare name; null for all') }),
  run({ entity }, { brief, marker }) {
    const changes = brief.changes.filter((change) => isAbout(entity, change.entity))
    if (changes.length === 0)
      return plainAnswer(
        'No object changed between its recorded versions here. Objects that were not recorded, and Secrets, cannot show a change.',
      )
    const lines = changes.map(({ entity, kind, path, from, to, at, citations }) => {
      const where = citations.map((citation) => `${citation.evidenceId} ${citation.locator}`).join(', ')
      return `${at?.toISOString() ?? 'time unknown'} ${entity} ${kind} ${path} ${from ?? ''} -> ${to ?? ''} [${where}]`
    })
    return told(lines, lines, marker)
  },
})

export const readNeighbours = defineTool({
  name: 'read_neighbours',
  description:
    'What an entity is connected to: owner, selection, mounts, references, node, policies that govern it, callers and callees. Traces show only calls that were made; a silent dependency is missing.',
  input: z.object({ entity: z.string().describe('scope/Kind/name') }),
  run({ entity }, { brief, marker }) {
    const id = asEntityId(entity)
    const lines = RELATIONS.flatMap((relation) => [
      ...brief.graph.from(id, relation).map((other) => `${id} ${relation} ${other}`),
      ...brief.graph.to(id, relation).map((other) => `${other} ${relation} ${id}`),
    ])
    const unit = brief.graph.unitOf(id)
    return lines.length === 0
      ? plainAnswer(`Nothing recorded connects ${id}. Check the name with describe_entity or read_calls.`)
      : told([`symptoms of it are counted under ${unit}`, ...lines], lines, marker)
  },
})

/** An answer from the brief. `shown` names its facts, so that asking for them counts as finding something. */
function told(texts: readonly string[], shown: readonly string[], marker: string): ToolAnswer {
  const text = texts.join('\n').slice(0, MAX_ANSWER_CHARACTERS)
  const suspicious = texts.flatMap((one) => instructionLike({ text: one }))
  return { text: `${fence(text, marker)}${notice(suspicious)}`, shown, suspicious: [...new Set(suspicious)] }
}

function describe(
  role: string,
  claim: {
    readonly entity: EntityId
    readonly mechanism: string
    readonly confidence: number
    readonly for: readonly Argument[]
    readonly against: readonly Argument[]
  },
  last: string,
): string {
  const say = (label: string, argument: Argument) =>
    `  ${label}: ${argument.text} ${argument.citations.map((citation) => `[${citation.evidenceId} ${citation.locator} "${citation.quote}"]`).join(' ')}`
  return [
    `${role} ${claim.entity} ${claim.mechanism}, engine confidence ${claim.confidence.toFixed(2)}`,
    ...claim.for.map((argument) => say('for', argument)),
    ...claim.against.map((argument) => say('against', argument)),
    `  ${last}`,
  ].join('\n')
}

function asEntityId(text: string): EntityId {
  const { scope, kind, name } = parseEntity(text as EntityId)
  return formatEntity(scope, kind, name)
}
