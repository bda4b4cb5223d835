import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { citeSamples, type Held, momentAt, rowsHeld } from './cite.ts'
import { perObject } from './per-object.ts'
import type { Graph, Scene } from './scene.ts'
import { known, median } from './symptoms/robust.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptoms/symptom-sources.ts'

/** Share of its processor from which a workload waits for it. */
const SATURATED_RATIO = 0.7
/** It must also be this many times what it was: a service that always runs hot is not what changed. */
const LEAST_FACTOR = 2
const LEAST_GROWTH = 0.35
/** Only what is still so at the end is this incident; earlier samples may be the end of another one. */
const LAST_SAMPLES = 4
const LEAST_OUT = 2

/** A workload that uses up its processor now and did not before. Ratios of what it may use. */
export interface Hot {
  readonly held: Held<'series'>
  readonly unit: EntityId
  readonly from: number
  readonly to: number
  /** First of the last samples that is out. */
  readonly index: number
}

/** Workloads that use up their processor at the end of the data, furthest jump first. Machines are left out. */
export const hotWorkloads = perObject(({ facts, graph }: Pick<Scene, 'facts' | 'graph'>): readonly Hot[] => {
  const used = rowsHeld(facts, 'series').filter(({ row }) => row.meaning === 'cpu_ratio' && parseEntity(row.entity).kind !== 'Node')
  return used.flatMap((held) => hotOf(held, graph) ?? []).sort((a, b) => b.to - b.from - (a.to - a.from))
})

/** The same as symptoms, also when the time before was restless. */
export function hotWorkloadSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  return hotWorkloads(sources).map(({ held, unit, from, to, index }) =>
    symptomFrom('metric', {
      kind: 'saturation',
      entity: unit,
      since: momentAt(held.row, index),
      strength: Math.min(0.9, 0.3 + to / 2),
      text: `${unit} uses ${Math.round(to * 100)} % of its processor, before ${Math.round(from * 100)} %`,
      citations: citeSamples(held, 'values', index),
    }),
  )
}

function hotOf(held: Held<'series'>, graph: Graph): Hot | null {
  const samples = held.row.values.flatMap((value, index) => (value === null ? [] : [{ value, index }]))
  const last = samples.slice(-LAST_SAMPLES)
  const from = median(known(samples.slice(0, -LAST_SAMPLES).map(({ value }) => value)))
  if (from === null) return null
  const out = last.filter(({ value }) => value >= SATURATED_RATIO && value >= from * LEAST_FACTOR && value >= from + LEAST_GROWTH)
  const to = median(out.map(({ value }) => value))
  const [first] = out
  if (first === undefined || to === null || out.length < LEAST_OUT) return null
  return { held, unit: graph.unitOf(held.row.entity), from, to, index: first.index }
}
