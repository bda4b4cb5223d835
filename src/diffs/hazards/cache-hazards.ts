import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

const CACHE_KEY = /(?:cache|redis|memo|lookup)?_?[kK]ey\w{0,80}\s*(?::=|=|:|\()\s*(?!=)\S|cache_?[kK]ey/
const LITERAL = /"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g
const FILLED_IN = /[$#]?\{([^{}]*)\}/g
/** A dotted name, and whether it is called. */
const NAME = /(?<![\w.])[\d.]*([A-Za-z_][\w.]*)(\s*\()?/g
const NO_PARTS = new Set(['const', 'let', 'var', 'val', 'final', 'return', 'await', 'new', 'f', 'String', 'string', 'self', 'this'])
// Redis: the same call counts in seconds or in milliseconds by one letter. Source: redis.io/commands/set, setex, psetex, expire, pexpire.
const IN_SECONDS = /\b(?:EX|EXAT|setex|expire|expireat)\b/i
const IN_MILLISECONDS = /\b(?:PX|PXAT|psetex|pexpire|pexpireat)\b/i

/** Caches that keep entries under another key, or for another time than before. */
export function cacheHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind === 'manifest') return []
  const sole = soleKeyOf(file)
  return [...(sole === null ? keysOf(file) : [sole]), expiryOf(file)].filter((hazard) => hazard !== null)
}

/** What no second request has. */
const OF_ONE_REQUEST = /request_?id|trace_?id|span_?id|correlation_?id|uuid|nonce/i
const IS_OF_CACHE = /cache|redis|memo|lookup/i

/** A key with a part of its own for each request is never found again. */
function soleKeyOf(file: TouchedFile): Hazard | null {
  const isAboutKeys =
    IS_OF_CACHE.test(file.diff.path) ||
    [...file.added, ...file.removed, ...file.around].some((line) => IS_OF_CACHE.test(line) && /key/i.test(line))
  const line = file.added.find((one) => OF_ONE_REQUEST.test(one))
  if (!isAboutKeys || line === undefined || file.removed.length === 0 || file.removed.some((one) => OF_ONE_REQUEST.test(one))) return null
  return hazardOf(file, line, { kind: 'cache_weakened', text: 'entries are kept under a key of one request', clarity: 0.85 })
}

/** A key made of other parts finds nothing that is stored, or finds what belongs to somebody else. */
function keysOf(file: TouchedFile): readonly Hazard[] {
  const [old, now] = [file.removed.find((line) => CACHE_KEY.test(line)), file.added.find((line) => CACHE_KEY.test(line))]
  const speaksOfCache = [file.diff.path, ...file.added, ...file.removed, ...file.around].some((line) => /cache|redis|memo|ttl/i.test(line))
  if (old === undefined || now === undefined || !speaksOfCache) return []
  const shared = (clarity: number) =>
    hazardOf(file, now, { kind: 'cache_prolonged', text: 'entries of several owners share one key', clarity })
  if (isPoorer(old, now)) return [shared(0.85)]
  const other = hazardOf(file, now, { kind: 'cache_weakened', text: 'entries are kept under another key', clarity: 0.75 })
  // What a function makes of the whole question may leave out what told two owners apart.
  return partsOf(old).size > partsOf(now).size ? [other, shared(0.7)] : [other]
}

/** The new key is made of some of the old one's parts and of no other. */
function isPoorer(old: string, now: string): boolean {
  const [before, after] = [partsOf(old), partsOf(now)]
  return after.size > 0 && after.size < before.size && [...after].every((part) => before.has(part))
}

/** What a key is made of: names that are filled into a text, handed to a function or joined; fixed words and functions are none. */
function partsOf(line: string): ReadonlySet<string> {
  const made = line.replace(/^[^=:(]*(?::=|=|:)\s*/, '')
  const filled = made.replace(LITERAL, (text) => ` ${[...text.matchAll(FILLED_IN)].map((match) => match[1] ?? '').join(' ')} `)
  return new Set([...filled.matchAll(NAME)].flatMap(partOf).filter((name) => !NO_PARTS.has(name)))
}

/** Of `user.id` all of it, of `user.name()` the `user`, of `name()` nothing. */
function partOf([, name = '', call]: RegExpMatchArray): readonly string[] {
  const part = call === undefined ? name : name.slice(0, Math.max(0, name.lastIndexOf('.')))
  return part === '' ? [] : [part]
}

/** The same number, now in another unit: entries go a thousand times sooner or later. */
function expiryOf(file: TouchedFile): Hazard | null {
  const before = new Map(file.removed.toReversed().map((line) => [numbersIn(line), line]))
  for (const line of file.added) {
    const numbers = numbersIn(line)
    const old = numbers === '' ? undefined : before.get(numbers)
    if (old === undefined) continue
    if (IN_SECONDS.test(old) && !IN_MILLISECONDS.test(old) && IN_MILLISECONDS.test(line))
      return hazardOf(file, line, {
        kind: 'cache_weakened',
        text: 'entries expire after milliseconds and no longer after seconds',
        clarity: 0.9,
      })
    if (IN_MILLISECONDS.test(old) && IN_SECONDS.test(line) && !IN_MILLISECONDS.test(line))
      return hazardOf(file, line, {
        kind: 'cache_prolonged',
        text: 'entries expire after seconds and no longer after milliseconds',
        clarity: 0.9,
      })
  }
  return null
}

function numbersIn(line: string): string {
  return (line.match(/(?<![\w.])\d[\d_]*/g) ?? []).join(' ')
}

function hazardOf(file: TouchedFile, line: string, { kind, text, clarity }: Pick<Hazard, 'kind' | 'text' | 'clarity'>): Hazard {
  return { kind, path: file.diff.path, text: `${text}: ${line.trim().slice(0, 120)}`, quote: `+${line}`, clarity, amounts: null }
}
