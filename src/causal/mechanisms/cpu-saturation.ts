import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Proposal } from '../candidate.ts'
import { citeSamples, momentAt } from '../cite-samples.ts'
import { rowsHeld, type Held } from '../cite.ts'
import type { Scene } from '../scene.ts'
import { known, median } from '../signals/robust.ts'
import type { Mechanism } from './mechanism.ts'

/** Share of its processor from which a workload waits for it. */
const SATURATED_RATIO = 0.7
/** It must also be this many times what it was: a service that always runs hot is not what changed. */
const LEAST_FACTOR = 2
const LEAST_GROWTH = 0.35
/** Only what is still so at the end is this incident; earlier samples may be the end of another one. */
const LAST_SAMPLES = 4
const LEAST_OUT = 2
/** Load on the whole machine that grew by this much comes from beside the workload. */
const NODE_FACTOR = 1.25
const MAX_PROPOSALS = 3

interface Hot {
  readonly held: Held<'series'>
  readonly unit: EntityId
  readonly from: number
  readonly to: number
  readonly index: number
}

/**
 * A workload that uses up its processor although its traffic did not grow with it: its own code, or something placed inside it, burns
 * the time. The one that jumped furthest comes first.
 */
export const cpuSaturation: Mechanism = {
  name: 'cpu_saturated',
  propose(scene) {
    const hot = rowsHeld(scene.facts, 'series')
      .filter(({ row }) => row.meaning === 'cpu_ratio' && parseEntity(row.entity).kind !== 'Node')
      .flatMap((held) => hotOf(held, scene) ?? [])
      .sort((a, b) => b.to - b.from - (a.to - a.from))
    return hot.slice(0, MAX_PROPOSALS).map((one, index) => proposalFor(one, scene, index === 0))
  },
}

function hotOf(held: Held<'series'>, scene: Scene): Hot | null {
  const samples = held.row.values.flatMap((value, index) => (value === null ? [] : [{ value, index }]))
  const last = samples.slice(-LAST_SAMPLES)
  const from = median(known(samples.slice(0, -LAST_SAMPLES).map(({ value }) => value)))
  if (from === null) return null
  const out = last.filter(({ value }) => value >= SATURATED_RATIO && value >= from * LEAST_FACTOR && value >= from + LEAST_GROWTH)
  const to = median(out.map(({ value }) => value))
  const [first] = out
  if (first === undefined || to === null || out.length < LEAST_OUT) return null
  return { held, unit: scene.graph.unitOf(held.row.entity), from, to, index: first.index }
}

function proposalFor(hot: Hot, scene: Scene, isLead: boolean): Proposal {
  const { held, unit, from, to, index } = hot
  const isContended = nodeGrew(hot, scene)
  return {
    entity: unit,
    mechanism: isContended ? 'cpu_contended' : 'cpu_consumed',
    since: momentAt(held.row, index),
    basis: isLead && !hasSurge(hot, scene) ? 'changed' : 'inferred',
    for: [
      {
        text: `CPU of ${unit} went from ${percent(from)} to ${percent(to)} of what it may use`,
        citations: citeSamples(held, 'values', index),
      },
    ],
    against: [],
    victims: [unit],
    effects: ['saturation', 'throttling', 'latency', 'error_rate', 'traffic_drop'],
    disprovenBy: 'traffic that grew as much as the processor time, or the same load on an earlier day',
    disconfirmingQueries:
      scene.window === null ? [] : [{ kind: 'log_examples', entity: unit, window: scene.window, onlyErrors: true, offset: 0, limit: 20 }],
    action: {
      kind: 'scale',
      target: unit,
      command: `give ${parseEntity(unit).name} more processor time or replicas, and profile one of them`,
      risk: 'More replicas cost more and may only spread the burning.',
      rollback: 'Return to the former size.',
      citations: citeSamples(held, 'values', index),
    },
  }
}

/** The machine grew busier with it, by more than this workload can use. */
function nodeGrew({ held, index }: Hot, scene: Scene): boolean {
  const pod = held.row.metric.split(' of ').at(-1) ?? ''
  const node = rowsHeld(scene.facts, 'series').find(({ row }) => /node/i.test(row.metric) && pod !== '' && row.metric.endsWith(pod))
  const before = median(known(node?.row.values.slice(0, index) ?? []))
  const after = median(known(node?.row.values.slice(index) ?? []))
  return before !== null && after !== null && after > before * NODE_FACTOR
}

/** Traffic of the same workload doubled at the same time: then it does more work, not more per request. */
function hasSurge({ held, unit, index }: Hot, scene: Scene): boolean {
  const traffic = rowsHeld(scene.facts, 'series').filter(
    ({ row }) => row.meaning === 'requests_per_second' && scene.graph.unitOf(row.entity) === unit,
  )
  return traffic.some(({ row }) => {
    const before = median(known(row.values.slice(0, index)))
    const after = median(known(row.values.slice(index)))
    return (
      before !== null &&
      after !== null &&
      before > 0 &&
      after > before * LEAST_FACTOR &&
      held.row.startAt.getTime() === row.startAt.getTime()
    )
  })
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}
