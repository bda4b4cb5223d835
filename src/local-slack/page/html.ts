/** HTML that is safe to put into a page as it is. Made by `html` and by the block renderer only. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Html | readonly Html[] | null | false

/** Template for HTML: every value is escaped unless it is `Html` already; null and false give nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, index) => text + (index < parts.length ? shown(parts[index] ?? null) : '')).join(''))
}

/** Attributes in order; false and null leave one out, true gives the bare name. */
export function attributes(values: Readonly<Record<string, string | number | boolean | null>>): Html {
  const parts = Object.entries(values).flatMap(([name, value]) => {
    if (value === false || value === null) return []
    return value === true ? [name] : [`${name}="${escapeHtml(String(value))}"`]
  })
  return new Html(parts.join(' '))
}

function shown(part: Part): string {
  if (part === null || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map((one) => one.text).join('')
  return escapeHtml(String(part))
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
