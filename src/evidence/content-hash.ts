import { createHash } from 'node:crypto'
import type { Query } from '../domain/reading.ts'

/** SHA-256, hex, of a value's canonical JSON: keys sorted, dates as ISO 8601. Equal values hash equally in any process. */
export function contentHash(value: unknown): string {
  return hashText(canonicalJson(value))
}

/** SHA-256, hex, of a text as UTF-8. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The same text for the same question. */
export function queryKey(query: Query): string {
  return canonicalJson(query)
}

export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isPlainObject(inner) ? sortedByKey(inner) : inner))
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sortedByKey(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
