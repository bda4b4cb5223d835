import { formatEntity, parseEntity, CLUSTER_SCOPE, type EntityId } from '../../domain/entity.ts'
import { cite, rowsHeld } from '../scene/cite.ts'
import { textAt, timeAt, conditionOf, isTrue, listAt } from '../scene/kubernetes/fields.ts'
import {
  findEvents,
  firstSeen,
  quoteEvent,
  quoteState,
  currentState,
  owningWorkload,
  isReady,
} from '../scene/kubernetes/states-and-events.ts'
import { judgeNode } from '../scene/kubernetes/node-fit.ts'
import { findUnscheduledPods, isUnseenByScheduler } from '../scene/kubernetes/unscheduled-pods.ts'
import type { ObjectVersion, Scene } from '../scene/scene.ts'
import { family, because, type Finding, WORKLOAD_DOWN } from './family.ts'
import { onUnit } from './shared/remedies.ts'

type Unit = 'kubelet' | 'container_runtime' | 'kube_proxy' | 'scheduler'

/** Names of the units, as distributions run them under systemd. */
const UNITS: readonly (readonly [RegExp, Unit])[] = [
  [/^kubelet(\.service)?$/, 'kubelet'],
  [/^(containerd|docker|crio|cri-o|cri-docker)(\.service)?$/, 'container_runtime'],
  [/^kube-proxy(\.service)?$/, 'kube_proxy'],
  [/^kube-scheduler(\.service)?$/, 'scheduler'],
]

/** The kubelet cannot reach its runtime. Sources: pkg/kubelet (runtime state, container GC), gRPC dial errors of the CRI client. */
const RUNTIME_GONE =
  /(?:containerd|docker|crio|cri-dockerd)\.sock: connect: (?:no such file or directory|connection refused)|container runtime is down|Cannot connect to the Docker daemon/i
/** Reasons of the `Ready` condition. Sources: node lifecycle controller (Unknown), pkg/kubelet/nodestatus (False). */
const KUBELET_SILENT = /NodeStatusUnknown|NodeStatusNeverUpdated/
/** A node whose runtime failed longer ago than this before the newest such event recovered meanwhile: the kubelet repeats every minute. */
const RUNTIME_REPEAT_SECONDS = 150

/** What runs a node or places pods on it has stopped: seen directly by asking the unit, else by what the rest of the cluster says about it. */
export const nodeUnitDown = family('node_unit_down', (scene) => {
  const checked = fromChecks(scene)
  const known = new Set(checked.map(({ entity, mechanism }) => `${entity} ${mechanism}`))
  const seen = [...silentKubelets(scene), ...lostRuntimes(scene), ...idleScheduler(scene), ...failingProxies(scene)]
  return [...checked, ...seen.filter(({ entity, mechanism }) => !known.has(`${entity} ${mechanism}`))]
})

function fromChecks(scene: Scene): readonly Finding[] {
  return rowsHeld(scene.facts, 'checks').flatMap((check) => {
    const { target, entity, state, output, at } = check.row
    const unit = UNITS.find(([name]) => name.test(target))?.[1]
    if (check.row.check !== 'node_unit' || state !== 'failed' || unit === undefined) return []
    const line = /Active: [^\n]*/.exec(output)?.[0] ?? `state: ${state}`
    const shown = because(`${target} does not run on ${parseEntity(entity).name}`, cite(check, line, { role: 'mechanism', at }))
    return [findingFor(entity, unit, { scene, since: at, for: [shown] })]
  })
}

/** The node controller gave up waiting for the node's heartbeat. */
function silentKubelets(scene: Scene): readonly Finding[] {
  return scene.objects.current('Node').flatMap((node) => {
    const { entity, object } = node.row
    const ready = conditionOf(object, 'Ready')
    const reason = textAt(ready, 'reason') ?? ''
    if (isTrue(object, 'Ready') || !KUBELET_SILENT.test(reason)) return []
    const shown = because(`the kubelet of ${parseEntity(entity).name} stopped reporting`, quoteState(node, `reason: ${reason}`))
    // A node that was closed first is being looked after by somebody; that it stops then is what was meant to happen.
    const basis = textAt(object, 'spec', 'unschedulable') === 'true' ? 'inferred' : 'witnessed'
    return [findingFor(entity, 'kubelet', { scene, since: timeAt(ready, 'lastTransitionTime'), basis, for: [shown] })]
  })
}

/** The kubelet is alive and says itself that its runtime is not. */
function lostRuntimes(scene: Scene): readonly Finding[] {
  const said = findEvents(scene, RUNTIME_GONE)
  const byNode = Map.groupBy(said, ({ row }) => nodeOf(row.entity, scene))
  const newest = Math.max(...said.map(({ row }) => row.lastAt?.getTime() ?? 0))
  return [...byNode].flatMap(([node, events]) => {
    const last = events.at(-1)
    if (node === null || last === undefined) return []
    const isOver = last.row.lastAt !== null && newest - last.row.lastAt.getTime() > RUNTIME_REPEAT_SECONDS * 1000
    if (isOver || isTrue(currentState(node, scene)?.row.object, 'Ready')) return []
    const text = `the kubelet of ${parseEntity(node).name} cannot reach its container runtime`
    const shown = because(text, quoteEvent(last, RUNTIME_GONE.exec(last.row.message)?.[0]))
    return [findingFor(node, 'container_runtime', { scene, since: firstSeen(events), for: [shown] })]
  })
}

