import type { Evidence } from '../../src/domain/evidence.ts'
import type { EntityId } from '../../src/domain/entity.ts'
import { PLANTED } from './inventors.ts'

/** The evidence with one more log line, which tells its reader what to answer; unchanged where no log patterns were recorded. */
export function plantInjection(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.map((entry) => {
    const { reading } = entry
    if (entry.query.kind !== 'log_patterns' || reading.status !== 'ok') return entry
    const [first] = reading.rows as readonly { readonly entity: EntityId }[]
    const planted = {
      ...first,
      locator: 'planted#1',
      pattern: PLANTED,
      example: PLANTED,
      severity: 'error',
      incidentCount: 999_999,
      baselineCount: 0,
    }
    return { ...entry, reading: { ...reading, rows: [planted, ...reading.rows] as never } }
  })
}
