import type { Submission } from '../domain/submission.ts'
import { askModel, type AskPorts } from './ask-model.ts'
import { exhausted, type BudgetEnding, type BudgetLimits } from './budget.ts'
import type { FailureDetail, ModelFailure, ModelReply } from './model.ts'
import type { Price } from './pricing.ts'
import { BARREN_TURN_LIMIT } from './repetition.ts'
import { afterTurn, startState, type ModelResponse, type RunState, type Turn } from './run-state.ts'
import { SUBMIT_TOOL } from './submission-form.ts'
import { carryOut, type CallContext, type CallOutcome } from './tool-call.ts'
import { TOOLS } from './tools/index.ts'
import { NOTE_TOOL } from './write-note.ts'

/** Tokens of one response: a submission with all its citations fits three times. */
const MAX_OUTPUT_TOKENS = 4096
/** Submissions the gate may send back before the run is over. */
const MAX_REJECTIONS = 3
/** Responses in a row without a call: the first gets an explanation, the second ends the run. */
const MAX_SILENT_TURNS = 2
/** Calls carried out from one response; providers are told to send one, not all obey. */
const MAX_CALLS_A_TURN = 4

/** How a run of the model ended. Only `submitted` carries an answer. */
type AgentEnding =
  | 'submitted'
  | BudgetEnding
  | 'no_new_evidence'
  | 'rejected_too_often'
  | 'no_tool_calls'
  | 'cut_off'
  | 'refused'
  | `model_${ModelFailure}`

export interface AgentRun {
  readonly ending: AgentEnding
  /** In words, for people; the sentence of a failure or the name of the limit. */
  readonly why: string
  readonly submission: Submission | null
  readonly state: RunState
  /** What the provider answered, when it was a failure of it that ended the run. */
  readonly failure: FailureDetail | null
}

/** How a run ended, for the log: names, codes and counts, no text of model or telemetry. */
interface AgentEnd extends Pick<AgentRun, 'ending' | 'failure'> {
  readonly model: string
  readonly turns: number
}

export interface AgentPorts extends AskPorts {
  readonly limits: BudgetLimits
  readonly price: Price | null
  readonly clock: () => Date
  /** Turns of an earlier attempt of the same run, in order; empty for a fresh run. */
  readonly recorded: readonly Turn[]
  /** Stores a turn before the next one begins. */
  readonly recordTurn: (turn: Turn) => Promise<void>
  /** Told once how the run ended. Must not throw. */
  readonly onEnd: (end: AgentEnd) => void
}

export interface AgentTask {
  readonly system: string
  readonly firstMessage: string
  readonly context: Omit<CallContext, 'earlier'>
}

/**
 * Lets the model work until it submits, or until one of the named endings. At most `limits.turns` responses are asked for; each is
 * stored before the next. Never throws for anything the model or its provider does.
 */
export async function runAgent(task: AgentTask, ports: AgentPorts): Promise<AgentRun> {
  const run = await takeTurns(task, ports)
  ports.onEnd({ model: ports.model.name, ending: run.ending, failure: run.failure, turns: run.state.turns })
  return run
}

async function takeTurns(task: AgentTask, ports: AgentPorts): Promise<AgentRun> {
  const startedAt = ports.clock()
  let state = ports.recorded.reduce(afterTurn, startState(task.firstMessage))
  for (let asked = ports.recorded.length; asked <= ports.limits.turns; asked++) {
    const ending = endingOf(state, { ...ports, startedAt })
    if (ending !== null) return finish(ending, state)
    const reply = await askModel(requestOf(task, state), ports)
    if (reply.kind === 'failure') return { ...finish(`model_${reply.failure}`, state, reply.why), failure: reply.detail }
    const turn = await takeTurn({ reply, state, task, ports })
    await ports.recordTurn(turn)
    state = afterTurn(state, turn)
    if (reply.finishReason === 'refused') return finish('refused', state)
    if (reply.finishReason === 'length' && turn.outcomes.length === 0) return finish('cut_off', state)
  }
  return finish(endingOf(state, { ...ports, startedAt }) ?? 'turn_limit', state)
}

