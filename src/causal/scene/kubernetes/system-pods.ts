import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../../domain/entity.ts'
import { listAt, mapAt, textAt } from './fields.ts'
import type { ObjectVersion, Scene } from '../scene.ts'
import { isReady } from './states-and-events.ts'

/** A part of the platform that runs as a pod and does not come up. */
export interface FailingSystemPod {
  readonly pod: ObjectVersion
  /** What it is, as `kube-proxy`. */
  readonly name: string
  readonly node: EntityId
}

/** Labels by which kubeadm and the distributions that follow it mark the pods of the platform. */
const NAME_LABELS = ['k8s-app', 'component', 'app.kubernetes.io/name']

/** Pods of the platform, by their labels, that crash or cannot start now. Empty where the platform runs outside of pods. */
export function failingSystemPods(scene: Scene): readonly FailingSystemPod[] {
  return scene.objects.current('Pod').flatMap((pod) => {
    const labels = mapAt(pod.row.object, 'metadata', 'labels')
    const name = NAME_LABELS.map((label) => textAt(labels, label)).find((value) => value?.startsWith('kube-') === true) ?? null
    const node = textAt(pod.row.object, 'spec', 'nodeName')
    if (name === null || node === null || isReady(pod) || !isCrashing(pod)) return []
    return [{ pod, name, node: formatEntity(CLUSTER_SCOPE, 'Node', node) }]
  })
}

function isCrashing(pod: ObjectVersion): boolean {
  return listAt(pod.row.object, 'status', 'containerStatuses').some(
    (status) => textAt(status, 'state', 'waiting', 'reason') !== null || textAt(status, 'state', 'terminated', 'reason') !== null,
  )
}
