import { z } from 'zod'
import { evidenceId, type Argument } from '../domain/evidence.ts'
import { rowSchemas, type QueryKind } from '../domain/telemetry-rows.ts'
import { askModel, type AskPorts } from './ask-model.ts'
import { exhausted, type BudgetLimits } from './budget.ts'
import { addUsage, NO_USAGE, type Message, type ModelReply, type ModelUsage, type ToolCall, type ToolSpec } from './model.ts'
import type { Price } from './pricing.ts'
import { judgeCall, type PastCall } from './repetition.ts'
import { TOOLS } from './tools/index.ts'
import { parametersOf, wrongArguments, type ToolContext } from './tools/tool.ts'

/** Tokens of one response: six points with their quotes fit twice. */
const MAX_OUTPUT_TOKENS = 2048
/** Points of one answer. */
const MAX_POINTS = 6
const MAX_CITATIONS = 4
/** Calls carried out from one response. */
const MAX_CALLS_A_TURN = 3

/** What an answer may cost: a look at a few more rows, never a second investigation. Turns leave room for three reads and the answer. */
export const FOLLOW_UP_LIMITS: BudgetLimits = { turns: 4, inputTokens: 60_000, costUsd: 0.25, wallSeconds: 60 }

/** What may be read for an answer; the memory of other incidents is no evidence of this one. */
const ANSWER_TOOLS = TOOLS.filter(({ name }) => name !== 'find_similar_incidents' && name !== 'search_runbooks')
const READING_KINDS = Object.keys(rowSchemas) as [QueryKind, ...QueryKind[]]

const answerForm = z.object({
  points: z
    .array(
      z.object({
        text: z.string().describe('one sentence'),
        citations: z
          .array(
            z.object({
              evidence_id: evidenceId.describe('E and a number'),
              locator: z.string(),
              quote: z.string().describe('copied character for character from one line'),
            }),
          )
          .max(MAX_CITATIONS),
      }),
    )
    .max(MAX_POINTS),
  reading_needed: z.enum(READING_KINDS).nullable().describe('without points: the kind of reading that would answer; else null'),
})

const ANSWER_TOOL: ToolSpec = {
  name: 'submit_answer',
  description: 'Ends the answer. Points whose quotes are not found in the evidence are dropped.',
  parameters: parametersOf(answerForm),
}

/** How the exchange ended. `points` are the model's own, not yet checked against the evidence. */
export type FollowUpReply =
  | { readonly kind: 'points'; readonly points: readonly Argument[]; readonly readingNeeded: QueryKind | null }
  /** In words, for people. */
  | { readonly kind: 'failed'; readonly why: string }

export interface FollowUpExchange {
  readonly reply: FollowUpReply
  readonly turns: number
  readonly usage: ModelUsage
}

export interface FollowUpAgentPorts extends AskPorts {
  readonly limits: BudgetLimits
  readonly price: Price | null
  readonly clock: () => Date
  /** Told what each turn did, for the audit: names and counts, no text. */
  readonly recordTurn: (turn: { readonly number: number; readonly summary: Readonly<Record<string, unknown>> }) => Promise<void>
}

type Response = Extract<ModelReply, { kind: 'response' }>

/** Lets the model answer one question within the limits. Never throws for anything the model or its provider does. */
export async function answerFollowUp(
  task: { readonly system: string; readonly context: ToolContext },
  ports: FollowUpAgentPorts,
): Promise<FollowUpExchange> {
  const startedAt = ports.clock()
  let messages: readonly Message[] = [{ role: 'user', text: 'Answer the question.' }]
  let usage = NO_USAGE
  const asked: PastCall[] = []
  for (let turn = 1; turn <= ports.limits.turns; turn++) {
    const wallSeconds = (ports.clock().getTime() - startedAt.getTime()) / 1000
    const ending = exhausted(ports.limits, { turns: turn - 1, usage, wallSeconds }, ports.price)
    if (ending !== null)
      return { reply: failed(`the small budget of an answer was used up (${ending.replace('_', ' ')})`), turns: turn - 1, usage }
    const tools = turn < ports.limits.turns ? [...ANSWER_TOOLS.map(({ spec }) => spec), ANSWER_TOOL] : [ANSWER_TOOL]
    const reply = await askModel({ system: task.system, messages, tools, maxOutputTokens: MAX_OUTPUT_TOKENS }, ports)
    if (reply.kind === 'failure') return { reply: failed(reply.why), turns: turn - 1, usage }
    usage = addUsage(usage, reply.usage)
    await ports.recordTurn({ number: turn, summary: summaryOf(reply) })
    const submitted = reply.toolCalls.find(({ name }) => name === ANSWER_TOOL.name)
    const result = submitted === undefined ? null : readAnswer(submitted)
    if (result?.ok === true) return { reply: result.reply, turns: turn, usage }
    if (reply.toolCalls.length === 0) return { reply: failed('the model wrote text instead of calling a tool'), turns: turn, usage }
    messages = [...messages, ...(await nextMessages(reply, { context: task.context, asked, problem: result?.problem ?? '' }))]
  }
  return { reply: failed('the model gave no answer within its turns'), turns: ports.limits.turns, usage }
}

function failed(why: string): FollowUpReply {
  return { kind: 'failed', why }
}

function readAnswer(
  call: ToolCall,
): { readonly ok: true; readonly reply: FollowUpReply } | { readonly ok: false; readonly problem: string } {
  const form = answerForm.safeParse(parseJson(call.argumentsJson))
  if (!form.success) return { ok: false, problem: wrongArguments(call.name, form.error) }
  const points = form.data.points.map(({ text, citations }) => ({
    text,
    citations: citations.map(({ evidence_id, locator, quote }) => ({
      evidenceId: evidence_id,
      locator,
      quote,
      role: 'symptom' as const,
      at: null,
    })),
  }))
  return { ok: true, reply: { kind: 'points', points, readingNeeded: form.data.reading_needed } }
}

interface Carrying {
  readonly context: ToolContext
  /** Grows: the very same question is not answered twice. */
  readonly asked: PastCall[]
  /** What was wrong with an answer that was submitted. */
  readonly problem: string
}

async function nextMessages(reply: Response, carrying: Carrying): Promise<readonly Message[]> {
  const results = []
  for (const [index, call] of reply.toolCalls.entries()) {
    const text =
      index < MAX_CALLS_A_TURN ? await carryOut(call, carrying) : `Only ${MAX_CALLS_A_TURN} calls are carried out from one response.`
    results.push({ callId: call.id, name: call.name, text, isError: false })
  }
  return [
    { role: 'assistant', text: reply.text, toolCalls: reply.toolCalls, native: reply.native },
    { role: 'tools', results },
  ]
}

async function carryOut(call: ToolCall, { context, asked, problem }: Carrying): Promise<string> {
  if (call.name === ANSWER_TOOL.name) return problem
  const tool = ANSWER_TOOLS.find(({ name }) => name === call.name)
  if (tool === undefined) return `There is no tool ${call.name.slice(0, 60)}. Everything here only reads; end with ${ANSWER_TOOL.name}.`
  const isRepeated = judgeCall(call, asked) !== 'allow'
  asked.push(call)
  return isRepeated ? 'You asked this before; the answer stands above.' : (await tool.call(parseJson(call.argumentsJson), context)).text
}

function summaryOf({ toolCalls, finishReason, usage }: Response): Readonly<Record<string, unknown>> {
  return { calls: toolCalls.map(({ name }) => name.slice(0, 60)), finishReason, usage }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
