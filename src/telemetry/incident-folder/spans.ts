import type { EntityId } from '../../domain/entity.ts'
import type { Records } from '../shared/records.ts'
import { peerEntity, serviceEntity } from './entities.ts'
import type { Span } from './schema.ts'

/** A span with its place in the trace. */
export interface PlacedSpan {
  readonly record: number
  readonly span: Span
  readonly service: EntityId
  readonly isError: boolean
  readonly parent: PlacedSpan | null
  readonly children: readonly PlacedSpan[]
}

/** A call that leaves a service: to another service, or to something outside that the client span names as its peer. */
export interface Call {
  readonly caller: EntityId
  readonly callee: EntityId
  /** The caller's side: the client span where there is one, else the calling span; null when only the callee was recorded. */
  readonly clientMs: number
  /** The callee's own measurement; null for what lies outside. */
  readonly serverMs: number | null
  readonly at: Date
  readonly isError: boolean
}

interface Mutable extends PlacedSpan {
  parent: PlacedSpan | null
  children: PlacedSpan[]
}

/**
 * Joins spans to their parents: by trace and span id, else to the last earlier record with that span id (some recorders write a
 * placeholder instead of repeating the trace id). In file order.
 */
export function placeSpans(spans: Records<Span>): readonly PlacedSpan[] {
  const byId = new Map<string, Mutable>()
  return spans.records.map(({ record, value }) => {
    const placed: Mutable = {
      record,
      span: value,
      service: serviceEntity(value.service),
      isError: isFailed(value),
      parent: null,
      children: [],
    }
    const parentId = value.parent_id
    const parent = parentId ? (byId.get(`${value.trace_id} ${parentId}`) ?? byId.get(parentId)) : undefined
    placed.parent = parent ?? null
    parent?.children.push(placed)
    byId.set(`${value.trace_id} ${value.span_id}`, placed)
    byId.set(value.span_id, placed)
    return placed
  })
}

function isFailed(span: Span): boolean {
  return /^(?:error|fail)/i.test(span.status ?? '') || (span.error !== undefined && span.error !== null && span.error !== false)
}

/** Every call between services or to the outside that the spans show, in file order. */
export function callsOf(spans: readonly PlacedSpan[]): readonly Call[] {
  return spans.flatMap((placed) => {
    const { parent, span } = placed
    const base = { at: span.start, isError: placed.isError }
    const inbound = parent !== null && parent.service !== placed.service
    const own: Call[] = inbound
      ? [{ ...base, caller: parent.service, callee: placed.service, clientMs: parent.span.duration_ms, serverMs: span.duration_ms }]
      : []
    const peer = peerOf(placed)
    return peer === null ? own : [...own, { ...base, caller: placed.service, callee: peer, clientMs: span.duration_ms, serverMs: null }]
  })
}

/** The named peer of a client span that has no recorded server side. */
function peerOf({ span, children, service }: PlacedSpan): EntityId | null {
  const name = span['peer.service'] ?? span['server.address'] ?? span['net.peer.name']
  if (typeof name !== 'string' || name === '') return null
  return children.some((child) => child.service !== service) ? null : peerEntity(name)
}

/** True when the span is where a request enters its service. */
export function isEntry(placed: PlacedSpan): boolean {
  return placed.parent === null || placed.parent.service !== placed.service
}
