import { parseAllDocuments } from 'yaml'
import { excessOf, JsonTooLarge } from './bounded-json.ts'

/** YAML aliases one document may expand; a bomb expands without end. Manifests use none or a few. */
const MAX_ALIASES = 50
/** Characters of one text: the manifests of an application, or one object of a listing. The largest have some ten thousand. */
const MAX_YAML_CHARS = 500_000
/** Brackets open at once, and keys marked by `?`: the parser takes exponentially long for many (48 characters more than a day), manifests have few or none. */
const MAX_OPEN_BRACKETS = 50
const MAX_MARKED_KEYS = 10

/**
 * The values of the documents of a YAML text, in its order; an empty document is null. Throws what the parser throws for a text that is no YAML, and
 * `JsonTooLarge` beyond the limits. Never takes more than linear time for what it accepts.
 */
export function parseBoundedYaml(text: string): readonly unknown[] {
  refuseTraps(text)
  return parseAllDocuments(text, { uniqueKeys: false }).map((document) => {
    const [error] = 'errors' in document ? document.errors : []
    if (error) throw error
    const content: unknown = document.toJS({ maxAliasCount: MAX_ALIASES })
    const excess = excessOf(content)
    if (excess !== null) throw new JsonTooLarge(excess)
    return content
  })
}

/** Looks at the text alone, before the parser does. Brackets inside of texts count too, which no real manifest has that many of. */
function refuseTraps(text: string): void {
  if (text.length > MAX_YAML_CHARS) throw new JsonTooLarge(`it is longer than ${MAX_YAML_CHARS} characters (MAX_YAML_CHARS)`)
  let [open, marked] = [0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '[' || char === '{') open += 1
    else if (char === ']' || char === '}') open = Math.max(0, open - 1)
    else if (char === '?' && MARKS_A_KEY.has(text[at - 1] ?? '\n') && MARKS_A_KEY.has(text[at + 1] ?? '\n')) marked += 1
    if (open > MAX_OPEN_BRACKETS || marked > MAX_MARKED_KEYS) throw new JsonTooLarge('its brackets or marked keys are nested too deep')
  }
}

/** What stands beside a `?` that marks a key. */
const MARKS_A_KEY: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r', '[', '{', ',', '?', '-', ':'])
