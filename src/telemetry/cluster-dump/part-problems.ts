import type { Problem } from '../../domain/reading.ts'
import { JsonTooLarge } from '../shared/bounded-json.ts'

/** Something read from a dump, with what could not be read. */
export interface Part<Row> {
  readonly rows: readonly Row[]
  readonly problems: readonly Problem[]
}

/**
 * Reads each entry of a part on its own: one that throws becomes a named problem and the others are kept. `where` names the part
 * inside the file; the record number is the entry's position, from 1.
 */
export function readEach<Entry, Row>(
  entries: readonly (readonly [string, Entry])[],
  where: string,
  read: (name: string, entry: Entry) => readonly Row[],
): Part<Row> {
  const rows: Row[] = []
  const problems: Problem[] = []
  for (const [index, [name, entry]] of entries.entries())
    try {
      rows.push(...read(name, entry))
    } catch (cause) {
      problems.push({
        where: `${where}.${name}`,
        record: index + 1,
        what: `unreadable (${whyOf(cause)})`,
        unreadable: { count: 1, of: entries.length, unit: 'records' },
      })
    }
  return { rows, problems }
}

function whyOf(cause: unknown): string {
  if (cause instanceof JsonTooLarge) return cause.message
  return cause instanceof Error ? cause.name : 'unknown error'
}

/** Puts parts one after the other. */
export function joinParts<Row>(parts: readonly Part<Row>[]): Part<Row> {
  return { rows: parts.flatMap((part) => part.rows), problems: parts.flatMap((part) => part.problems) }
}