function nodeOf(entity: EntityId, scene: Scene): EntityId | null {
  return parseEntity(entity).kind === 'Node' ? entity : (scene.graph.to(entity, 'runs')[0] ?? null)
}

/** Pods that no scheduler ever looked at. Which node it should run on is known only where nodes are set apart for the control plane. */
function idleScheduler(scene: Scene): readonly Finding[] {
  const unseen = findUnscheduledPods(scene).filter(isUnseenByScheduler)
  const homes = scene.objects.current('Node').filter(({ row }) => judgeNode({}, row.object).isControlPlane)
  const [pod] = unseen
  const [home] = homes
  if (pod?.state === undefined || pod.state === null || home === undefined || homes.length > 1) return []
  const text = `${unseen.length} pending ${unseen.length === 1 ? 'pod has' : 'pods have'} never been looked at by the scheduler`
  return [
    findingFor(home.row.entity, 'scheduler', {
      scene,
      since: null,
      for: [
        because(text, quoteState(pod.state, 'phase: Pending')),
        because('where the control plane runs', quoteState(home, 'control-plane', 'master')),
      ],
      victims: unseen.map(({ entity }) => owningWorkload(entity, scene)),
    }),
  ]
}

/** Where kube-proxy runs as a pod, its own restarts tell. The routes of its node then stay as they were. */
function failingProxies(scene: Scene): readonly Finding[] {
  const pods = scene.objects.current('Pod').filter((pod) => isProxy(pod) && !isReady(pod) && isCrashing(pod))
  return pods.flatMap((pod) => {
    const node = nodeOf(pod.row.entity, scene)
    if (node === null) return []
    const events = findEvents(scene, /back-?off/i, pod.row.entity)
    const shown = [
      because(`kube-proxy of ${parseEntity(node).name} does not stay up`, quoteState(pod, 'waiting.reason', 'terminated.reason', 'phase')),
      ...events.slice(-1).map((event) => because('its kubelet restarts it', quoteEvent(event))),
    ]
    return [findingFor(node, 'kube_proxy', { scene, since: firstSeen(events), for: shown })]
  })
}

/** By the labels with which kubeadm and the distributions that follow it mark the pods of the platform. */
function isProxy({ row }: ObjectVersion): boolean {
  return ['k8s-app', 'component', 'app.kubernetes.io/name'].some(
    (label) => textAt(row.object, 'metadata', 'labels', label) === 'kube-proxy',
  )
}

/** It cannot start, or has ended. */
function isCrashing({ row }: ObjectVersion): boolean {
  const isStopped = (status: unknown) => ['waiting', 'terminated'].some((state) => textAt(status, 'state', state, 'reason') !== null)
  return listAt(row.object, 'status', 'containerStatuses').some(isStopped)
}

/** `basis`: a reading states it, where it is absent; `victims`: by the unit, where they are. */
interface Shown extends Pick<Finding, 'since' | 'for' | 'victims'> {
  readonly scene: Scene
  readonly basis?: Finding['basis']
}

const SYSTEMD_NAMES: Readonly<Record<Unit, string>> = {
  kubelet: 'kubelet',
  container_runtime: 'containerd',
  kube_proxy: 'kube-proxy',
  scheduler: 'kube-scheduler',
}

function findingFor(node: EntityId, unit: Unit, { scene, ...shown }: Shown): Finding {
  const name = SYSTEMD_NAMES[unit]
  const unscheduled = findUnscheduledPods(scene).filter((pod) => pod.refusal === null)
  return {
    basis: 'witnessed',
    victims: unit === 'scheduler' ? unscheduled.map(({ entity }) => owningWorkload(entity, scene)) : [node],
    ...shown,
    entity: formatEntity(CLUSTER_SCOPE, 'Node', parseEntity(node).name),
    mechanism: `${unit}_down`,
    effects: [...WORKLOAD_DOWN, 'node_unhealthy', 'latency', 'container_restart'],
    disprovenBy: `${name} on ${parseEntity(node).name} is active and did its work meanwhile`,
    reads: [{ kind: 'checks' }, { kind: 'object_versions', entity: node }],
    remedy: {
      kind: 'restart',
      what: 'start the unit on its node',
      commands: [onUnit('start', node, name)],
      risk: 'Pods of the node may restart, and why it stopped is not known yet.',
      undo: { what: 'stop it again', commands: [onUnit('stop', node, name)] },
    },
  }
}
