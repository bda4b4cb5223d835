import { parseBoundedJson } from '../shared/bounded-json.ts'

/** Values of one recorded object: a resource definition with its schema has ten thousand, and everything later walks each of them. */
const MAX_BODY_VALUES = 50_000

/** The value of a JSON text, `undefined` when it is none or beyond the limits of nesting and size. */
export function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : parseBoundedJson(text, MAX_BODY_VALUES)
  } catch {
    return undefined
  }
}
