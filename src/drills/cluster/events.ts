import { type Clock, isoSecond } from '../clock.ts'
import { type Random, hexOf, uidOf } from '../random.ts'

interface EventTarget {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly uid: string
  readonly fieldPath?: string
}

export interface ClusterEvent {
  readonly name: string
  readonly uid: string
  readonly namespace: string
  readonly target: EventTarget
  readonly reason: string
  message: string
  readonly severity: 'Normal' | 'Warning'
  readonly component: string
  readonly host: string | null
  count: number
  readonly firstAt: number
  lastAt: number
  resourceVersion: number
}

interface NewEvent {
  readonly target: EventTarget
  readonly reason: string
  readonly message: string
  readonly severity?: 'Normal' | 'Warning'
  readonly component: string
  readonly host?: string | null
}

export interface EventSink {
  emit(event: NewEvent): void
  /** Removes events from the API server, which the watch reports as DELETED rows. */
  expire(keep: (event: ClusterEvent) => boolean): void
}

export type Observe = (type: 'ADDED' | 'MODIFIED' | 'DELETED', event: ClusterEvent) => void

/** Counts repeats as the API server does: same target, reason and message is one event whose count grows. */
export function createEvents(clock: Clock, random: Random, observe: Observe): EventSink {
  const live = new Map<string, ClusterEvent>()
  let resourceVersion = 900_000
  return {
    emit(event) {
      const key = `${event.target.uid}|${event.reason}|${event.message}`
      const known = live.get(key)
      resourceVersion += random.integer(1, 9)
      if (known) {
        known.count += 1
        known.lastAt = clock.now
        known.resourceVersion = resourceVersion
        observe('MODIFIED', known)
        return
      }
      const fresh = newEvent(event, clock.now, random)
      fresh.resourceVersion = resourceVersion
      live.set(key, fresh)
      observe('ADDED', fresh)
    },
    expire(keep) {
      for (const [key, event] of live) {
        if (keep(event)) continue
        live.delete(key)
        observe('DELETED', event)
      }
    },
  }
}

function newEvent(event: NewEvent, now: number, random: Random): ClusterEvent {
  return {
    name: `${event.target.name}.${hexOf(random, 16)}`,
    uid: uidOf(random),
    namespace: event.target.namespace ?? 'default',
    target: event.target,
    reason: event.reason,
    message: event.message,
    severity: event.severity ?? 'Normal',
    component: event.component,
    host: event.host ?? null,
    count: 1,
    firstAt: now,
    lastAt: now,
    resourceVersion: 0,
  }
}

/** The two forms in which the watch delivers one event: `events.k8s.io/v1` and core `v1`. */
export function eventObjects(event: ClusterEvent, clock: Clock): { readonly modern: object; readonly core: object } {
  const reference = { ...event.target, resourceVersion: String(event.resourceVersion - 1) }
  const source = { component: event.component, ...(event.host === null ? {} : { host: event.host }) }
  const [first, last] = [isoSecond(clock, event.firstAt), isoSecond(clock, event.lastAt)]
  const metadata = eventMetadata(event, last)
  return {
    modern: {
      apiVersion: 'events.k8s.io/v1',
      deprecatedCount: event.count,
      deprecatedFirstTimestamp: first,
      deprecatedLastTimestamp: last,
      deprecatedSource: source,
      eventTime: null,
      kind: 'Event',
      metadata,
      note: event.message,
      reason: event.reason,
      regarding: reference,
      reportingController: event.component,
      type: event.severity,
    },
    core: {
      apiVersion: 'v1',
      count: event.count,
      eventTime: null,
      firstTimestamp: first,
      involvedObject: reference,
      kind: 'Event',
      lastTimestamp: last,
      message: event.message,
      metadata,
      reason: event.reason,
      reportingComponent: event.component,
      reportingInstance: event.host ?? '',
      source,
      type: event.severity,
    },
  }
}

function eventMetadata(event: ClusterEvent, time: string): object {
  return {
    creationTimestamp: time,
    managedFields: [
      {
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:count': {}, 'f:involvedObject': {}, 'f:lastTimestamp': {}, 'f:message': {}, 'f:reason': {}, 'f:type': {} },
        manager: event.component === 'kubelet' ? 'kubelet' : 'kube-controller-manager',
        operation: 'Update',
        time,
      },
    ],
    name: event.name,
    namespace: event.namespace,
    resourceVersion: String(event.resourceVersion),
    uid: event.uid,
  }
}
