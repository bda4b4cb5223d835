import type { Redactor } from '../src/redaction/redactor.ts'

/** Fields of Slack's payloads that hold what people wrote, wherever they stand: messages, rich text, attachments, commands, links, files. */
const WRITTEN = new Set([
  'text',
  'fallback',
  'pretext',
  'title',
  'footer',
  'url',
  'title_link',
  'from_url',
  'original_url',
  'preview',
  'plain_text',
])
/** Kinds of input whose `value` a person typed. The values of buttons, selects and radio buttons are ids. */
const TYPED = new Set(['plain_text_input', 'rich_text_input', 'email_text_input', 'url_text_input', 'number_input'])

/**
 * A payload of Slack with the secrets in people's words masked. Ids, action ids, trigger ids, block ids, metadata and chosen values stay as they
 * are, whatever they look like. The same payload always gives the same result, so a delivery that is sent again is recognised.
 */
export function redactDelivery<Body>(body: Body, redactor: Redactor): Body {
  return redactPart(body, redactor) as Body
}

function redactPart(part: unknown, redactor: Redactor): unknown {
  if (Array.isArray(part)) return part.map((inner) => redactPart(inner, redactor))
  if (typeof part !== 'object' || part === null || part instanceof Date) return part
  const isTyped = 'type' in part && typeof part.type === 'string' && TYPED.has(part.type)
  return Object.fromEntries(
    Object.entries(part).map(([key, inner]) => {
      const isWritten = WRITTEN.has(key) || (isTyped && key === 'value')
      return [key, typeof inner === 'string' ? (isWritten ? redactor.text(inner) : inner) : redactPart(inner, redactor)]
    }),
  )
}
