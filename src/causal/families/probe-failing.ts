import { howOften } from '../../domain/how-often.ts'
import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { rowsHeld } from '../scene/cite.ts'
import { listAt, mapAt, numberAt, textAt, overlaySpec } from '../scene/kubernetes/fields.ts'
import {
  findEvents,
  firstSeen,
  quoteEvent,
  quoteState,
  currentState,
  isReady,
  owningWorkload,
} from '../scene/kubernetes/states-and-events.ts'
import type { HeldEvent, ObjectVersion, Scene } from '../scene/scene.ts'
import { judgeProbe, type Probe, type ProbeFault, type ProbeKind, probesOf } from '../scene/kubernetes/probes.ts'
import { family, because, type Finding, WORKLOAD_DOWN } from './family.ts'
import { editRemedy } from './shared/remedies.ts'

/**
 * Wordings of the kubelet (pkg/kubelet/prober), unchanged since 1.4: `Liveness probe failed: …`, `Readiness probe errored: …`, and how it says that it
 * restarts a container for a probe.
 */
const WORDS: Readonly<Record<ProbeKind, { readonly failed: RegExp; readonly killed: RegExp }>> = {
  liveness: { failed: /^Liveness probe (?:failed|errored)/i, killed: /failed liveness probe/i },
  readiness: { failed: /^Readiness probe (?:failed|errored)/i, killed: /failed readiness probe/i },
  startup: { failed: /^Startup probe (?:failed|errored)/i, killed: /failed startup probe/i },
}
/** One or two misses are what every start shows; a probe that is wrong misses as often as it is asked. */
const LEAST_FAILURES = 3

const SAYS: Readonly<Record<Exclude<ProbeFault, 'unknown'>, string>> = {
  protocol: 'speaks another protocol than the container',
  port: 'asks a port that the container does not serve',
  path: 'asks for a page that the container does not have',
  timing: 'gives the container less time than it needs to start',
}

/**
 * A probe that fails because it is wrong, not because the container is: liveness and startup restart it, readiness keeps traffic away. Where nothing says
 * that a readiness probe is wrong and its container runs, it fails for a reason that is not known, unless its workload does not reach somebody: then it
 * tells the truth.
 */
export const probeFailing = family('probe_failing', (scene) => {
  const waiting = new Set(rowsHeld(scene.facts, 'call_failures').map(({ row }) => scene.graph.unitOf(row.caller)))
  const findings = scene.objects.current('Pod').flatMap((pod) => {
    const judged = judgedProbes(pod, scene)
    return judged.length > 0 || waiting.has(scene.graph.unitOf(pod.row.entity)) ? judged : (unexplained(pod, scene) ?? [])
  })
  return [...new Map(findings.toReversed().map((finding) => [`${finding.entity} ${finding.mechanism}`, finding])).values()]
})

function judgedProbes(pod: ObjectVersion, scene: Scene): readonly Finding[] {
  const workload = owningWorkload(pod.row.entity, scene)
  const spec = overlaySpec(pod, currentState(workload, scene))
  return listAt(spec, 'containers').flatMap((container) => {
    return probesOf(container).flatMap((probe) => {
      const failures = findEvents(scene, WORDS[probe.kind].failed, pod.row.entity)
      const status = listAt(pod.row.object, 'status', 'containerStatuses').find((one) => textAt(one, 'name') === textAt(container, 'name'))
      if (!isHurting(probe, { pod, status, failures })) return []
      const fault = judgeProbe({ probe, container, messages: failures.map(({ row }) => row.message) })
      return fault === 'unknown' ? [] : [judgedFinding(workload, { probe, fault, failures, pod, scene })]
    })
  })
}

interface Failing {
  readonly pod: ObjectVersion
  readonly status: unknown
  readonly failures: readonly HeldEvent[]
}

