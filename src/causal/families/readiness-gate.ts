import { parseEntity } from '../../domain/entity.ts'
import { listAt, textAt, timeAt } from '../scene/json.ts'
import { quoteState } from '../scene/kubernetes/event-search.ts'
import { owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { changeArguments, changeOf } from './shared/arguments.ts'
import { because, onePerEntity, type Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { editRemedy } from './shared/remedies.ts'

/** Reason of the condition `Ready` while all containers are ready and a gate is not. Source: pkg/kubelet/status/generate.go. */
const GATES_NOT_READY = 'ReadinessGatesNotReady'
/** Where a workload writes its gates down. */
const GATES = /^spec\.template\.spec\.readinessGates(?:\.|$)/

/** A pod whose containers are ready and which is kept out of traffic by a condition that somebody else was to set. */
export const readinessGate = family('readiness_gate_unmet', (scene) => {
  const findings = scene.objects.current('Pod').flatMap((pod) => findingFor(pod, scene))
  return onePerEntity(findings)
})

function findingFor(pod: ObjectVersion, scene: Scene): readonly Finding[] {
  const [unmet] = unmetGates(pod)
  if (unmet === undefined) return []
  const ready = conditionOf(pod, 'Ready')
  const workload = owningWorkload(pod.row.entity, scene)
  const { name } = parseEntity(workload)
  const change = changeOf(workload, scene, GATES)
  const message = textAt(ready, 'message')
  return [
    {
      entity: workload,
      mechanism: 'readiness_gate_unmet',
      basis: 'witnessed',
      since: change?.at ?? timeAt(ready, 'lastTransitionTime'),
      victims: [workload],
      effects: WORKLOAD_DOWN,
      for: [
        because(
          `${name} waits for the readiness gate ${unmet}, which nobody fulfils`,
          quoteState(pod, ...(message === null ? [] : [`message: ${message}`]), `reason: ${GATES_NOT_READY}`, 'type: ContainersReady'),
        ),
        because('its gates', quoteState(pod, `conditionType: ${unmet}`)),
        ...changeArguments(change),
      ],
      disprovenBy: `the condition ${unmet} being true and the pod still not ready`,
      remedy: editRemedy(workload, 'take the gate out of spec.template.spec.readinessGates, or mend what sets its condition'),
    },
  ]
}

/**
 * The gates that keep a pod from being ready, in the order of its spec; empty where they do not: while a container is not ready that is the reason. A listing
 * without reasons says it by the conditions alone.
 */
function unmetGates(pod: ObjectVersion): readonly string[] {
  const [ready, containers] = [conditionOf(pod, 'Ready'), conditionOf(pod, 'ContainersReady')]
  const isTold = textAt(ready, 'reason') === GATES_NOT_READY
  if (textAt(ready, 'status') !== 'False' || (!isTold && textAt(containers, 'status') !== 'True')) return []
  const gates = listAt(pod.row.object, 'spec', 'readinessGates').flatMap((gate) => textAt(gate, 'conditionType') ?? [])
  return gates.filter((gate) => textAt(conditionOf(pod, gate), 'status') !== 'True')
}

function conditionOf({ row }: ObjectVersion, type: string): unknown {
  return listAt(row.object, 'status', 'conditions').find((one) => textAt(one, 'type') === type)
}
