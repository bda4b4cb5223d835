/** What a person wrote, without mentions of the bot and with Slack's three escapes undone. */
export function readableText(text: string, botUserId: string): string {
  return text
    .replaceAll(mentionPattern(botUserId), ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A mention of a user, with or without the name that Slack may write into it. */
export function mentionPattern(userId: string): RegExp {
  return new RegExp(`<@${userId}(\\|[^<>]*)?>`, 'g')
}

/** The bare word stop, whatever its capitals, with nothing but a full stop or exclamation mark after it. */
export function isStopWord(text: string): boolean {
  return /^stop[.!]*$/i.test(text.trim())
}
