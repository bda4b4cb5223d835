import { formatEntity, parseEntity, CLUSTER_SCOPE, type EntityId } from '../../domain/entity.ts'
import { cite, rowsHeld, type Held } from '../scene/cite.ts'
import { listAt, textAt, timeAt } from '../scene/json.ts'
import { findEvents, firstSeen, quoteEvent, quoteState } from '../scene/kubernetes/event-search.ts'
import { judgeNode } from '../scene/kubernetes/node-fit.ts'
import { currentState, owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import { failingSystemPods } from '../scene/kubernetes/system-pods.ts'
import { findUnscheduledPods, isUnseenByScheduler } from '../scene/kubernetes/unscheduled-pods.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, type Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { onUnit } from './shared/kubectl.ts'

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
    const unit = UNITS.find(([name]) => name.test(check.row.target))?.[1]
    if (check.row.check !== 'node_unit' || check.row.state !== 'failed' || unit === undefined) return []
    const node = check.row.entity
    const text = `${check.row.target} does not run on ${parseEntity(node).name}`
    return [findingFor(node, unit, { scene, since: check.row.at, basis: 'witnessed', for: [because(text, quoteCheck(check))] })]
  })
}

function quoteCheck(check: Held<'checks'>): ReturnType<typeof cite> {
  const line = /Active: [^\n]*/.exec(check.row.output)?.[0] ?? `state: ${check.row.state}`
  return cite(check, line, { role: 'mechanism', at: check.row.at })
}

/** The node controller gave up waiting for the node's heartbeat. */
function silentKubelets(scene: Scene): readonly Finding[] {
  return scene.objects.current('Node').flatMap((node) => {
    const ready = listAt(node.row.object, 'status', 'conditions').find((condition) => textAt(condition, 'type') === 'Ready')
    const reason = textAt(ready, 'reason') ?? ''
    if (textAt(ready, 'status') === 'True' || !KUBELET_SILENT.test(reason)) return []
    const text = `the kubelet of ${parseEntity(node.row.entity).name} stopped reporting`
    const since = timeAt(ready, 'lastTransitionTime')
    // A node that was closed first is being looked after by somebody; that it stops then is what was meant to happen.
    const basis = textAt(node.row.object, 'spec', 'unschedulable') === 'true' ? 'inferred' : 'witnessed'
    return [
      findingFor(node.row.entity, 'kubelet', {
        scene,
        since,
        basis,
        for: [because(text, quoteState(node, `reason: ${reason}`))],
      }),
    ]
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
    if (isOver || isNodeReady(node, scene)) return []
    const text = `the kubelet of ${parseEntity(node).name} cannot reach its container runtime`
    const quote = RUNTIME_GONE.exec(last.row.message)?.[0] ?? ''
    return [
      findingFor(node, 'container_runtime', {
        scene,
        since: firstSeen(events),
        basis: 'witnessed',
        for: [because(text, quoteEvent(last, quote))],
      }),
    ]
  })
}

function nodeOf(entity: EntityId, scene: Scene): EntityId | null {
  return parseEntity(entity).kind === 'Node' ? entity : (scene.graph.to(entity, 'runs')[0] ?? null)
}

function isNodeReady(node: EntityId, scene: Scene): boolean {
  const conditions = listAt(currentState(node, scene)?.row.object, 'status', 'conditions')
  return conditions.some((condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True')
}

/** Pods that no scheduler ever looked at. Which node it should run on is known only where nodes are set apart for the control plane. */
function idleScheduler(scene: Scene): readonly Finding[] {
  const unseen = findUnscheduledPods(scene).filter(isUnseenByScheduler)
  const homes = scene.objects.current('Node').filter(({ row }) => judgeNode({}, row.object).isControlPlane)
  const [pod] = unseen
  const [home] = homes
  if (pod?.state === undefined || pod.state === null || home === undefined || homes.length > 1) return []
  const text = `${unseen.length} pending ${unseen.length === 1 ? 'pod has' : 'pods have'} never been looked at by the scheduler`
  const victims = unseen.map(({ entity }) => owningWorkload(entity, scene))
  const argument = because(text, quoteState(pod.state, 'phase: Pending'))
  return [
    findingFor(home.row.entity, 'scheduler', {
      scene,
      since: null,
      basis: 'witnessed',
      for: [argument, because('where the control plane runs', quoteState(home, 'control-plane', 'master'))],
      victims,
    }),
  ]
}

/** Where kube-proxy runs as a pod, its own restarts tell. The routes of its node then stay as they were. */
function failingProxies(scene: Scene): readonly Finding[] {
  return failingSystemPods(scene)
    .filter(({ name }) => name === 'kube-proxy')
    .map(({ pod, node }) => {
      const events = findEvents(scene, /back-?off/i, pod.row.entity)
      const said = events.slice(-1).map((event) => because('its kubelet restarts it', quoteEvent(event, event.row.message)))
      const text = `kube-proxy of ${parseEntity(node).name} does not stay up`
      const state = because(text, quoteState(pod, 'waiting.reason', 'terminated.reason', 'phase'))
      return findingFor(node, 'kube_proxy', { scene, since: firstSeen(events), basis: 'witnessed', for: [state, ...said] })
    })
}

interface Shown {
  readonly scene: Scene
  readonly since: Date | null
  readonly basis: Finding['basis']
  readonly for: Finding['for']
  readonly victims?: readonly EntityId[]
}

const SYSTEMD_NAMES: Readonly<Record<Unit, string>> = {
  kubelet: 'kubelet',
  container_runtime: 'containerd',
  kube_proxy: 'kube-proxy',
  scheduler: 'kube-scheduler',
}

function findingFor(node: EntityId, unit: Unit, shown: Shown): Finding {
  const name = SYSTEMD_NAMES[unit]
  const unscheduled = findUnscheduledPods(shown.scene).filter((pod) => pod.refusal === null)
  const ownVictims = unit === 'scheduler' ? unscheduled.map(({ entity }) => owningWorkload(entity, shown.scene)) : [node]
  return {
    entity: formatEntity(CLUSTER_SCOPE, 'Node', parseEntity(node).name),
    mechanism: `${unit}_down`,
    basis: shown.basis,
    since: shown.since,
    victims: shown.victims ?? ownVictims,
    effects: [...WORKLOAD_DOWN, 'node_unhealthy', 'latency', 'container_restart'],
    for: shown.for,
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
