import { MASK } from '../marks.ts'

/** Longest value that is compared with the words and shapes below; what is longer is none of them. */
const MAX_COMPARED = 256

/** What stands where a value was not given, or was hidden already. */
const LITERALS = new Set(
  `true false null nil none undefined unset empty yes no <none> <nil> <empty> <unset> <set> <redacted> <hidden> <masked> <secret> redacted
  hidden masked removed filtered [redacted] [filtered] [hidden] [secret] [removed] n/a - -- ? {} [] ""`.split(/\s+/),
)

/** What is said about a secret after its name and a colon, `token: expired`, and is not the secret. */
const STATUS_WORDS = new Set(
  `invalid expired missing required not is was are were has have had be been being denied failed failing failure wrong incorrect mismatch
  error unauthorized unauthenticated forbidden unknown unexpected absent found rejected refused revoked accepted valid ok okay optional
  enabled disabled created updated deleted rotated renewed refreshed loaded loading reading read cannot could must should does did will the
  this that a an no too unable illegal malformed bad corrupt corrupted unsupported insufficient permission access authentication
  authorization bucket limit exceeded exhausted timeout timed rate server service connection context deadline set unset changed change
  given provided supplied needed used using and or but for from to in on of at by with without issued verified verification signature
  already file env environment variable string default plain text`.split(/\s+/),
)

const REFERENCE =
  /^(?:\$\{?\w+(?::?[-+?=][^}]*)?\}?|\$\(\w+\)|\$\{\{[^}]*\}\}|\{\{[^}]*\}\}|%\w+%|<\w[\w -]*>|\*+|x{3,}|X{3,}|\.{3}|…|•+|(?:vault|ref|file|env|secret|arn|ssm|sops|doppler|op):[\w/.:@+-]*)$/
const PATH = /^(?:\.{0,2}|[a-z]:)(?:[/\\][a-z0-9._-]+){2,}\/?$/

/** Whether a value that its name calls secret is none: not given, hidden already, or only a reference to it. */
export function isNoSecret(value: string): boolean {
  if (value.length > MAX_COMPARED) return false
  const trimmed = value.trim()
  return trimmed === '' || trimmed.includes(MASK) || LITERALS.has(trimmed.toLowerCase()) || REFERENCE.test(trimmed) || PATH.test(trimmed)
}

/** Whether a bare word says something about a secret: `password: incorrect`. */
export function isStatusWord(value: string): boolean {
  return value.length < MAX_COMPARED && STATUS_WORDS.has(value.replaceAll(/[^A-Za-z]/g, '').toLowerCase())
}

const OBJECT_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(\/[a-z0-9][a-z0-9.-]*)?$/
/** Longest part of an object's name with letters and digits mixed: ReplicaSet hashes have ten, pod suffixes five. */
const LONGEST_HASH = 10

/** Whether a value is the name of a Kubernetes object: parts of lower-case letters, the last ones perhaps generated. */
export function isObjectName(value: string): boolean {
  if (value.length > MAX_COMPARED || !OBJECT_NAME.test(value) || !/[-./]/.test(value)) return false
  return value.split(/[-./]/).every((part) => /^[a-z]*\d?$/.test(part) || part.length <= LONGEST_HASH)
}

/** Shapes that carry digits or symbols and are never secrets: numbers with units, versions, addresses, times, hashes, files, images. */
const HARMLESS_SHAPES = [
  /^[-+]?\d+(?:[.,]\d+)*\s?[A-Za-z%]{0,3}$/,
  /^v?\d+(?:\.\d+){1,3}(?:[-+][\w.+-]*)?$/,
  /^\[?[\d.:a-f]{3,}\]?(?::\d+|\/\d+)?$/i,
  /^\d{4}-\d\d-\d\d/,
  /^[a-z0-9+.-]+:\/\//i,
  /^[a-z0-9.-]+:\d+$/i,
  /^[\w./-]+\.[a-z]{2,5}$/i,
  /^[\w.-]*\/[\w./-]+(?::[\w.-]+)?(?:@sha\d+:[0-9a-f]+)?$/,
  /^sha\d+[:-]/i,
  /^(?:[0-9a-f]{7,8}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/,
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  /^\w*\(.*\)?$/,
  /^0x[0-9a-f]+$/i,
]

/** Whether a value looks like a secret a person or a program made: digits, symbols or capitals inside, and no shape that is known to be harmless. */
export function looksLikeSecret(value: string): boolean {
  if (value.length < 6) return false
  const seen = value.slice(0, MAX_COMPARED)
  if (value.length <= MAX_COMPARED && (isObjectName(seen) || HARMLESS_SHAPES.some((shape) => shape.test(seen)))) return false
  return (/\d/.test(seen) && /[A-Za-z]/.test(seen)) || /[!#$%^&*+~?@]/.test(seen) || /^[^A-Z]+[A-Z]{2}|[a-z][A-Z][a-z]?[A-Z]/.test(seen)
}
