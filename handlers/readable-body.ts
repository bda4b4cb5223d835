import { storableText } from '../src/domain/storable-text.ts'

/** Objects and lists inside each other. Slack's deepest (blocks inside a view inside an event) stay under thirty. */
const MAX_NESTING = 100

export type ReadableBody =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  /** Why it is no delivery, in words for the log; without anything of its text. */
  | { readonly ok: false; readonly why: string }

/**
 * What Slack sent, as everything behind the intake may take it: an object, nested no deeper than `MAX_NESTING`, its texts without U+0000 and
 * half surrogate pairs, which no database stores. An event carries an object of its own. Never throws.
 */
export function readableBody(body: unknown): ReadableBody {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { ok: false, why: `a body that is ${kindOf(body)}` }
  if (!isWithinNesting(body)) return { ok: false, why: `a body nested more than ${MAX_NESTING} deep` }
  const read = cleaned(body) as Readonly<Record<string, unknown>>
  if (read['type'] === 'event_callback' && !isObject(read['event'])) return { ok: false, why: 'an event without a body' }
  return { ok: true, body: read }
}

function kindOf(body: unknown): string {
  if (body === null) return 'null'
  return Array.isArray(body) ? 'a list' : `a ${typeof body}`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Level by level and without recursion, because the depth is what is not known yet. */
function isWithinNesting(body: object): boolean {
  let level: readonly object[] = [body]
  for (let depth = 0; depth < MAX_NESTING && level.length > 0; depth += 1) {
    level = level.flatMap((value) => Object.values(value).filter((inner): inner is object => typeof inner === 'object' && inner !== null))
  }
  return level.length === 0
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), cleaned(inner)]))
}
