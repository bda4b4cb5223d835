import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { cite, rowsHeld } from '../scene/cite.ts'
import { hotWorkloads } from '../scene/hot-workloads.ts'
import { comparedAlerts } from '../scene/kubernetes/compared-alerts.ts'
import { symptomsOf } from '../weigh/explain.ts'
import type { Scene } from '../scene/scene.ts'
import type { Signal } from '../scene/signal.ts'
import { family } from './family.ts'
import { because, buildProposal, type Finding } from './shared/build-proposal.ts'
import { OVERLOADED } from './shared/effects.ts'
import { editRemedy } from './shared/remedies.ts'

/** How rules and detectors name CPU use and throttling (kubernetes-mixin: CPUThrottlingHigh; cAdvisor: cpu_cfs_throttled). */
const CPU_ALERTS = /cpu|throttl|cfs/i
const CPU_MEANINGS = new Set(['cpu_cores', 'cpu_ratio', 'cpu_throttled_ratio'])

/** A workload that uses all the CPU it may, without more requests to serve: it is slow by itself, and those that wait for it with it. */
export const cpuOverload = family('cpu_overload', (scene) => {
  const starved = cpuSignals(scene)
  const byUnit = Map.groupBy(starved, (signal) => scene.graph.unitOf(signal.entity))
  // Where one workload alone uses up its processor, that is told with whether something beside it takes the time.
  const told = new Set(hotWorkloads(scene.facts, scene.graph).map(({ unit }) => unit))
  const own = [...byUnit].filter(([unit, signals]) => !told.has(unit) || signals.some(({ kind }) => kind === 'throttling'))
  return own.filter(([unit]) => !isLoaded(unit, scene)).map(([unit, signals]) => buildProposal(findingFor(unit, signals, scene)))
})

/** Signals of CPU at a workload or service; a node's CPU is the sum of its guests. */
function cpuSignals(scene: Scene): readonly Signal[] {
  const alerts = comparedAlerts(scene, CPU_ALERTS).map(({ held }) => held.row.locator)
  const series = rowsHeld(scene.facts, 'series')
    .filter(({ row }) => CPU_MEANINGS.has(row.meaning))
    .map(({ row }) => row.locator)
  const locators = new Set([...alerts, ...series])
  return symptomsOf(scene).filter(
    (signal) =>
      (signal.kind === 'throttling' || signal.kind === 'saturation') &&
      parseEntity(signal.entity).kind !== 'Node' &&
      signal.citations.some(({ locator }) => locators.has(locator)),
  )
}

/** More requests than before are load from outside, not the workload's own doing. */
function isLoaded(unit: EntityId, scene: Scene): boolean {
  return symptomsOf(scene).some((signal) => signal.kind === 'traffic_surge' && scene.graph.unitOf(signal.entity) === unit)
}

function findingFor(unit: EntityId, signals: readonly Signal[], scene: Scene): Finding {
  const entity = workloadBehind(unit, scene)
  const isThrottled = signals.some(({ kind }) => kind === 'throttling')
  const compared = comparedAlerts(scene, CPU_ALERTS).filter(({ held }) => held.row.entity === unit)
  const quotes = compared.map(({ held }) =>
    because(held.row.summary, cite(held, `summary: ${held.row.summary}`, { role: 'mechanism', at: held.row.startsAt })),
  )
  return {
    entity,
    mechanism: 'cpu_overload',
    basis: isThrottled ? 'measured' : 'inferred',
    since: signals.map(({ since }) => since).find((since) => since !== null) ?? null,
    victims: [unit],
    effects: OVERLOADED,
    for: [...quotes, ...signals.map((signal) => because(signal.text, signal.citations))].slice(0, 3),
    disprovenBy: 'its CPU use follows its number of requests, or stays below its limit',
    remedy: editRemedy(entity, 'raise resources.limits.cpu, after looking at what uses the CPU'),
  }
}

/** The workload behind a service, where it is known. */
function workloadBehind(unit: EntityId, scene: Scene): EntityId {
  const selected = scene.graph.from(unit, 'selects')
  return selected.find((entity) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(parseEntity(entity).kind)) ?? unit
}
