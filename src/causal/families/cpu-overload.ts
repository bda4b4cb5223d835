import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest } from '../../domain/time-window.ts'
import { rowsHeld } from '../scene/cite.ts'
import { hotWorkloads, type Hot } from '../scene/hot-workloads.ts'
import { comparedAlerts, quoteSummary } from '../scene/kubernetes/compared-alerts.ts'
import type { Scene } from '../scene/scene.ts'
import { type Symptom, symptomsOf } from '../scene/symptoms/symptom.ts'
import { known, median } from '../scene/symptoms/robust.ts'
import { family, because, type Finding, OVERLOADED, readLogs } from './family.ts'
import { editRemedy } from './shared/remedies.ts'
import { workloadOf } from './shared/workloads.ts'

/** How rules and detectors name CPU use and throttling (kubernetes-mixin: CPUThrottlingHigh; cAdvisor: cpu_cfs_throttled). */
const CPU_ALERTS = /cpu|throttl|cfs/i
const CPU_MEANINGS = new Set(['cpu_cores', 'cpu_ratio', 'cpu_throttled_ratio'])
/** Load on the whole machine that grew by this much, as a factor, comes from beside the workload. */
const NODE_FACTOR = 1.25

/**
 * A workload that uses all the processor it may, without more requests to serve: its own code burns the time, or something placed beside it takes it. It is
 * slow by itself, and those that wait for it with it.
 */
export const cpuOverload = family('cpu_overload', (scene) => {
  // More requests than before are load from outside, not the workload's own doing.
  const loaded = new Set(symptomsOf(scene).flatMap(({ kind, unit }) => (kind === 'traffic_surge' ? [unit] : [])))
  const idle = cpuSymptoms(scene).filter(({ unit }) => !loaded.has(unit))
  return [...Map.groupBy(idle, ({ unit }) => unit)].map(([unit, symptoms]) => findingFor(unit, symptoms, scene))
})

/** Symptoms of processor at a workload or service; a node's is the sum of its guests. */
function cpuSymptoms(scene: Scene): readonly Symptom[] {
  const alerts = comparedAlerts(scene, CPU_ALERTS).map(({ held }) => held.row.locator)
  const series = rowsHeld(scene.facts, 'series').flatMap(({ row }) => (CPU_MEANINGS.has(row.meaning) ? [row.locator] : []))
  const locators = new Set([...alerts, ...series])
  return symptomsOf(scene).filter(
    ({ kind, entity, citations }) =>
      (kind === 'throttling' || kind === 'saturation') &&
      parseEntity(entity).kind !== 'Node' &&
      citations.some(({ locator }) => locators.has(locator)),
  )
}

function findingFor(unit: EntityId, symptoms: readonly Symptom[], scene: Scene): Finding {
  // How it came to use up its processor, where that was measured as a share of what it may use.
  const hot = hotWorkloads(scene).findLast((one) => one.unit === unit)
  const entity = workloadOf(unit, scene)
  const isThrottled = symptoms.some(({ kind }) => kind === 'throttling')
  const alerts = comparedAlerts(scene, CPU_ALERTS).filter(({ held }) => held.row.entity === unit)
  const quotes = alerts.map(({ held }) => because(held.row.summary, quoteSummary(held)))
  return {
    entity,
    mechanism: hot === undefined ? 'cpu_overload' : hasNodeGrown(hot, scene) ? 'cpu_contended' : 'cpu_consumed',
    basis: isThrottled || hot !== undefined ? 'measured' : 'inferred',
    since: earliest(symptoms.map(({ since }) => since)),
    victims: [unit],
    effects: OVERLOADED,
    for: [...quotes, ...symptoms.map(({ text, citations }) => because(text, citations))].slice(0, 3),
    disprovenBy: 'its CPU use follows its number of requests, or stays below its limit',
    reads: readLogs(unit, scene),
    remedy: editRemedy(entity, 'raise resources.limits.cpu, after looking at what uses the CPU'),
  }
}

/** The machine grew busier with it, by more than this workload can use. */
function hasNodeGrown({ held, index }: Hot, scene: Scene): boolean {
  const pod = held.row.metric.split(' of ').at(-1) ?? ''
  const node = rowsHeld(scene.facts, 'series').find(({ row }) => /node/i.test(row.metric) && pod !== '' && row.metric.endsWith(pod))
  const before = median(known(node?.row.values.slice(0, index) ?? []))
  const after = median(known(node?.row.values.slice(index) ?? []))
  return before !== null && after !== null && after > before * NODE_FACTOR
}