function endingOf(state: RunState, ports: AgentPorts & { readonly startedAt: Date }): AgentEnding | null {
  const wallSeconds = (ports.clock().getTime() - ports.startedAt.getTime()) / 1000
  if (state.accepted !== null) return 'submitted'
  if (state.rejections >= MAX_REJECTIONS) return 'rejected_too_often'
  if (state.silentTurns >= MAX_SILENT_TURNS) return 'no_tool_calls'
  // One turn after the order to submit is the model's last chance.
  if (state.barrenTurns > BARREN_TURN_LIMIT) return 'no_new_evidence'
  return exhausted(ports.limits, { turns: state.turns, usage: state.usage, wallSeconds }, ports.price)
}

function requestOf(task: AgentTask, state: RunState) {
  return {
    system: task.system,
    messages: state.messages,
    tools: [...TOOLS.map((tool) => tool.spec), NOTE_TOOL, SUBMIT_TOOL],
    maxOutputTokens: MAX_OUTPUT_TOKENS,
  }
}

interface Step {
  readonly reply: ModelResponse
  readonly state: RunState
  readonly task: AgentTask
  readonly ports: AgentPorts
}

async function takeTurn({ reply, state, task, ports }: Step): Promise<Turn> {
  const outcomes = await carryOutAll(reply, { ...task.context, earlier: state.outcomes })
  const { kind: _kind, ...response } = reply
  const draft: Turn = { number: state.turns + 1, response, outcomes, nudge: nudgeFor(reply), order: null, at: ports.clock() }
  return { ...draft, order: orderAfter(afterTurn(state, draft), ports.limits) }
}

async function carryOutAll(reply: ModelResponse, context: CallContext): Promise<readonly CallOutcome[]> {
  const outcomes: CallOutcome[] = []
  for (const [index, call] of reply.toolCalls.entries()) {
    const earlier = [...context.earlier, ...outcomes]
    outcomes.push(index < MAX_CALLS_A_TURN ? await carryOut(call, { ...context, earlier }) : tooMany(call))
  }
  return outcomes
}

function tooMany(call: ModelResponse['toolCalls'][number]): CallOutcome {
  const text = `Only ${MAX_CALLS_A_TURN} calls are carried out from one response; ask this again if you still need it.`
  return {
    callId: call.id,
    name: call.name,
    argumentsJson: call.argumentsJson,
    outcome: 'unknown_tool',
    text,
    shown: [],
    suspicious: [],
    note: null,
    submission: null,
  }
}

function nudgeFor(reply: Extract<ModelReply, { kind: 'response' }>): string | null {
  if (reply.toolCalls.length > 0 || reply.finishReason === 'refused') return null
  return `Nothing was called. Text alone reaches nobody, and a tool call written as text is not carried out. Call a tool, or end with ${SUBMIT_TOOL.name}.`
}

function orderAfter(state: RunState, limits: BudgetLimits): string | null {
  if (state.accepted !== null) return null
  if (state.barrenTurns >= BARREN_TURN_LIMIT)
    return `The last ${BARREN_TURN_LIMIT} turns showed nothing new. Submit now with what you have, as inconclusive if it does not separate the candidates.`
  if (limits.turns - state.turns === 1) return 'This is your last turn. Submit now.'
  return null
}

const WHY: Readonly<Record<Exclude<AgentEnding, `model_${ModelFailure}`>, string>> = {
  submitted: 'the model submitted an answer that passed the gate',
  turn_limit: 'the limit of turns was used up',
  token_limit: 'the limit of input tokens was used up',
  cost_limit: 'the spending limit was used up',
  time_limit: 'the time limit was used up',
  no_new_evidence: 'the model kept asking without finding anything new',
  rejected_too_often: `the gate sent the model's answer back ${MAX_REJECTIONS} times`,
  no_tool_calls: 'the model wrote text instead of calling tools',
  cut_off: "the model's response was cut off",
  refused: 'the model declined',
}

function finish(ending: AgentEnding, state: RunState, why?: string): AgentRun {
  return { ending, why: why ?? WHY[ending as keyof typeof WHY], submission: state.accepted, state, failure: null }
}
