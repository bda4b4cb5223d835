import { isIn, runEnd, TOKEN, WORD } from './characters.ts'
import { MASK } from './marks.ts'
import { mark, type Examination } from './examination.ts'
import { bareEnd, isAfterClosing, type Value } from './values/read-value.ts'
import { isNoSecret, isStatusWord } from './values/stays.ts'

/** Longest header that is read; servers refuse longer ones (8 kB is the usual limit for all headers together). */
const MAX_HEADER_CHARACTERS = 8192
const SCHEME =
  /(?:bearer|basic|digest|negotiate|ntlm|token|apikey|api-key|splunk|hawk|oauth|key|sharedkey|sharedkeylite|hoba|mutual|scram-sha-\d+|vapid|genie-?key|sso-key|ssws|pve\w+|aws4-hmac-sha256|jwt|bot)(?:[ :]|%20)\s{0,4}/iy
/** Parts of a Set-Cookie header that are no secrets (RFC 6265, section 4.1), and say so without a value or with a plain one. */
const COOKIE_ATTRIBUTES = new Set([
  'path',
  'domain',
  'expires',
  'max-age',
  'samesite',
  'secure',
  'httponly',
  'priority',
  'partitioned',
  'version',
])
const MIN_CREDENTIALS = 4

/** Masks what an Authorization header carries after its scheme (RFC 9110, section 11.4), up to the end of the header. */
export function markCredentials(examination: Examination, value: Value): number {
  const { text } = examination
  if (value.form !== 'quoted' && value.form !== 'bare' && value.form !== 'list') return value.start
  // Looked for only where it is needed: a header may be long, and stand a thousand times in one text.
  const end = value.form === 'quoted' ? value.end : Math.min(text.length, value.start + MAX_HEADER_CHARACTERS)
  SCHEME.lastIndex = value.start
  const start = SCHEME.test(text) ? SCHEME.lastIndex : value.start
  const first = text.slice(start, Math.min(end, bareEnd(text, start)))
  if (start === value.start && (value.form === 'bare' || /^[A-Za-z, ]+$/.test(text.slice(start, Math.min(end, start + 64))))) {
    // Without a scheme one word is the credential, unless it is a word about it: `authorization: denied by policy`.
    const isWord = /^[A-Za-z][a-z]*[.,]?$/.test(first) || /^[A-Z][A-Za-z]{1,15}(?:,[A-Z][A-Za-z]{1,15})*$/.test(first)
    if (isWord || isStatusWord(first) || isNoSecret(first) || first.length < MIN_CREDENTIALS) return value.start
    return mark(examination, { start, end: start + first.length })
  }
  if (first.length < MIN_CREDENTIALS || isStatusWord(first) || isNoSecret(first)) return value.start
  if (value.form === 'quoted' && isNoSecret(text.slice(start, end))) return value.start
  const hasParts = /^[\w-]{1,32}=[^=\s,;]/.test(text.slice(start, start + 64))
  if (value.form === 'quoted') return mark(examination, { start, end })
  return mark(examination, { start, end: hasParts ? headerEnd(text, value) : start + first.length })
}

function headerEnd(text: string, value: Value): number {
  let at = value.start
  const last = Math.min(text.length, value.start + MAX_HEADER_CHARACTERS)
  const closes = value.form === 'list' ? ']' : '"'
  while (at < last && text.charCodeAt(at) >= 32 && text[at] !== closes && text[at] !== '\\') at += 1
  // Quotes inside the header belong to it: `Digest username="x", response="y"`.
  if (text[at] === '"' && text[at - 1] === '=' && !isAfterClosing(text, at + 1))
    while (at < last && text.charCodeAt(at) >= 32 && text[at] !== '\\') at += 1
  if (text[at] === "'" && text[at - 1] === '"') at -= 1
  return at
}

/** Masks every value of a Cookie or Set-Cookie header and keeps the names, so that it still says which cookie it was. */
export function markCookies(examination: Examination, value: Value): number {
  const { text } = examination
  if (value.form !== 'quoted' && value.form !== 'bare' && value.form !== 'list') return value.start
  const end = value.form === 'quoted' ? value.end : Math.min(text.length, value.start + MAX_HEADER_CHARACTERS)
  let at = value.start
  while (at < end) {
    const pair = readCookie(text, at)
    if (pair.nameEnd < 0) {
      if (at === value.start && pair.end - at >= MIN_CREDENTIALS && !isStatusWord(text.slice(at, Math.min(pair.end, at + 64)))) {
        if (!isNoSecret(text.slice(at, pair.end)) && !/^[a-z]+$/.test(text.slice(at, pair.end)))
          return mark(examination, { start: at, end: pair.end })
      }
    } else if (!COOKIE_ATTRIBUTES.has(text.slice(at, pair.nameEnd).toLowerCase())) {
      if (!isNoSecret(text.slice(pair.nameEnd + 1, pair.end))) mark(examination, { start: pair.nameEnd + 1, end: Math.min(end, pair.end) })
    }
    const next = afterCookie(text, pair.end)
    if (next < 0 || next > end) return Math.max(value.start, Math.min(end, pair.end))
    at = next
  }
  return Math.min(at, end)
}

/** A cookie's value ends at a semicolon, a blank or a quote (RFC 6265, section 4.1.1). */
function readCookie(text: string, start: number): { readonly nameEnd: number; readonly end: number } {
  let at = start
  let nameEnd = -1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code <= 32 || code === 34 || code === 39 || code === 59 || code === 92 || code === 93) break
    if (code === 61 && nameEnd < 0) {
      nameEnd = at
      if (text.startsWith(MASK, at + 1)) return { nameEnd, end: at + 1 + MASK.length }
    }
    at += 1
  }
  return { nameEnd, end: at }
}

/** Where the next cookie begins; -1 when the header ends here. A date with blanks in it belongs to `Expires`. */
function afterCookie(text: string, end: number): number {
  const next = /(?: [^;"'\\\n\r=]{1,32})?;[ \t]{0,4}(?=\w)/y
  next.lastIndex = end
  return next.test(text) ? next.lastIndex : -1
}

const SPOKEN_SCHEME = /(?:bearer|basic|digest|token|negotiate|splunk|apikey|ssws)[ \t]{1,4}/iy
const MIN_SPOKEN = 8

/** Masks `Bearer X` and the like wherever they stand, when what follows is no word. Returns where the scan goes on; -1 when it is none. */
export function atScheme(examination: Examination, at: number): number {
  const { text } = examination
  SPOKEN_SCHEME.lastIndex = at
  if (!SPOKEN_SCHEME.test(text)) return -1
  const start = SPOKEN_SCHEME.lastIndex
  const end = runEnd(text, start, TOKEN)
  const found = text.slice(start, Math.min(end, start + 256))
  if (end - start < MIN_SPOKEN || isIn(WORD, text, end) || !isCredential(found)) return -1
  return mark(examination, { start, end })
}

/** Digits with letters, padding, or capitals inside: no English word, no name of an object, no time. */
function isCredential(value: string): boolean {
  if (/^[a-z0-9]+(?:[-./][a-z0-9]+)+$/.test(value) || /^[\d.:-]+$/.test(value) || /^\w+=/.test(value.replace(/(?<!=)=+$/, ''))) return false
  return (
    (/\d/.test(value) && /[A-Za-z]/.test(value)) ||
    value.endsWith('=') ||
    (/[a-z][A-Z]/.test(value) && /[A-Z]{2}|[A-Z][a-z][A-Z]/.test(value))
  )
}
