import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { cite, rowsHeld } from '../scene/cite.ts'
import { hotWorkloads } from '../scene/hot-workloads.ts'
import { comparedAlerts } from '../scene/kubernetes/compared-alerts.ts'
import { symptomsOf } from '../weigh/explain.ts'
import type { Scene } from '../scene/scene.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { because, buildProposal, editRemedy, type Finding } from './build-proposal.ts'
import type { Family } from './family.ts'

/** How rules and detectors name CPU use and throttling (kubernetes-mixin: CPUThrottlingHigh; cAdvisor: cpu_cfs_throttled). */
const CPU_ALERTS = /cpu|throttl|cfs/i
const CPU_MEANINGS = new Set(['cpu_cores', 'cpu_ratio', 'cpu_throttled_ratio'])

/** A workload that uses all the CPU it may, without more requests to serve: it is slow by itself, and those that wait for it with it. */
export const cpuOverload: Family = {
  name: 'cpu_overload',
  propose(scene) {
    const starved = cpuSymptoms(scene)
    const byUnit = Map.groupBy(starved, (symptom) => scene.graph.unitOf(symptom.entity))
    // Where one workload alone uses up its processor, that is told with whether something beside it takes the time.
    const told = new Set(hotWorkloads(scene.facts, scene.graph).map(({ unit }) => unit))
    const own = [...byUnit].filter(([unit, symptoms]) => !told.has(unit) || symptoms.some(({ kind }) => kind === 'throttling'))
    return own.filter(([unit]) => !isLoaded(unit, scene)).map(([unit, symptoms]) => buildProposal(findingFor(unit, symptoms, scene)))
  },
}

/** Symptoms of CPU at a workload or service; a node's CPU is the sum of its guests. */
function cpuSymptoms(scene: Scene): readonly Symptom[] {
  const alerts = comparedAlerts(scene, CPU_ALERTS).map(({ held }) => held.row.locator)
  const series = rowsHeld(scene.facts, 'series')
    .filter(({ row }) => CPU_MEANINGS.has(row.meaning))
    .map(({ row }) => row.locator)
  const locators = new Set([...alerts, ...series])
  return symptomsOf(scene).filter(
    (symptom) =>
      (symptom.kind === 'throttling' || symptom.kind === 'saturation') &&
      parseEntity(symptom.entity).kind !== 'Node' &&
      symptom.citations.some(({ locator }) => locators.has(locator)),
  )
}

/** More requests than before are load from outside, not the workload's own doing. */
function isLoaded(unit: EntityId, scene: Scene): boolean {
  return symptomsOf(scene).some((symptom) => symptom.kind === 'traffic_surge' && scene.graph.unitOf(symptom.entity) === unit)
}

function findingFor(unit: EntityId, symptoms: readonly Symptom[], scene: Scene): Finding {
  const entity = workloadBehind(unit, scene)
  const isThrottled = symptoms.some(({ kind }) => kind === 'throttling')
  const compared = comparedAlerts(scene, CPU_ALERTS).filter(({ held }) => held.row.entity === unit)
  const quotes = compared.map(({ held }) =>
    because(held.row.summary, cite(held, `summary: ${held.row.summary}`, { role: 'mechanism', at: held.row.startsAt })),
  )
  return {
    entity,
    mechanism: 'cpu_overload',
    basis: isThrottled ? 'measured' : 'inferred',
    since: symptoms.map(({ since }) => since).find((since) => since !== null) ?? null,
    victims: [unit],
    effects: ['throttling', 'saturation', 'latency', 'error_rate', 'traffic_drop', 'container_restart'],
    for: [...quotes, ...symptoms.map((symptom) => because(symptom.text, symptom.citations))].slice(0, 3),
    disprovenBy: 'its CPU use follows its number of requests, or stays below its limit',
    remedy: editRemedy(entity, 'raise resources.limits.cpu, after looking at what uses the CPU'),
  }
}

/** The workload behind a service, where it is known. */
function workloadBehind(unit: EntityId, scene: Scene): EntityId {
  const selected = scene.graph.from(unit, 'selects')
  return selected.find((entity) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(parseEntity(entity).kind)) ?? unit
}
