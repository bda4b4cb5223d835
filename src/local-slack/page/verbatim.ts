import { asText, type JsonObject } from '../model.ts'

/** Breaks what the library would recognise by its shape; nobody sees it. */
const BREAK = '\u200b'
/** What an app marked up itself, and code: nothing in them is recognised by its shape. */
const MARKED = /(<[^<>\n]*>|`[^`\n]*`)/
/** An escaped sign that would start a mention or a link if it were not escaped. */
const ESCAPED_START = /&lt;(?=[!@#\w])/g
/** Addresses, names of people and channels, addresses of mail, and links as Markdown writes them, which Slack does not know. */
const SHAPES = /:(?=\/\/)|@(?=[\w.-])|#(?=\w)|(?<=mailto):|\](?=\()/gi
/** An address in code is none for Slack. */
const ADDRESS = /:(?=\/\/)|\](?=\()/g

/**
 * A text object as the library has to get it to draw what Slack draws. `verbatim` only keeps Slack from making links and mentions of what
 * looks like one; the library leaves out all formatting for it. What is escaped is no mention in Slack; the library unescapes it first.
 * Of `emoji: false` it knows nothing.
 */
export function drawableText(text: JsonObject): JsonObject {
  const { verbatim, emoji, ...rest } = text
  if (text['type'] === 'mrkdwn') {
    const written = asText(text['text']).replace(ESCAPED_START, `$&${BREAK}`)
    return { ...rest, text: verbatim === true ? withoutShapes(written) : written }
  }
  if (text['type'] === 'plain_text' && emoji === false) return { ...rest, text: asText(text['text']).replaceAll(':', `:${BREAK}`) }
  return text
}

function withoutShapes(text: string): string {
  const parts = text.split(MARKED)
  return parts
    .map((part, index) =>
      index % 2 === 0 ? part.replace(SHAPES, `$&${BREAK}`) : part.startsWith('`') ? part.replace(ADDRESS, `$&${BREAK}`) : part,
    )
    .join('')
}
