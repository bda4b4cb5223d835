import type { Reading } from '../domain/reading.ts'

const MASK = '[masked]'

interface SecretPattern {
  readonly name: string
  readonly pattern: RegExp
  /** What stands in its place; `$1` keeps the part that says what was masked. */
  readonly replacement: string
}

// Names of Kubernetes objects, image references and addresses stay: an answer that hides those is useless.
const SECRET_PATTERNS: readonly SecretPattern[] = [
  { name: 'private key block', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, replacement: MASK },
  { name: 'JSON Web Token', pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}/g, replacement: MASK },
  { name: 'authorization header', pattern: /\b(bearer|basic)\s+[\w+/=.~-]{12,}/gi, replacement: `$1 ${MASK}` },
  { name: 'cookie header', pattern: /\b(set-cookie|cookie)\s*[:=]\s*[^\r\n]+/gi, replacement: `$1: ${MASK}` },
  { name: 'credentials in a connection string', pattern: /\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:)[^\s@/]+@/gi, replacement: `$1${MASK}@` },
  { name: 'Slack token', pattern: /\bx(?:ox[abeoprs]|app)-[\w-]{10,}/g, replacement: MASK },
  { name: 'GitHub token', pattern: /\b(?:gh[opsu]_\w{20,}|github_pat_\w{20,})/g, replacement: MASK },
  { name: 'model provider key', pattern: /\bsk-[\w-]{20,}/g, replacement: MASK },
  { name: 'AWS access key id', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, replacement: MASK },
  { name: 'Google API key', pattern: /\bAIza[\w-]{30,}/g, replacement: MASK },
  {
    name: 'named secret',
    pattern:
      /\b((?:[\w-]*[_-])?(?:password|passwd|secret|api[_-]?key|access[_-]?key|token)["']?\s*[=:]\s*["']?)(?!\s|null\b|true\b|false\b|<)[^\s"',;}]{4,}/gi,
    replacement: `$1${MASK}`,
  },
  { name: 'e-mail address', pattern: /\b[\w.+-]+@[\w-]+\.[\w.-]*[a-z]{2,}\b/gi, replacement: MASK },
]

/** Masks secrets in every string of a reading. The result is what is hashed, stored, shown and given to a model. */
export function redactReading<Row>(reading: Reading<Row>): Reading<Row> {
  return mask(reading) as Reading<Row>
}

/** Masks secrets in one text. Text without any comes back unchanged. */
export function redactText(text: string): string {
  return SECRET_PATTERNS.reduce((masked, { pattern, replacement }) => masked.replace(pattern, replacement), text)
}

function mask(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.every((item) => typeof item === 'number') ? value : value.map(mask)
  if (typeof value === 'object' && value !== null && !(value instanceof Date))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mask(inner)]))
  return value
}
