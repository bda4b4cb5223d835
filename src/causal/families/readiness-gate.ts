import { parseEntity } from '../../domain/entity.ts'
import { listAt, textAt, timeAt, conditionOf, isTrue } from '../scene/kubernetes/fields.ts'
import { quoteState, owningWorkload } from '../scene/kubernetes/states-and-events.ts'
import type { ObjectVersion, Scene } from '../scene/scene.ts'
import { family, because, changeArguments, changeOf, type Finding, onePerEntity, WORKLOAD_DOWN } from './family.ts'
import { editRemedy } from './shared/remedies.ts'

/** Reason of the condition `Ready` while all containers are ready and a gate is not. Source: pkg/kubelet/status/generate.go. */
const GATES_NOT_READY = 'ReadinessGatesNotReady'
/** Where a workload writes its gates down. */
const GATES = /^spec\.template\.spec\.readinessGates(?:\.|$)/

/** A pod whose containers are ready and which is kept out of traffic by a condition that somebody else was to set. */
export const readinessGate = family('readiness_gate_unmet', (scene) =>
  onePerEntity(scene.objects.current('Pod').flatMap((pod) => findingFor(pod, scene) ?? [])),
)

function findingFor(pod: ObjectVersion, scene: Scene): Finding | null {
  const [gate] = unmetGates(pod)
  if (gate === undefined) return null
  const ready = conditionOf(pod.row.object, 'Ready')
  const workload = owningWorkload(pod.row.entity, scene)
  const change = changeOf(workload, scene, GATES)
  const fragments = [`message: ${textAt(ready, 'message') ?? GATES_NOT_READY}`, `reason: ${GATES_NOT_READY}`, 'type: ContainersReady']
  return {
    entity: workload,
    mechanism: 'readiness_gate_unmet',
    basis: 'witnessed',
    since: change?.at ?? timeAt(ready, 'lastTransitionTime'),
    effects: WORKLOAD_DOWN,
    for: [
      because(`${parseEntity(workload).name} waits for the readiness gate ${gate}, which nobody fulfils`, quoteState(pod, ...fragments)),
      because('its gates', quoteState(pod, `conditionType: ${gate}`)),
      ...changeArguments(change),
    ],
    disprovenBy: `the condition ${gate} being true and the pod still not ready`,
    remedy: editRemedy(workload, 'take the gate out of spec.template.spec.readinessGates, or mend what sets its condition'),
  }
}

/**
 * The gates that keep a pod from being ready, in the order of its spec; empty where they do not: while a container is not ready that is the reason. A listing
 * without reasons says it by the conditions alone.
 */
function unmetGates({ row: { object } }: ObjectVersion): readonly string[] {
  const ready = conditionOf(object, 'Ready')
  const isTold = textAt(ready, 'reason') === GATES_NOT_READY
  if (textAt(ready, 'status') !== 'False' || (!isTold && !isTrue(object, 'ContainersReady'))) return []
  const gates = listAt(object, 'spec', 'readinessGates').flatMap((gate) => textAt(gate, 'conditionType') ?? [])
  return gates.filter((gate) => !isTrue(object, gate))
}
