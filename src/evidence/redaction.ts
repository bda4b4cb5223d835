import type { Reading } from '../domain/reading.ts'
import { CARD_PATTERN, isCardNumber, MASK, SECRET_FIELD, SECRET_PATTERNS } from './secret-patterns.ts'

/** Masks secrets in every string of a reading. The result is what is hashed, stored, shown and given to a model. */
export function redactReading<Row>(reading: Reading<Row>): Reading<Row> {
  return mask(reading, null) as Reading<Row>
}

/** Masks secrets in one text. Text without any comes back unchanged; masking twice changes nothing more. */
export function redactText(text: string): string {
  const withoutPatterns = SECRET_PATTERNS.reduce((masked, { pattern, replacement }) => masked.replace(pattern, replacement), text)
  return withoutPatterns.replace(CARD_PATTERN, (digits) => (isCardNumber(digits) ? MASK : digits))
}

function mask(value: unknown, field: string | null): unknown {
  if (typeof value === 'string') return field !== null && isSecretField(field) && value !== '' ? MASK : redactText(value)
  if (Array.isArray(value)) return value.every((item) => typeof item === 'number') ? value : value.map((item) => mask(item, field))
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) return maskFields(value)
  return value
}

function maskFields(object: object): Record<string, unknown> {
  // An environment variable is `{ name, value }`: there the name says what the value is.
  const named = 'name' in object && typeof object.name === 'string' ? object.name : null
  return Object.fromEntries(
    Object.entries(object).map(([key, inner]) => [key, mask(inner, key === 'value' && named !== null ? named : key)]),
  )
}

function isSecretField(field: string): boolean {
  return SECRET_FIELD.test(field)
}
