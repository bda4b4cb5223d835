import { type EntityId, formatEntity } from '../../domain/entity.ts'
import { podsOf } from '../cluster/cluster.ts'
import { type Random, suffixOf, uidOf } from '../random.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import type { Step } from './fault.ts'

const CHAOS_NAMESPACE = 'chaos-mesh'
const EVERY_SECONDS = 60

export interface Experiment {
  /** NetworkChaos, PodChaos, StressChaos, HTTPChaos. */
  readonly kind: string
  readonly schedule: string
  readonly target: ServiceUnit
  readonly from: number
  readonly to: number
  /** Between two runs; a minute when left out. */
  readonly everySeconds?: number
}

/** Experiments leave no objects in a snapshot, only events: a Schedule that spawns one a minute, and what each one did. */
export function experimentSteps(random: Random, experiment: Experiment): Step[] {
  const scheduleUid = uidOf(random)
  const steps: Step[] = []
  const every = experiment.everySeconds ?? EVERY_SECONDS
  for (let at = experiment.from; at < experiment.to; at += every) {
    const name = `${experiment.schedule}-${suffixOf(random, 5)}`
    steps.push({ at, apply: (world) => spawn(world, experiment, { name, scheduleUid }) })
    steps.push({
      at: at + every - 2,
      apply: (world) => announce(world, experiment, { name, reason: 'Recovered', text: 'recover' }),
    })
  }
  return steps
}

/** Every name under which this experiment may be blamed: the spawned ones and the Schedule. */
export function experimentEntities(world: World, experiment: Experiment): EntityId[] {
  const kinds = [
    formatEntity(CHAOS_NAMESPACE, experiment.kind, experiment.schedule),
    formatEntity(CHAOS_NAMESPACE, 'Schedule', experiment.schedule),
  ]
  const spawned = spawnedNames.get(world)?.get(experiment.schedule) ?? []
  return [...kinds, ...spawned.map((name) => formatEntity(CHAOS_NAMESPACE, experiment.kind, name))]
}

const spawnedNames = new WeakMap<World, Map<string, string[]>>()

function spawn(world: World, experiment: Experiment, own: { name: string; scheduleUid: string }): void {
  const names = spawnedNames.get(world) ?? new Map<string, string[]>()
  spawnedNames.set(world, names)
  names.set(experiment.schedule, [...(names.get(experiment.schedule) ?? []), own.name])
  world.cluster.events.emit({
    target: {
      apiVersion: 'chaos-mesh.org/v1alpha1',
      kind: 'Schedule',
      namespace: CHAOS_NAMESPACE,
      name: experiment.schedule,
      uid: own.scheduleUid,
    },
    reason: 'Spawned',
    message: `Create new object: ${own.name}`,
    component: 'schedule-cron',
  })
  announce(world, experiment, { name: own.name, reason: 'FinalizerInited', text: '' })
  announce(world, experiment, { name: own.name, reason: 'Applied', text: 'apply' })
}

function announce(world: World, experiment: Experiment, own: { name: string; reason: string; text: string }): void {
  const target = {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: experiment.kind,
    namespace: CHAOS_NAMESPACE,
    name: own.name,
    uid: `${own.name}-uid`,
  }
  if (own.text === '') {
    return world.cluster.events.emit({ target, reason: own.reason, message: 'Finalizer has been inited', component: 'initFinalizers' })
  }
  for (const pod of podsOf(world.cluster, experiment.target.namespace, experiment.target.workload)) {
    const message = `Successfully ${own.text} chaos for ${experiment.target.namespace}/${pod.metadata.name}`
    world.cluster.events.emit({ target, reason: own.reason, message, component: 'records' })
  }
}
