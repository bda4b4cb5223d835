import { podsOf } from '../cluster/cluster.ts'
import { ended } from '../cluster/kubelet.ts'
import { type Exit, isUp } from '../cluster/pod.ts'
import { entity, restart } from '../faults/acts.ts'
import type { Step } from '../faults/fault.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { type Happenings, type Surroundings, bystanders, momentNear } from './surroundings.ts'

const EXITS: readonly Exit[] = [
  { exitCode: 143, reason: 'Error', lastWords: null },
  { exitCode: 1, reason: 'Error', lastWords: 'worker thread ended unexpectedly, leaving' },
  { exitCode: 137, reason: 'OOMKilled', lastWords: null },
]

/** A container that ends once where something catches it (another replica, a queue that keeps what comes), or a rollout restart of a bystander. */
export function harmlessRestarts(surroundings: Surroundings, strangers: readonly ServiceUnit[]): Happenings {
  const { random } = surroundings
  const { all } = bystanders(surroundings)
  const caught = [...all.filter((unit) => unit.role === 'worker' || unit.replicas > 1), ...strangers]
  const steps: Step[] = []
  const touched: ServiceUnit[] = []
  if (caught.length > 0) {
    const [unit, exit] = [random.pick(caught), random.pick(EXITS)]
    touched.push(unit)
    steps.push({ at: momentNear(surroundings), apply: (world) => endOnce(world, unit, exit) })
  }
  if (all.length > 0 && (caught.length === 0 || random.chance(0.5))) {
    const unit = random.pick(all)
    touched.push(unit)
    steps.push({ at: momentNear(surroundings), apply: (world) => restart(world, unit) })
  }
  return { steps, decoys: touched.map((unit) => entity(unit, 'Deployment')) }
}

function endOnce(world: World, unit: ServiceUnit, exit: Exit): void {
  const pod = podsOf(world.cluster, unit.namespace, unit.workload).find(isUp)
  if (pod) ended(world.cluster, pod, exit)
}
