import { showableLine } from '../domain/showable.ts'

// Telemetry, people and models write the text we show. None of it may become a mention, a link or formatting of ours.

/** Invisible, between a mark and what follows. */
const APART = '\u200b'

/**
 * Marks at the edge of a word, where Slack pairs them: stars and tildes, and underscores behind a word (in front of one they pair with
 * nothing then, and `_cluster` stays as it is written). A sign of the same look stands for them, because an invisible one beside a mark
 * counts as an edge.
 */
const EDGE_MARKS = /(?<![\p{L}\p{N}])[*~]|[*~_](?![\p{L}\p{N}])/gu
const LOOK_ALIKES: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', _: '＿' }
/** What Slack draws as a picture: a name of letters between colons, and the few that are numbers. Times of day are none. */
const EMOJI = /:(?=(?:[0-9_'-]*[a-z+][a-z0-9_+'-]*|100|1234):)/gi

/** Escapes the three characters Slack gives meaning to, so that `<!channel>` or a link in a log line stays plain text. One line, shown as it stands. */
export function escapeText(text: string): string {
  return showableLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** One line of untrusted text as inline code: escaped, line breaks shown as spaces, backticks replaced so that it cannot end early. */
export function inlineCode(text: string): string {
  const line = escapeText(text).replaceAll('`', "'").replace(/\s+/g, ' ').trim()
  return line === '' ? '' : `\`${line}\``
}

/** Untrusted prose on one line: escaped, and with what would start bold, italics, strike, a picture or a quote made harmless; code as quotes. */
export function prose(text: string): string {
  const apart = escapeText(text)
    .replaceAll('`', "'")
    .replace(EDGE_MARKS, (mark) => LOOK_ALIKES[mark] ?? mark)
    .replace(EMOJI, `$&${APART}`)
  // Slack makes a quote of a line that starts with the sign, escaped or not.
  return apart.trimStart().startsWith('&gt;') ? `${APART}${apart}` : apart
}

/** A mention of a Slack user, or the plain id when it is not one (`cli`, `firstcause`). */
export function mention(userId: string): string {
  return /^[UW][A-Z0-9]+$/.test(userId) ? `<@${userId}>` : prose(userId)
}

/** A channel by its id, or the plain text when it is none. */
export function channelMention(channelId: string): string {
  return /^[CDG][A-Z0-9]+$/.test(channelId) ? `<#${channelId}>` : prose(channelId)
}

/** A link to an address of ours or Slack's; the words alone when the address is none that may stand in a link. */
export function link(url: string | null, words: string): string {
  return url !== null && /^https?:\/\/[^\s<>|]+$/.test(url) ? `<${encodeURI(url)}|${prose(words)}>` : prose(words)
}
