/** What a person wrote, without mentions of the bot and with Slack's three escapes undone. */
export function readableText(text: string, botUserId: string): string {
  return text
    .replaceAll(new RegExp(`<@${botUserId}(\\|[^>]*)?>`, 'g'), ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The bare word stop, whatever its capitals, with nothing but a full stop or exclamation mark after it. */
export function isStopWord(text: string): boolean {
  return /^stop[.!]*$/i.test(text.trim())
}
