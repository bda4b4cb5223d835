import type { Submission } from '../domain/submission.ts'
import type { ToolCall } from './model.ts'
import { judgeCall, type PastCall } from './repetition.ts'
import { submissionForm, SUBMIT_TOOL, toSubmission } from './submission-form.ts'
import { TOOLS } from './tools/index.ts'
import { wrongArguments, type ToolContext } from './tools/tool.ts'
import { NOTE_TOOL, noteForm } from './write-note.ts'

/** What became of one tool call. Plain data: it is stored with the turn, and a resumed run rebuilds its state from it. */
export interface CallOutcome {
  readonly callId: string
  readonly name: string
  readonly argumentsJson: string
  /** `answered` by a tool; `noted`; `accepted` or `rejected` by the gate; or not carried out at all, and why. */
  readonly outcome: 'answered' | 'noted' | 'accepted' | 'rejected' | 'repeated' | 'near_repeated' | 'unknown_tool' | 'malformed'
  readonly text: string
  readonly shown: readonly string[]
  readonly suspicious: readonly string[]
  readonly note: string | null
  /** The submission as it went to the gate, when the call was one. */
  readonly submission: Submission | null
}

export interface CallContext extends ToolContext {
  readonly earlier: readonly PastCall[]
  /** The gate: reasons to send a submission back, empty when it passes. */
  readonly judge: (submission: Submission) => readonly string[]
}

/** Carries out one call. Everything the model got wrong is an outcome with a text that says what to do next; never throws for it. */
export async function carryOut(call: ToolCall, context: CallContext): Promise<CallOutcome> {
  const prepared = prepare(call, context)
  switch (prepared.step) {
    case 'refuse':
      return outcomeOf(call, prepared)
    case 'note': {
      const note = noteForm.safeParse(prepared.value)
      return note.success
        ? outcomeOf(call, { outcome: 'noted', text: 'Noted.', note: note.data.text })
        : outcomeOf(call, { outcome: 'malformed', text: wrongArguments(call.name, note.error) })
    }
    case 'submit':
      return submit(call, prepared.value, context)
    case 'run': {
      const answer = await prepared.tool.call(prepared.value, context)
      return outcomeOf(call, { outcome: 'answered', ...answer })
    }
  }
}

type Prepared =
  | { readonly step: 'refuse'; readonly outcome: CallOutcome['outcome']; readonly text: string }
  | { readonly step: 'note' | 'submit'; readonly value: unknown }
  | { readonly step: 'run'; readonly value: unknown; readonly tool: (typeof TOOLS)[number] }

function prepare(call: ToolCall, context: CallContext): Prepared {
  const parsed = parseJson(call.argumentsJson)
  if (parsed === null)
    return { step: 'refuse', outcome: 'malformed', text: `The arguments of ${call.name} are not valid JSON. Send one JSON object.` }
  if (call.name === NOTE_TOOL.name) return { step: 'note', value: parsed.value }
  if (call.name === SUBMIT_TOOL.name) return { step: 'submit', value: parsed.value }
  const tool = TOOLS.find((known) => known.name === call.name)
  if (!tool) return { step: 'refuse', outcome: 'unknown_tool', text: unknownTool(call.name) }
  switch (judgeCall(call, context.earlier)) {
    case 'refuse_identical':
      return {
        step: 'refuse',
        outcome: 'repeated',
        text: 'You asked exactly this before; the answer stands above. Ask something else or submit.',
      }
    case 'change_strategy':
      return {
        step: 'refuse',
        outcome: 'near_repeated',
        text: 'You asked this three times in nearly the same words. Change the approach: another source, another entity, or a read that could refute the leading candidate.',
      }
    case 'allow':
      return { step: 'run', value: parsed.value, tool }
  }
}

function submit(call: ToolCall, value: unknown, context: CallContext): CallOutcome {
  const form = submissionForm.safeParse(value)
  if (!form.success) return outcomeOf(call, { outcome: 'malformed', text: wrongArguments(call.name, form.error) })
  const submission = toSubmission(form.data, { window: context.brief.window, onset: context.brief.onset })
  const reasons = context.judge(submission)
  return reasons.length === 0
    ? outcomeOf(call, { outcome: 'accepted', text: 'Accepted.', submission })
    : outcomeOf(call, {
        outcome: 'rejected',
        text: `Sent back:\n${reasons.map((reason) => `- ${reason}`).join('\n')}\nCorrect exactly this and submit again.`,
        submission,
      })
}

function unknownTool(name: string): string {
  return `There is no tool ${name.slice(0, 60)}. Tools here only read; nothing can be run, restarted, changed or deleted. Use one of: ${TOOLS.map((tool) => tool.name).join(', ')}.`
}

function outcomeOf(call: ToolCall, rest: Partial<CallOutcome> & Pick<CallOutcome, 'outcome' | 'text'>): CallOutcome {
  return {
    callId: call.id,
    name: call.name,
    argumentsJson: call.argumentsJson,
    shown: [],
    suspicious: [],
    note: null,
    submission: null,
    ...rest,
  }
}

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}
