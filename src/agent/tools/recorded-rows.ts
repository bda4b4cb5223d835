import type { EntityId } from '../../domain/entity.ts'
import { rowsOf, sourceOf, whyEmpty } from '../../domain/reading.ts'
import type { QueryKind, Rows } from '../../domain/telemetry-rows.ts'
import type { Ledger } from '../../evidence/ledger.ts'
import type { EvidenceRow } from '../../evidence/rendering.ts'

export interface RecordedRow<K extends QueryKind> extends EvidenceRow {
  readonly row: Rows[K]
}

/** Rows of a kind that this run has recorded, in order of recording, each locator once. */
export function recordedRows<K extends QueryKind>(ledger: Ledger, kind: K): readonly RecordedRow<K>[] {
  const rows = ledger
    .evidence()
    .filter((evidence) => evidence.query.kind === kind)
    .flatMap((evidence) => rowsOf<unknown>(evidence.reading).map((row) => ({ evidence, row }) as RecordedRow<K>))
  return [...new Map(rows.map((entry) => [entry.row.locator + JSON.stringify(entry.row).slice(0, 200), entry])).values()]
}

/** Says why a kind has no rows: read and empty, failed, or never read. Never leaves it looking like health. */
export function whyNone(ledger: Ledger, kind: QueryKind, subject: string): string {
  const readings = ledger.evidence().filter((evidence) => evidence.query.kind === kind)
  const [why] = readings.flatMap(({ reading }) => whyEmpty(reading) ?? [])
  if (readings.length === 0) return `${sourceOf(kind)} were not read in this run, so nothing is known about ${subject}.`
  if (why !== undefined) return `No ${subject}: ${why}. This says nothing about health.`
  return `None of the recorded rows matches ${subject}. The source was read; the thing was not in it.`
}

/** True when an id was asked for and the row is about it; always true when none was asked for. Names may be given without scope and kind. */
export function isAbout(asked: string | null, ...entities: readonly (EntityId | null)[]): boolean {
  if (asked === null) return true
  const wanted = asked.toLowerCase()
  return entities.some((entity) => entity !== null && (entity.toLowerCase() === wanted || nameOf(entity).startsWith(nameOf(wanted))))
}

function nameOf(id: string): string {
  return id.toLowerCase().split('/').slice(2).join('/') || id.toLowerCase()
}
