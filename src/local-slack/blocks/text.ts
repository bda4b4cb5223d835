import { z } from 'zod'

/** Composition objects and their limits. Source: docs.slack.dev/reference/block-kit/composition-objects. */
const MAX_OPTION_TEXT = 75
const MAX_OPTION_VALUE = 150
const MAX_OPTION_URL = 3000

/** Text of at most `max` characters, never empty. */
export function text(max: number) {
  return z.string().min(1).max(max)
}

export function plainText(max: number) {
  return z.strictObject({ type: z.literal('plain_text'), text: text(max), emoji: z.boolean().optional() })
}

function mrkdwn(max: number) {
  return z.strictObject({ type: z.literal('mrkdwn'), text: text(max), verbatim: z.boolean().optional() })
}

export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)])
}

export const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
})

export const option = z.strictObject({
  text: anyText(MAX_OPTION_TEXT),
  value: text(MAX_OPTION_VALUE),
  description: anyText(MAX_OPTION_TEXT).optional(),
  url: z.string().max(MAX_OPTION_URL).optional(),
})

export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) })

export const dispatchConfig = z.strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })

/** A file of this workspace, by id or by its private address. Whether it is ready is checked separately. */
export const slackFile = z.union([z.strictObject({ id: z.string() }), z.strictObject({ url: z.string().max(3000) })])

export const id = z.string().min(1).max(255)
