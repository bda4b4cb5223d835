/** Which environment is read for a channel, as configured. `match` is a channel name or id in which `*` stands for any text. */
export interface ChannelRule {
  readonly match: string
  readonly environment: string
}

/** The first rule that matches the channel's name or id; null when none does. Names are compared without a leading `#`. */
export function findChannelRule(
  rules: readonly ChannelRule[],
  channel: { readonly id: string; readonly name: string },
): ChannelRule | null {
  return rules.find(({ match }) => matches(match, channel.name) || matches(match, channel.id)) ?? null
}

function matches(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.replace(/^#/, '').split('*')
  const last = others.pop()
  if (last === undefined) return text === first
  // Each part at the first place after the one before: a later place would leave less to those that follow.
  const end = others.reduce((at, part) => (at < 0 || !text.includes(part, at) ? -1 : text.indexOf(part, at) + part.length), first.length)
  return text.startsWith(first) && text.endsWith(last) && end >= 0 && end <= text.length - last.length
}
