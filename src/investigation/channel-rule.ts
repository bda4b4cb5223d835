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
  const parts = pattern
    .replace(/^#/, '')
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`).test(text)
}
