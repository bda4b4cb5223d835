import type { Redactor } from '../redaction/redactor.ts'
import type { Model, ModelReply, ToolCall } from './model.ts'

/** A model whose words pass the redactor before anybody stores, posts or sends them back: text, arguments, and the provider's form of both. */
export function maskReplies(model: Model, redactor: Redactor): Model {
  return {
    name: model.name,
    async respond(request, options) {
      const reply = await model.respond(request, options)
      return reply.kind === 'response' ? maskReply(reply, redactor) : reply
    },
  }
}

function maskReply(reply: Extract<ModelReply, { kind: 'response' }>, redactor: Redactor): ModelReply {
  const native = maskNative(reply.native, redactor)
  return { ...reply, text: redactor.text(reply.text), toolCalls: reply.toolCalls.map((call) => maskCall(call, redactor)), native }
}

function maskCall(call: ToolCall, redactor: Redactor): ToolCall {
  return { ...call, argumentsJson: maskArguments(call.argumentsJson, redactor) }
}

/** Read as what it says, not as how it is escaped; the text stays byte for byte where nothing is masked. */
function maskArguments(json: string, redactor: Redactor): string {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    // Malformed: the tool boundary says so to the model; until then it is a text like any other.
    return redactor.text(json)
  }
  const masked = maskStrings(value, redactor)
  return JSON.stringify(masked) === JSON.stringify(value) ? json : JSON.stringify(masked)
}

function maskStrings(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.text(value)
  if (Array.isArray(value)) return value.map((inner) => maskStrings(inner, redactor))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskStrings(inner, redactor)]))
}

/** Fields of the providers' own forms that hold what the model said. Signatures and reasoning are sealed by the provider and go back as they came. */
const SAID = new Set(['text', 'content', 'refusal'])

function maskNative(value: unknown, redactor: Redactor): unknown {
  if (Array.isArray(value)) return value.map((inner) => maskNative(inner, redactor))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === 'input') return [key, maskStrings(inner, redactor)]
      if (key === 'arguments' && typeof inner === 'string') return [key, maskArguments(inner, redactor)]
      return [key, typeof inner === 'string' && SAID.has(key) ? redactor.text(inner) : maskNative(inner, redactor)]
    }),
  )
}
