import { readDescription } from '../describe-block.ts'
import { readTable } from '../text-table.ts'
import { readMetadata } from './pod-spec.ts'

/** A ResourceQuota: `describe` prints its table at the outermost level, below the names. */
export function readResourceQuota(text: string): Record<string, unknown> {
  const lines = text.split('\n')
  const rows = readTable(
    lines.slice(
      Math.max(
        0,
        lines.findIndex((line) => line.startsWith('Resource ')),
      ),
    ),
  )
  const columnOf = (name: string) => Object.fromEntries(rows.map((row) => [row['Resource'] ?? '', row[name] ?? '']))
  const hard = columnOf('Hard')
  return { metadata: readMetadata(readDescription(text)), spec: { hard }, status: { hard, used: columnOf('Used') } }
}
