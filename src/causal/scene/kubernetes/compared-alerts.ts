import type { Citation } from '../../../domain/evidence.ts'
import { cite, rowsHeld, type Held } from '../cite.ts'
import type { Scene } from '../scene.ts'

/** An alert with the two values it compared: anomaly detectors put both into the labels `normal` and `current`, rules give the present one. */
export interface ComparedAlert {
  readonly held: Held<'alerts'>
  readonly normal: number
  readonly current: number
}

/** Alerts whose name or summary matches, with the values they compared; a value that is not given is NaN. Units are as the source prints them. */
export function comparedAlerts(scene: Scene, words: RegExp): readonly ComparedAlert[] {
  return rowsHeld(scene.facts, 'alerts')
    .filter(({ row }) => row.entity !== null && words.test(`${row.name} ${row.summary}`))
    .map((held) => ({
      held,
      normal: Number.parseFloat(held.row.labels['normal'] ?? ''),
      current: Number.parseFloat(held.row.labels['current'] ?? String(held.row.value ?? '')),
    }))
}

/** Quotes what an alert says, as what shows the fault itself. */
export function quoteSummary(held: Held<'alerts'>): readonly Citation[] {
  return cite(held, `summary: ${held.row.summary}`, { role: 'mechanism', at: held.row.startsAt })
}
