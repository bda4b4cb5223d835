import type { Block, JsonObject } from '../model.ts'
import type { Realm } from '../realm.ts'
import { slackId } from '../ids.ts'

const TOKENS = /(?<mention>@[\w.-]*\w)|(?<channel>#[\w-]+)|(?<link>https?:\/\/[^\s<>]+)/g

interface Piece {
  readonly text: string
  readonly element: JsonObject
}

/**
 * Turns what a person typed into a message as Slack's client sends it: `&`, `<`, `>` escaped, `@name`, `#channel` and
 * links made into references, and the same again as one `rich_text` block. Unknown names stay text.
 */
export function compose(realm: Realm, typed: string): { text: string; blocks: readonly Block[] } {
  const pieces = piecesOf(realm, typed)
  const text = pieces.map((piece) => piece.text).join('')
  const elements = pieces.map((piece) => piece.element)
  const block = { type: 'rich_text', block_id: slackId('', realm.newId()).slice(-5), elements: [{ type: 'rich_text_section', elements }] }
  return { text, blocks: [block] }
}

function piecesOf(realm: Realm, typed: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of typed.matchAll(TOKENS)) {
    const reference = referenceOf(realm, match)
    if (!reference) continue
    if (match.index > end) pieces.push(plain(typed.slice(end, match.index)))
    pieces.push(reference)
    end = match.index + match[0].length
  }
  if (end < typed.length) pieces.push(plain(typed.slice(end)))
  return pieces
}

function referenceOf(realm: Realm, match: RegExpExecArray): Piece | null {
  const { mention, channel, link } = match.groups ?? {}
  if (mention) {
    const user = realm.workspace.users.find((one) => one.name.toLowerCase() === mention.slice(1).toLowerCase())
    return user ? { text: `<@${user.id}>`, element: { type: 'user', user_id: user.id } } : null
  }
  if (channel) {
    const found = realm.workspace.channel(channel)
    return found ? { text: `<#${found.id}|${found.name}>`, element: { type: 'channel', channel_id: found.id } } : null
  }
  return link ? { text: `<${escapeText(link)}>`, element: { type: 'link', url: link } } : null
}

function plain(text: string): Piece {
  return { text: escapeText(text), element: { type: 'text', text } }
}

/** Slack's own escaping: these three characters and no others. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
