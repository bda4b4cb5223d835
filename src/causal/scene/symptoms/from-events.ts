import { ownValue } from '../../../domain/own-value.ts'
import type { EntityId } from '../../../domain/entity.ts'
import { isGoneSince } from '../kubernetes/said.ts'
import type { SymptomKind } from './symptom.ts'
import { citeFirst, rowsHeld, type Held } from '../cite.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

interface EventMeaning {
  readonly kind: SymptomKind
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
  BackoffLimitExceeded: [{ kind: 'job_failed', strength: 0.8 }],
  DeadlineExceeded: [{ kind: 'job_failed', strength: 0.8 }],
  NodeNotReady: [{ kind: 'node_unhealthy', strength: 0.9 }],
  NodeNotSchedulable: [{ kind: 'node_unhealthy', strength: 0.4 }],
  FailedToUpdateEndpoint: [{ kind: 'no_endpoints', strength: 0.4 }],
}

/** A failure reported fewer times than this and then gone is how healthy starts, moves and rollouts look. */
const FEW = 5

/** One symptom per event row that says that something failed. Normal events are no symptoms. */
export function eventSymptoms(sources: SymptomSources, states: readonly RawSymptom[]): readonly RawSymptom[] {
  const health = {
    sources,
    troubled: new Set(states.flatMap(({ entity, until }) => (until === null ? [sources.graph.unitOf(entity)] : []))),
    observedUntil: observations(sources),
  }
  return rowsHeld(sources.facts, 'kubernetes_events').flatMap((held) => symptomOf(held, health))
}

interface Health {
  readonly sources: SymptomSources
  /** Units that are unwell in their newest state. */
  readonly troubled: ReadonlySet<EntityId>
  /** Last observation of any object of each unit, in milliseconds since the epoch. */
  readonly observedUntil: ReadonlyMap<EntityId, number>
}

function symptomOf(held: Held<'kubernetes_events'>, health: Health): readonly RawSymptom[] {
  const { row } = held
  const meaning = (ownValue(REASONS, row.reason) ?? []).find(({ message }) => message === undefined || message.test(row.message))
  if (meaning === undefined) return []
  const lastAt = row.lastAt ?? row.firstAt
  const isOver = lastAt !== null && isWellAfter(row.entity, lastAt, health)
  // A Job that was given up is not taken up again.
  const isPassing = isOver && row.count < FEW && meaning.kind !== 'job_failed'
  return [
    symptomFrom('event', {
      kind: meaning.kind,
      entity: row.entity,
      since: row.firstAt ?? row.lastAt,
      until: isOver ? lastAt : null,
      strength: meaning.strength,
      // What was said about a pod that is gone by now is history, however loud.
      isBackground:
        isGoneSince(row.entity, row.lastAt ?? row.firstAt, health.sources.objects) ||
        isPassing ||
        (!health.sources.isInScope(row.entity) && meaning.kind !== 'node_unhealthy'),
      said: `${row.reason}: ${row.message}`,
      text: `${row.reason} on ${row.entity}: ${row.message.slice(0, 160)}`,
      citations: citeFirst(held, [`message: ${row.message}`, `reason: ${row.reason}`], { role: 'symptom', at: row.lastAt ?? row.firstAt }),
    }),
  ]
}

/** True when the objects of the entity's unit were observed after the event and nothing is wrong with them any more. */
function isWellAfter(entity: EntityId, at: Date, { sources, troubled, observedUntil }: Health): boolean {
  const unit = sources.graph.unitOf(entity)
  return !troubled.has(unit) && (observedUntil.get(unit) ?? 0) > at.getTime()
}

function observations({ objects, graph }: SymptomSources): ReadonlyMap<EntityId, number> {
  const until = new Map<EntityId, number>()
  for (const { row } of objects.current()) {
    const unit = graph.unitOf(row.entity)
    until.set(unit, Math.max(until.get(unit) ?? 0, row.lastSeenAt?.getTime() ?? 0))
  }
  return until
}
