import type { SignalKind } from '../signal.ts'
import { citeFirst, rowsHeld, type Held } from '../cite.ts'
import type { RawSignal, SignalSources } from './signal-sources.ts'

interface EventMeaning {
  readonly kind: SignalKind
  readonly strength: number
  /** When given, the message must say this too. */
  readonly message?: RegExp
}

/**
 * What an event's reason says is wrong. Reasons as written by kubelet, scheduler and controllers (kubernetes/pkg/kubelet/events,
 * scheduler and controller sources).
 */
const REASONS: Readonly<Record<string, readonly EventMeaning[]>> = {
  FailedScheduling: [{ kind: 'pod_pending', strength: 0.9 }],
  FailedCreate: [{ kind: 'pod_not_created', strength: 0.95 }],
  FailedMount: [{ kind: 'pod_pending', strength: 0.7 }],
  FailedAttachVolume: [{ kind: 'pod_pending', strength: 0.7 }],
  ProvisioningFailed: [{ kind: 'pod_pending', strength: 0.6 }],
  Failed: [
    { kind: 'image_pull_failed', strength: 0.95, message: /pull|image/i },
    { kind: 'container_restart', strength: 0.9 },
  ],
  ErrImagePull: [{ kind: 'image_pull_failed', strength: 0.95 }],
  ImagePullBackOff: [{ kind: 'image_pull_failed', strength: 0.95 }],
  InspectFailed: [{ kind: 'image_pull_failed', strength: 0.95 }],
  BackOff: [
    { kind: 'image_pull_failed', strength: 0.9, message: /pulling image/i },
    { kind: 'container_restart', strength: 0.9 },
  ],
  Unhealthy: [{ kind: 'workload_unready', strength: 0.5 }],
  OOMKilling: [{ kind: 'container_restart', strength: 0.9 }],
  Evicted: [{ kind: 'pod_pending', strength: 0.7 }],
  Preempted: [{ kind: 'pod_pending', strength: 0.8 }],
  NodeNotReady: [{ kind: 'node_unhealthy', strength: 0.9 }],
  NodeNotSchedulable: [{ kind: 'node_unhealthy', strength: 0.4 }],
  FailedToUpdateEndpoint: [{ kind: 'no_endpoints', strength: 0.4 }],
}

/** One signal per event row that says that something failed. Normal events are no symptoms. */
export function eventSignals(sources: SignalSources): readonly RawSignal[] {
  return rowsHeld(sources.facts, 'kubernetes_events').flatMap((held) => signalOf(held, sources))
}

function signalOf(held: Held<'kubernetes_events'>, sources: SignalSources): readonly RawSignal[] {
  const { row } = held
  const meaning = (REASONS[row.reason] ?? []).find(({ message }) => message === undefined || message.test(row.message))
  if (meaning === undefined) return []
  return [
    {
      kind: meaning.kind,
      entity: row.entity,
      since: row.firstAt ?? row.lastAt,
      until: row.lastAt,
      strength: meaning.strength,
      isBackground: !sources.isInScope(row.entity) && meaning.kind !== 'node_unhealthy',
      text: `${row.reason} on ${row.entity}: ${row.message.slice(0, 160)}`,
      citations: citeFirst(held, [`message: ${row.message}`, `reason: ${row.reason}`], { role: 'symptom', at: row.lastAt ?? row.firstAt }),
    },
  ]
}
