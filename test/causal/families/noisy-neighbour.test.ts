import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { noisyNeighbour } from '../../../src/causal/families/noisy-neighbour.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { errorLine, stepped } from '../../support/call-facts.ts'
import { calls, factsOf, minute, OVERVIEW, START, STEP_SECONDS, version } from '../../support/facts.ts'

const BASKET = 'shop/Service/basket'
const RUN = 'shop/Pod/report-2911-k2x4z'

function on(
  node: string,
  entity: 'shop/Pod/report-2911-k2x4z' | 'shop/Pod/basket-6d5f-x2x4z',
  { began = 19, ...owner }: { kind: string; name: string; began?: number },
) {
  const status = { phase: 'Running', startTime: minute(began).toISOString() }
  const metadata = { labels: { app: 'basket' }, ownerReferences: [owner] }
  return version(entity, { metadata, spec: { nodeName: node, containers: [{ name: 'main' }] }, status })
}

function cores(values: readonly (number | null)[]): Omit<Rows['series'], 'locator'> {
  return { entity: RUN, metric: 'cpu', meaning: 'cpu_cores', startAt: START, stepSeconds: STEP_SECONDS, values: [...values] }
}

function crowding(series: readonly Omit<Rows['series'], 'locator'>[], node = 'node-a', began = 19) {
  const objects = [
    on('node-a', 'shop/Pod/basket-6d5f-x2x4z', { kind: 'StatefulSet', name: 'basket' }),
    on(node, RUN, { kind: 'Job', name: 'report-2911', began }),
    version('shop/Job/report-2911', { metadata: { ownerReferences: [{ kind: 'CronJob', name: 'report' }] } }, { at: 20 }),
    version('shop/StatefulSet/basket', { spec: { replicas: 1 }, status: { replicas: 1, readyReplicas: 1 } }),
    version('shop/Service/basket', { spec: { selector: { app: 'basket' } } }),
  ]
  const slowed = calls('shop/Service/basket', { from: { at: 20, p95: 2500 } })
  const scene = buildScene(factsOf({ overview: [OVERVIEW], object_versions: objects, service_calls: [slowed], series }))
  return noisyNeighbour.propose(scene).map(({ entity, basis }) => [entity, basis])
}

function blamedBy(...patterns: readonly ReturnType<typeof errorLine>[]) {
  const scene = buildScene(factsOf({ overview: [OVERVIEW], log_patterns: patterns }))
  return noisyNeighbour.propose(scene).map(({ entity, mechanism, basis }) => [entity, mechanism, basis])
}

describe('causal/families/noisy-neighbour', () => {
  it('names the run of a schedule that takes the node of those that slow down', () => {
    expect(crowding([cores(stepped<number | null>(null, 20, 7.2))])).toEqual([['shop/Job/report-2911', 'changed']])
    expect(crowding([])).toEqual([['shop/Job/report-2911', 'changed']])
  })

  it('says nothing of a run that takes little, and of one on another node', () => {
    expect(crowding([cores(stepped<number | null>(null, 20, 0.05))])).toEqual([])
    expect(crowding([], 'node-b')).toEqual([])
  })

  it('knows one that came shortly before the recording, and none that came long before', () => {
    expect(crowding([], 'node-a', -5)).toEqual([['shop/Job/report-2911', 'changed']])
    expect(crowding([], 'node-a', -60)).toEqual([])
  })

  const contended = errorLine(
    BASKET,
    'WARN CPU starvation: throttled by contention on the node, pod=batch/report-7d4b9c-x2k8p in the same cgroup',
    {
      now: 12,
      before: 0,
    },
  )

  it('names the pod that the starved service sees on its node', () => {
    expect(blamedBy(contended)).toEqual([['batch/Pod/report-7d4b9c-x2k8p', 'noisy_neighbour', 'witnessed']])
  })

  it('says nothing where nobody is starved', () => {
    const harmless = errorLine(BASKET, 'WARN rebalanced partitions of pod=batch/report-7d4b9c-x2k8p')

    expect(blamedBy(harmless)).toEqual([])
  })

  it('does not blame the pod of the starved service itself', () => {
    const own = {
      ...contended,
      example: 'WARN CPU starvation: throttled by contention on the node, pod=shop/basket-7d4b9c-x2k8p',
      pattern: 'own',
    }

    expect(blamedBy(own)).toEqual([])
  })
})
