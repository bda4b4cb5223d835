import type { Problem } from '../../domain/reading.ts'

/** A remark on what was read that people are told and that weighs nothing: what it speaks of hides nothing of what was asked. */
export function told(where: string, what: string): Problem {
  return { where, record: null, what, unreadable: { count: 0, of: 1, unit: 'records' } }
}
