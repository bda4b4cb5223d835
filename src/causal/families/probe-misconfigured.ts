import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { listAt, mapAt, numberAt, textAt } from '../scene/json.ts'
import { findEvents, firstSeen, quoteEvent, quoteState, type HeldEvent } from '../scene/kubernetes/event-search.ts'
import { currentState, isReady, owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import { overlaySpec } from '../scene/kubernetes/pod-spec-overlay.ts'
import { judgeProbe, type ProbeFault } from '../scene/kubernetes/probe-failure.ts'
import { probesOf, type Probe, type ProbeKind } from '../scene/kubernetes/probes.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, type Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { editRemedy } from './shared/remedies.ts'

/** Wordings of the kubelet (pkg/kubelet/prober), unchanged since 1.4: `Liveness probe failed: …`, `Readiness probe errored: …`. */
const FAILED: Readonly<Record<ProbeKind, RegExp>> = {
  liveness: /^Liveness probe (?:failed|errored)/i,
  readiness: /^Readiness probe (?:failed|errored)/i,
  startup: /^Startup probe (?:failed|errored)/i,
}
/** One or two misses are what every start shows; a probe that is wrong misses as often as it is asked. */
const LEAST_FAILURES = 3

const SAYS: Readonly<Record<Exclude<ProbeFault, 'unknown'>, string>> = {
  protocol: 'speaks another protocol than the container',
  port: 'asks a port that the container does not serve',
  path: 'asks for a page that the container does not have',
  timing: 'gives the container less time than it needs to start',
}

/** A probe that fails because it is wrong, not because the container is: liveness and startup restart it, readiness keeps traffic away. */
export const probeMisconfigured = family('probe_misconfigured', (scene) => {
  const findings = scene.objects.current('Pod').flatMap((pod) => findingsFor(pod, scene))
  const unique = new Map(findings.toReversed().map((finding) => [`${finding.entity} ${finding.mechanism}`, finding]))
  return [...unique.values()]
})

function findingsFor(pod: ObjectVersion, scene: Scene): readonly Finding[] {
  const workload = owningWorkload(pod.row.entity, scene)
  const spec = overlaySpec(pod, currentState(workload, scene))
  return listAt(spec, 'containers').flatMap((container) => {
    const probes = probesOf(container)
    return probes.flatMap((probe) => {
      const failures = findEvents(scene, FAILED[probe.kind], pod.row.entity)
      if (!isHurting(probe, { pod, container, failures })) return []
      const siblings = probes
        .filter((other) => other !== probe)
        .map((other) => ({ probe: other, isPassing: isPassing(other, pod, container) }))
      const fault = judgeProbe({ probe, siblings, container, messages: failures.map(({ row }) => row.message) })
      return fault === 'unknown' ? [] : [findingFor(workload, { probe, fault, failures, pod, scene })]
    })
  })
}

/** Readiness passes when the pod is ready; the others pass when nothing restarted the container. */
function isPassing(probe: Probe, pod: ObjectVersion, container: unknown): boolean {
  if (probe.kind === 'readiness') return isReady(pod)
  const status = listAt(pod.row.object, 'status', 'containerStatuses').find((one) => textAt(one, 'name') === textAt(container, 'name'))
  return status !== undefined && (numberAt(status, 'restartCount') ?? 0) === 0
}

interface Failing {
  readonly pod: ObjectVersion
  readonly container: unknown
  readonly failures: readonly HeldEvent[]
}

/** A failing probe matters when it does its work: the container was restarted, or the pod is kept out of traffic now. */
function isHurting(probe: Probe, { pod, container, failures }: Failing): boolean {
  const count = failures.reduce((total, { row }) => total + row.count, 0)
  if (probe.kind === 'readiness') return count >= LEAST_FAILURES && !isReady(pod)
  const status = listAt(pod.row.object, 'status', 'containerStatuses').find((one) => textAt(one, 'name') === textAt(container, 'name'))
  return (
    count > 0 && (numberAt(status, 'restartCount') ?? 0) > 0 && textAt(mapAt(status, 'lastState'), 'terminated', 'reason') !== 'OOMKilled'
  )
}

interface Judged {
  readonly probe: Probe
  readonly fault: Exclude<ProbeFault, 'unknown'>
  readonly failures: readonly HeldEvent[]
  readonly pod: ObjectVersion
  readonly scene: Scene
}

/** How the kubelet says that it restarts a container for a probe. */
export function killedPattern(kind: string): RegExp {
  return new RegExp(`failed ${kind} probe`, 'i')
}

function findingFor(workload: EntityId, { probe, fault, failures, pod, scene }: Judged): Finding {
  const last = failures.at(-1)
  const path = `${probe.kind}Probe`
  const fields =
    fault === 'timing'
      ? [`${path}.failureThreshold`, `${path}.initialDelaySeconds`, path]
      : [`${path}.httpGet.port`, `${path}.grpc.port`, `${path}.tcpSocket.port`, path]
  const killed = findEvents(scene, killedPattern(probe.kind), pod.row.entity).slice(-1)
  return {
    entity: workload,
    mechanism: `${probe.kind}_probe_wrong_${fault}`,
    basis: 'witnessed',
    since: firstSeen(failures),
    victims: [workload],
    effects: probe.kind === 'readiness' ? WORKLOAD_DOWN : ['container_restart', ...WORKLOAD_DOWN],
    for: [
      because(
        `the ${probe.kind} probe of ${parseEntity(workload).name} ${SAYS[fault]}`,
        last === undefined ? [] : quoteEvent(last, last.row.message),
      ),
      because('the probe as it is set', quoteState(currentState(workload, scene) ?? pod, ...fields)),
      ...killed.map((event) => because('the kubelet acted on it', quoteEvent(event, event.row.message))),
    ],
    disprovenBy: 'the container fails the same request when it is made from beside it, at the right port and after its start',
    remedy: editRemedy(workload, `correct ${path}`),
  }
}