/** A failing probe matters when it does its work: the container was restarted, or the pod is kept out of traffic now. */
function isHurting(probe: Probe, { pod, status, failures }: Failing): boolean {
  if (probe.kind === 'readiness') return isKeptOut(pod, failures)
  const isKilledForMemory = textAt(mapAt(status, 'lastState'), 'terminated', 'reason') === 'OOMKilled'
  return failures.length > 0 && (numberAt(status, 'restartCount') ?? 0) > 0 && !isKilledForMemory
}

function isKeptOut(pod: ObjectVersion, failures: readonly HeldEvent[]): boolean {
  return timesIn(failures) >= LEAST_FAILURES && !isReady(pod)
}

function timesIn(failures: readonly HeldEvent[]): number {
  return failures.reduce((total, { row }) => total + row.count, 0)
}

interface Judged {
  readonly probe: Probe
  readonly fault: Exclude<ProbeFault, 'unknown'>
  readonly failures: readonly HeldEvent[]
  readonly pod: ObjectVersion
  readonly scene: Scene
}

function judgedFinding(workload: EntityId, { probe, fault, failures, pod, scene }: Judged): Finding {
  const path = `${probe.kind}Probe`
  const fields = fault === 'timing' ? ['failureThreshold', 'initialDelaySeconds'] : ['httpGet.port', 'grpc.port', 'tcpSocket.port']
  const state = currentState(workload, scene) ?? pod
  return {
    ...commonOf(workload, probe.kind, failures),
    mechanism: `${probe.kind}_probe_wrong_${fault}`,
    basis: 'witnessed',
    for: [
      ...quotesOf(failures, `the ${probe.kind} probe of ${parseEntity(workload).name} ${SAYS[fault]}`),
      because('the probe as it is set', quoteState(state, ...fields.map((field) => `${path}.${field}`), path)),
      ...quotesOf(findEvents(scene, WORDS[probe.kind].killed, pod.row.entity), 'the kubelet acted on it'),
    ],
  }
}

/** That a probe fails does not say whether it or what it asks is wrong. */
function unexplained(pod: ObjectVersion, scene: Scene): Finding | null {
  const failures = findEvents(scene, WORDS.readiness.failed, pod.row.entity)
  const statuses = listAt(pod.row.object, 'status', 'containerStatuses')
  const isRunning = statuses.every((status) => 'running' in mapAt(status, 'state'))
  if (!isKeptOut(pod, failures) || !isRunning) return null
  const workload = owningWorkload(pod.row.entity, scene)
  const text = `the readiness probe of ${parseEntity(workload).name} failed ${howOften(timesIn(failures))} and keeps it out of traffic`
  return {
    ...commonOf(workload, 'readiness', failures),
    mechanism: 'readiness_probe_failing',
    basis: 'measured',
    isReasonUnknown: true,
    for: [
      ...quotesOf(failures, text),
      because('its container runs', quoteState(pod, 'state.running', 'startedAt')),
      because('the probe as it is set', quoteState(pod, 'readinessProbe')),
    ],
  }
}

/** The newest of the events, as what shows it. */
function quotesOf(events: readonly HeldEvent[], text: string): Finding['for'] {
  return events.slice(-1).map((last) => because(text, quoteEvent(last)))
}

/** Readiness only keeps traffic away; the others restart the container. */
function commonOf(entity: EntityId, kind: ProbeKind, failures: readonly HeldEvent[]): Omit<Finding, 'mechanism' | 'basis' | 'for'> {
  return {
    entity,
    since: firstSeen(failures),
    ...(kind === 'readiness'
      ? { effects: WORKLOAD_DOWN, musts: ['workload_unready'], mustNots: ['container_restart'] }
      : { effects: ['container_restart', ...WORKLOAD_DOWN], musts: ['container_restart'] }),
    disprovenBy: 'the container failing the same request when it is made from beside it, at the right port and after its start',
    remedy: editRemedy(entity, `correct ${kind}Probe, or what it asks for`),
  }
}
