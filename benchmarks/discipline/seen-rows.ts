import { toolTextsOf, type SeenRequest } from './script.ts'

/** A record as a tool showed it: where it stands, and its lines `path: value`. */
export interface SeenRow {
  readonly evidenceId: string
  readonly locator: string
  readonly lines: readonly string[]
}

const HEAD = /^\[(E\d+) (.+)\]$/

/** Every record that the tools showed so far, in order; what other tools wrote in prose is no record. */
export function seenRows(request: SeenRequest): readonly SeenRow[] {
  const rows: SeenRow[] = []
  for (const line of toolTextsOf(request).flatMap((text) => text.split('\n'))) {
    const head = HEAD.exec(line)
    const last = rows.at(-1)
    if (head) rows.push({ evidenceId: head[1] ?? '', locator: head[2] ?? '', lines: [] })
    else if (last && line.startsWith('  ')) rows.splice(-1, 1, { ...last, lines: [...last.lines, line.slice(2)] })
  }
  return rows
}

/** The value of a field of a record; null when it is not among the shown lines. */
export function fieldOf(row: SeenRow, name: string): string | null {
  const line = row.lines.find((one) => one.startsWith(`${name}: `))
  return line === undefined ? null : line.slice(name.length + 2)
}

/** A change of an object as `read_changes` wrote it, oldest first. */
export interface SeenChange {
  readonly at: string
  readonly entity: string
  readonly to: string
  readonly evidenceId: string
  readonly locator: string
}

const CHANGE = /^(\d{4}-\S+|time unknown) (\S+\/\S+\/\S+) \S+ \S+ .* -> (.*) \[(?:.*, )?(E\d+) (\S+)\]$/

export function seenChanges(request: SeenRequest): readonly SeenChange[] {
  return toolTextsOf(request)
    .flatMap((text) => text.split('\n'))
    .flatMap((line) => {
      const [, at = '', entity = '', to = '', evidenceId = '', locator = ''] = CHANGE.exec(line) ?? []
      return entity === '' ? [] : [{ at, entity, to, evidenceId, locator }]
    })
}
