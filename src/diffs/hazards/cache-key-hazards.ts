import { shownBy, type Found, type TouchedFile } from '../hazard.ts'
import { CACHE_KEYS, CACHES } from '../tables/names.ts'
import { says } from '../words.ts'
import { isAbout } from './counted-hazards.ts'

const LITERAL = /"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g
const FILLED_IN = /[$#]?\{([^{}]*)\}/g
/** A dotted name, and whether it is called. */
const NAME = /(?<![\w.])[\d.]*([A-Za-z_][\w.]*)(\s*\()?/g
const NO_PARTS = new Set(['const', 'let', 'var', 'val', 'final', 'return', 'await', 'new', 'f', 'String', 'string', 'self', 'this'])

/** A key made of other parts finds nothing that is stored, or finds what belongs to somebody else. */
export function cacheKeyHazards(file: TouchedFile): readonly Found[] {
  const [old, now] = [file.removed, file.added].map((lines) => lines.find((line) => says(CACHE_KEYS, line)))
  if (old === undefined || now === undefined || !isAbout(file, CACHES)) return []
  const [before, after] = [partsOf(old), partsOf(now)]
  const shared = (clarity: number) =>
    shownBy(`+${now}`, { kind: 'cache_prolonged', text: 'entries of several owners share one key', clarity })
  // Some of the old parts and no other.
  if (after.size > 0 && after.size < before.size && after.isSubsetOf(before)) return [shared(0.85)]
  const other = shownBy(`+${now}`, { kind: 'cache_weakened', text: 'entries are kept under another key', clarity: 0.75 })
  // What a function makes of the whole question may leave out what told two owners apart.
  return before.size > after.size ? [other, shared(0.7)] : [other]
}

/** What a key is made of: names that are filled into a text, handed to a function or joined; fixed words and functions are none. */
function partsOf(line: string): Set<string> {
  const made = line.replace(/^[^=:(]*(?::=|=|:)\s*/, '')
  const filled = made.replace(LITERAL, (text) => ` ${[...text.matchAll(FILLED_IN)].map((match) => match[1] ?? '').join(' ')} `)
  return new Set([...filled.matchAll(NAME)].flatMap(partOf).filter((name) => !NO_PARTS.has(name)))
}

/** Of `user.id` all of it, of `user.name()` the `user`, of `name()` nothing. */
function partOf([, name = '', call]: RegExpMatchArray): readonly string[] {
  const part = call === undefined ? name : name.slice(0, Math.max(0, name.lastIndexOf('.')))
  return part === '' ? [] : [part]
}
