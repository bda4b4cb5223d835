import { parseEntity } from '../../domain/entity.ts'
import { rowsHeld } from '../scene/cite.ts'
import { isMap, listAt } from '../scene/json.ts'
import { findEvents, firstSeen, quoteEvent, quoteState } from '../scene/kubernetes/event-search.ts'
import { isReady, owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, onePerEntity, type Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { editRemedy } from './shared/remedies.ts'

/** Wording of the kubelet (pkg/kubelet/prober). */
const FAILED = /^Readiness probe (?:failed|errored)/i
/** Fewer are what every start shows. */
const LEAST_FAILURES = 3

/**
 * A pod that runs and is kept out of traffic by its readiness probe, without a word that says the probe is wrong. Who waits for another that does not answer
 * is not named here: its probe tells the truth.
 */
export const readinessFailing = family('readiness_probe_failing', (scene) => {
  const waiting = new Set(rowsHeld(scene.facts, 'call_failures').map(({ row }) => scene.graph.unitOf(row.caller)))
  const found = scene.objects.current('Pod').filter((pod) => !waiting.has(scene.graph.unitOf(pod.row.entity)))
  const findings = found.flatMap((pod) => findingFor(pod, scene))
  return onePerEntity(findings)
})

function findingFor(pod: ObjectVersion, scene: Scene): readonly Finding[] {
  const failures = findEvents(scene, FAILED, pod.row.entity)
  const [last] = failures.slice(-1)
  const count = failures.reduce((sum, { row }) => sum + row.count, 0)
  const runs = listAt(pod.row.object, 'status', 'containerStatuses').every(
    (status) => isMap(status) && isMap(status['state']) && 'running' in status['state'],
  )
  if (last === undefined || count < LEAST_FAILURES || isReady(pod) || !runs) return []
  const workload = owningWorkload(pod.row.entity, scene)
  return [
    {
      entity: workload,
      mechanism: 'readiness_probe_failing',
      basis: 'measured',
      // That a probe fails does not say whether it or what it asks is wrong.
      isReasonUnknown: true,
      since: firstSeen(failures),
      victims: [workload],
      effects: WORKLOAD_DOWN,
      for: [
        because(
          `the readiness probe of ${parseEntity(workload).name} failed ${count} times and keeps it out of traffic`,
          quoteEvent(last, last.row.message),
        ),
        because('its container runs', quoteState(pod, 'state.running', 'startedAt')),
        because('the probe as it is set', quoteState(pod, 'readinessProbe')),
      ],
      disprovenBy: 'what the probe asks for, asked from beside the container, being refused there too',
      remedy: editRemedy(workload, 'correct readinessProbe, or what it asks for'),
    },
  ]
}
