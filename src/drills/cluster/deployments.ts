import { type Cluster, objectsOfKind } from './cluster.ts'
import type { Workload } from './objects.ts'
import { type ReplicaSet, createReplicaSet, podsOwnedBy, refer, replicaSetsOf, templateHash } from './replica-sets.ts'

const SURGE_RATIO = 0.25

/** One pass of the Deployment controller: rolling updates that keep old pods serving until new ones are ready. */
export function stepDeployments(cluster: Cluster): void {
  for (const object of objectsOfKind(cluster, 'Deployment')) stepDeployment(cluster, object as Workload)
}

function stepDeployment(cluster: Cluster, deployment: Workload): void {
  const sets = replicaSetsOf(cluster, deployment)
  const current = currentSet(cluster, deployment, sets)
  const old = sets.filter((set) => set !== current && set.spec.replicas > 0)
  const wanted = deployment.spec.replicas
  if (old.length === 0) {
    scale(cluster, deployment, { set: current, to: wanted })
    return
  }
  const surge = Math.ceil(wanted * SURGE_RATIO)
  const oldTotal = old.reduce((sum, set) => sum + set.spec.replicas, 0)
  scale(cluster, deployment, { set: current, to: Math.min(wanted, Math.max(current.spec.replicas, wanted + surge - oldTotal)) })
  retireOld(cluster, deployment, { current, old })
}

/** Old pods may go as soon as enough others are ready; those that are not ready go at once. */
function retireOld(cluster: Cluster, deployment: Workload, sets: { current: ReplicaSet; old: ReplicaSet[] }): void {
  const mayBeMissing = Math.floor(deployment.spec.replicas * SURGE_RATIO)
  const ready = [sets.current, ...sets.old].flatMap((set) => podsOwnedBy(cluster, set)).filter((pod) => pod.run.isReady).length
  let canGo = ready - (deployment.spec.replicas - mayBeMissing)
  for (const set of sets.old) {
    const unready = podsOwnedBy(cluster, set).filter((pod) => !pod.run.isReady && pod.run.stage !== 'terminating').length
    const readyToGo = Math.max(0, Math.min(canGo, set.spec.replicas - unready))
    canGo -= readyToGo
    if (unready + readyToGo > 0) scale(cluster, deployment, { set, to: Math.max(0, set.spec.replicas - unready - readyToGo) })
  }
}

/** The ReplicaSet of the present template, made when there is none. Templates are compared only after a change. */
function currentSet(cluster: Cluster, deployment: Workload, sets: readonly ReplicaSet[]): ReplicaSet {
  const generation = String(deployment.metadata.generation)
  const known = sets.find((set) => set.metadata.annotations['drill/generation'] === generation)
  if (known) return known
  const name = `${deployment.metadata.name}-${templateHash(deployment.spec.template)}`
  const set = sets.find((candidate) => candidate.metadata.name === name) ?? createReplicaSet(cluster, deployment, cluster.clock.now)
  set.metadata.annotations['drill/generation'] = generation
  return set
}

function scale(cluster: Cluster, deployment: Workload, step: { set: ReplicaSet; to: number }): void {
  const from = step.set.spec.replicas
  if (from === step.to) return
  step.set.spec.replicas = step.to
  if (step.set.metadata.generation !== undefined) step.set.metadata.generation += 1
  cluster.events.emit({
    target: refer(deployment),
    reason: 'ScalingReplicaSet',
    message: `Scaled ${step.to > from ? 'up' : 'down'} replica set ${step.set.metadata.name} from ${from} to ${step.to}`,
    component: 'deployment-controller',
  })
}
