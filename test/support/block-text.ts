/** All text of a message's blocks, one text object a line group, for looking at what it says. */
export function blockText(message: { readonly blocks?: readonly unknown[] }): string {
  const texts: string[] = []
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect)
    else if (typeof value === 'object' && value !== null) {
      if ('type' in value && (value.type === 'mrkdwn' || value.type === 'plain_text') && 'text' in value) texts.push(String(value.text))
      Object.values(value).forEach(collect)
    }
  }
  collect(message.blocks ?? [])
  return texts.join('\n')
}
