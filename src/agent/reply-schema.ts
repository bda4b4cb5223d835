import { z } from 'zod'

// What is read of a reply, for the three wire protocols. Servers that are merely compatible differ in everything else, which is not looked at;
// of the counts of tokens too, which `reported-usage.ts` judges one by one.

const usage = z.unknown().optional()
/** Text as it is usually written, and as some servers write the empty one or one in parts. */
const content = z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish()
/** JSON text as it should be; some compatible servers write the object itself. */
const callArguments = z.union([z.string(), z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value))])

export const chatReply = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content,
          refusal: z.string().nullish(),
          tool_calls: z
            .array(z.object({ id: z.string().min(1), function: z.object({ name: z.string(), arguments: callArguments }) }))
            .nullish(),
        }),
      }),
    )
    .min(1),
  usage,
})

const functionCall = z.object({ type: z.literal('function_call'), call_id: z.string().min(1), name: z.string(), arguments: callArguments })
const outputMessage = z.object({
  type: z.literal('message'),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
})
const otherOutput = z.object({ type: z.string() }).refine(({ type }) => type !== 'function_call' && type !== 'message')
export const responsesReply = z.object({
  status: z.string().nullish(),
  output: z.array(z.union([functionCall, outputMessage, otherOutput])),
  usage,
})

const textBlock = z.object({ type: z.literal('text'), text: z.string() })
const toolUse = z.object({ type: z.literal('tool_use'), id: z.string().min(1), name: z.string(), input: z.unknown().optional() })
const otherBlock = z.object({ type: z.string() }).refine(({ type }) => type !== 'text' && type !== 'tool_use')
export const messagesReply = z.object({
  stop_reason: z.string().nullish(),
  content: z.array(z.union([textBlock, toolUse, otherBlock])),
  usage,
})

/** Counts under a name that may hold anything; nothing where there is no object. */
export function countsIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

/** The text of a content in either form. */
export function textOf(value: z.infer<typeof content>): string {
  return typeof value === 'string' ? value : (value ?? []).map(({ text }) => text ?? '').join('')
}
