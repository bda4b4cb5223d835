import type { Submission } from '../domain/submission.ts'
import { addUsage, NO_USAGE, type Message, type ModelReply, type ModelUsage } from './model.ts'
import type { CallOutcome } from './tool-call.ts'

/** Characters of conversation after which older answers give way to the notes: about 30,000 tokens. */
const MAX_CONVERSATION_CHARACTERS = 120_000

export type ModelResponse = Extract<ModelReply, { kind: 'response' }>

/** One stored step: what the model said and what became of its calls, or the nudge it got for saying nothing useful. Append-only. */
export interface Turn {
  readonly number: number
  readonly response: Omit<ModelResponse, 'kind'>
  readonly outcomes: readonly CallOutcome[]
  /** What we answered when the response held no call. */
  readonly nudge: string | null
  /** Added after the outcomes, for example the order to submit now. */
  readonly order: string | null
  readonly at: Date
}

/** Everything a run knows about itself, rebuilt from its turns: a killed run continues from here and spends nothing twice. */
export interface RunState {
  readonly messages: readonly Message[]
  readonly outcomes: readonly CallOutcome[]
  readonly shown: ReadonlySet<string>
  readonly notes: readonly string[]
  readonly usage: ModelUsage
  readonly turns: number
  /** Turns in a row that showed no new row. */
  readonly barrenTurns: number
  /** Responses in a row without any call. */
  readonly silentTurns: number
  readonly rejections: number
  readonly accepted: Submission | null
}

export function startState(firstMessage: string): RunState {
  return {
    messages: [{ role: 'user', text: firstMessage }],
    outcomes: [],
    shown: new Set(),
    notes: [],
    usage: NO_USAGE,
    turns: 0,
    barrenTurns: 0,
    silentTurns: 0,
    rejections: 0,
    accepted: null,
  }
}

/** The state after a turn. Pure: the same turns always give the same conversation, byte for byte, so the provider's cache holds. */
export function afterTurn(state: RunState, turn: Turn): RunState {
  const shown = turn.outcomes.flatMap((outcome) => outcome.shown)
  const isFruitful = shown.some((key) => !state.shown.has(key)) || turn.outcomes.some(({ outcome }) => outcome === 'accepted')
  const notes = [...state.notes, ...turn.outcomes.flatMap(({ note }) => (note === null ? [] : [note]))]
  return {
    messages: withinWindow([...state.messages, ...messagesOf(turn)], notes),
    outcomes: [...state.outcomes, ...turn.outcomes],
    shown: new Set([...state.shown, ...shown]),
    notes,
    usage: addUsage(state.usage, turn.response.usage),
    turns: state.turns + 1,
    barrenTurns: isFruitful ? 0 : state.barrenTurns + 1,
    silentTurns: turn.response.toolCalls.length === 0 ? state.silentTurns + 1 : 0,
    rejections: state.rejections + turn.outcomes.filter(({ outcome }) => outcome === 'rejected').length,
    accepted: turn.outcomes.find(({ outcome }) => outcome === 'accepted')?.submission ?? state.accepted,
  }
}

function messagesOf(turn: Turn): Message[] {
  const { text, toolCalls, native } = turn.response
  const results = turn.outcomes.map(({ callId, name, text, outcome }) => ({
    callId,
    name,
    text,
    isError: outcome === 'malformed' || outcome === 'unknown_tool' || outcome === 'rejected',
  }))
  const ours = [turn.nudge, turn.order].filter((line) => line !== null).map((text): Message => ({ role: 'user', text }))
  return [{ role: 'assistant', text, toolCalls, native }, ...(results.length > 0 ? [{ role: 'tools' as const, results }] : []), ...ours]
}

function withinWindow(messages: readonly Message[], notes: readonly string[]): readonly Message[] {
  const first = messages[0]
  if (!first || JSON.stringify(messages).length <= MAX_CONVERSATION_CHARACTERS) return messages
  const kept = `Older answers were left out to save room. Your notes so far:\n${notes.map((note) => `- ${note}`).join('\n') || '(none)'}`
  return [first, { role: 'user', text: kept }]
}
