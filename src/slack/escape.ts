// Telemetry, people and models write the text we show. None of it may become a mention, a link or formatting of ours.

/** Escapes the three characters Slack gives meaning to, so that `<!channel>` or a link in a log line stays plain text. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** One line of untrusted text as inline code: escaped, line breaks shown as spaces, backticks replaced so that it cannot end early. */
export function inlineCode(text: string): string {
  const line = escapeText(text).replaceAll('`', "'").replace(/\s+/g, ' ').trim()
  return line === '' ? '' : `\`${line}\``
}

/** Untrusted prose: escaped, and with the characters that would start bold, italics, strike or code made harmless. */
export function prose(text: string): string {
  // A zero-width space after the mark keeps it readable and stops Slack from pairing it with a later one.
  return escapeText(text).replace(/[*_~`]/g, (mark) => `${mark}\u200b`)
}

/** A mention of a Slack user, or the plain id when it is not one (`cli`, `firstcause`). */
export function mention(userId: string): string {
  return /^[UW][A-Z0-9]+$/.test(userId) ? `<@${userId}>` : escapeText(userId)
}
