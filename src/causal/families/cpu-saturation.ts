import type { Proposal } from '../weigh/candidate.ts'
import { citeSamples, momentAt } from '../scene/cite-samples.ts'
import { rowsHeld } from '../scene/cite.ts'
import { hotWorkloads, type Hot } from '../scene/hot-workloads.ts'
import type { Scene } from '../scene/scene.ts'
import { known, median } from '../scene/symptoms/robust.ts'
import { nameIn } from './kubectl.ts'
import type { Family } from './family.ts'

/** Load on the whole machine that grew by this much comes from beside the workload. */
const NODE_FACTOR = 1.25
/** A service whose traffic also grew by this factor has more work, not dearer work. */
const SURGE_FACTOR = 2
const MAX_PROPOSALS = 3

/**
 * A workload that uses up its processor although its traffic did not grow with it: its own code, or something placed inside it, burns
 * the time. The one that jumped furthest comes first.
 */
export const cpuSaturation: Family = {
  name: 'cpu_saturated',
  propose(scene) {
    const hot = hotWorkloads(scene.facts, scene.graph)
    return hot.slice(0, MAX_PROPOSALS).map((one, index) => proposalFor(one, scene, index === 0))
  },
}

function proposalFor(hot: Hot, scene: Scene, isLead: boolean): Proposal {
  const { held, unit, from, to, index } = hot
  const isContended = nodeGrew(hot, scene)
  return {
    entity: unit,
    mechanism: isContended ? 'cpu_contended' : 'cpu_consumed',
    since: momentAt(held.row, index),
    basis: isLead && !hasSurge(hot, scene) ? 'measured' : 'inferred',
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
      what: `give ${nameIn(unit, 'the service')} more processor time or replicas, and profile one of them`,
      commands: [],
      risk: 'More replicas cost more and may only spread the burning.',
      undo: { what: 'Return to the former size.', commands: [] },
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
      after > before * SURGE_FACTOR &&
      held.row.startAt.getTime() === row.startAt.getTime()
    )
  })
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}
