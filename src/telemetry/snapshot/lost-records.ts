import type { Problem } from '../../domain/reading.ts'

/** Records named one by one; the others are counted in one more problem. */
const MAX_NAMED_RECORDS = 20

/** Collects the records of one table whose content cannot be used, so that thousands of them are told in a few problems. */
export function createLostRecords(what: string, records: number) {
  const named: Problem[] = []
  let rest = 0
  return {
    /** `count`: how many records have the same content. */
    add({ file, record }: { readonly file: string; readonly record: number }, count = 1): void {
      if (named.length < MAX_NAMED_RECORDS) named.push({ where: file, record, what, unreadable: { count, of: records, unit: 'records' } })
      else rest += count
    },
    /** In order of finding. */
    problems(): Problem[] {
      const [first] = named
      if (first === undefined || rest === 0) return named
      return [
        ...named,
        { ...first, record: null, what: `${rest} more records: ${what}`, unreadable: { count: rest, of: records, unit: 'records' } },
      ]
    },
  }
}
