import { answerFollowUp, FOLLOW_UP_LIMITS, type FollowUpReply } from '../../agent/answer-follow-up.ts'
import type { Brief } from '../../agent/brief.ts'
import { fence } from '../../agent/fence.ts'
import { describeEvidence, statementLines } from '../../agent/first-message.ts'
import { inputTokensOf } from '../../agent/model.ts'
import { statedCostOf } from '../../agent/pricing.ts'
import { fillPrompt } from '../../agent/prompts.ts'
import { diagnose } from '../../causal/diagnose.ts'
import { createNameTest } from '../../diagnosis/named-entities.ts'
import type { Diagnosis } from '../../domain/diagnosis.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import type { FollowUpAnswer } from '../../domain/follow-up.ts'
import { wordsForQuery } from '../../domain/query-words.ts'
import type { Ledger } from '../../evidence/ledger.ts'
import { groupFacts } from '../group-facts.ts'
import type { ModelPorts } from '../model-ports.ts'
import { checkedPoints, type Recorded } from './recorded.ts'

type Standing = { readonly kind: 'points'; readonly points: readonly Argument[] } | { readonly kind: 'nothing'; readonly why: string }

/** What the model made of a question: points that stand in the evidence, a reading that would answer, or why there is nothing. */
export type ModelAnswer = Standing & { readonly stats: FollowUpAnswer['stats'] }

export interface ModelQuestion {
  readonly words: string
  readonly recorded: Recorded
  readonly ledger: Ledger
  readonly marker: string
  readonly recordTurn: (turn: { readonly number: number; readonly summary: Readonly<Record<string, unknown>> }) => Promise<void>
}

/** Citations of a cause shown in the prompt. */
const MAX_CITATIONS = 4

/** Asks the model within the small budget of an answer; what it quotes is checked, and a point that names an unrecorded thing is dropped. */
export async function askModelAbout(question: ModelQuestion, ports: ModelPorts): Promise<ModelAnswer> {
  const { ledger, marker } = question
  const system = fillPrompt(ports.prompts.followUp, promptValues(question))
  const context = { ledger, marker, brief: briefOf(question), findSimilar: ports.findSimilar, searchRunbooks: ports.searchRunbooks }
  const limits = { ...FOLLOW_UP_LIMITS, costUsd: Math.min(FOLLOW_UP_LIMITS.costUsd, ports.limits.costUsd) }
  const exchange = await answerFollowUp({ system, context }, { ...ports, limits, recordTurn: question.recordTurn })
  const { usage, turns } = exchange
  const stats = { turns, inputTokens: inputTokensOf(usage), outputTokens: usage.outputTokens, costUsd: statedCostOf(usage, ports.price) }
  return { ...standing(exchange.reply, { ...question.recorded, evidence: ledger.evidence() }), stats }
}

function standing(reply: FollowUpReply, recorded: Recorded): Standing {
  if (reply.kind === 'failed') return { kind: 'nothing', why: reply.why }
  const isNamed = createNameTest(recorded.evidence)
  const points = checkedPoints(reply.points, recorded.evidence).filter(
    ({ text }) => entitiesIn(text).every(isNamed) && !blamesAnother(text, recorded),
  )
  if (points.length > 0) return { kind: 'points', points }
  if (reply.points.length > 0) return { kind: 'nothing', why: 'nothing in the model’s answer had a receipt that stands in the evidence' }
  const needed = reply.readingNeeded === null ? '' : `; ${wordsForQuery(reply.readingNeeded)} would`
  return { kind: 'nothing', why: `the model found that the evidence does not answer it${needed}` }
}

/** An answer to a question names no new cause: that takes a submission through the gate. */
function blamesAnother(text: string, { diagnosis, names }: Recorded): boolean {
  if (!/\b(?:root cause|the cause|culprit|to blame|first cause)\b/i.test(text)) return false
  const candidates = [...diagnosis.rootCauses, ...diagnosis.alternatives].map(({ entity }) => entity)
  const named = names.find(text)
  return named.length > 0 && !named.some((entity) => candidates.includes(entity))
}

function entitiesIn(text: string): readonly EntityId[] {
  return (text.match(/(?<![\w.-])[\w.-]+\/[A-Z][A-Za-z]+\/[\w.:@-]*\w/g) ?? []) as EntityId[]
}

function promptValues({ words, recorded, ledger, marker }: ModelQuestion): Readonly<Record<string, string>> {
  const said = statementLines(ledger.evidence())
  return {
    diagnosis: fence(diagnosisLines(recorded.diagnosis).join('\n'), marker),
    evidence: ledger.evidence().flatMap(describeEvidence).join('\n') || 'None.',
    statements: said.length === 0 ? 'Nobody has stated anything.' : fence(said.join('\n'), marker),
    question: fence(words, marker),
    turns: String(FOLLOW_UP_LIMITS.turns),
  }
}

function diagnosisLines({ outcome, reasons, rootCauses, alternatives, ruledOut, receipts }: Diagnosis): readonly string[] {
  const quotes = (ids: readonly string[]) =>
    receipts
      .filter(({ id }) => ids.includes(id))
      .slice(0, MAX_CITATIONS)
      .map(({ evidenceId, locator, quote }) => `  [${evidenceId} ${locator}] "${quote}"`)
  return [
    `outcome ${outcome}. ${reasons.join(' ')}`,
    ...rootCauses.flatMap((cause) => [
      `cause ${cause.entity} ${cause.mechanism}, ${cause.confidenceWord} (${cause.confidence.toFixed(2)})`,
      ...cause.for.map(({ text }) => `  for: ${text}`),
      ...cause.against.map(({ text }) => `  against: ${text}`),
      ...quotes(cause.for.flatMap((entry) => entry.receipts)),
    ]),
    ...alternatives.map(
      (rival) => `rival ${rival.entity} ${rival.mechanism} (${rival.confidence.toFixed(2)}); would tell apart: ${rival.wouldTellApart}`,
    ),
    ...ruledOut.map(({ entity, because }) => `ruled out ${entity}: ${because}`),
  ]
}

function briefOf({ words, recorded }: ModelQuestion): Brief {
  const { submission, scene } = diagnose(groupFacts(recorded.evidence))
  const { window, onset, symptoms, objects, graph } = scene
  return {
    environment: recorded.diagnosis.environment,
    question: words,
    window,
    onset,
    submission,
    symptoms,
    changes: objects.changes,
    graph,
  }
}
