import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import { type Facts, rowsHeld } from '../cite.ts'
import type { HeldEvent, ObjectHistory, ObjectVersion, Said } from '../scene.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { listAt, mapAt, textAt, timeAt } from './fields.ts'

const NOTHING: readonly HeldEvent[] = []

/** Gathers it once: mechanisms ask of every pod. States come in when the events that said the same are gone. */
export function gatherSaid(facts: Facts, objects: ObjectHistory): Said {
  const saidBy = (record: ObjectVersion) => saidByState(record).map((row): HeldEvent => ({ evidenceId: record.evidenceId, row, record }))
  const told = [...objects.current().flatMap(saidBy), ...rowsHeld(facts, 'kubernetes_events')]
  const current = told.filter(({ row }) => !isGoneSince(row.entity, row.lastAt ?? row.firstAt, objects))
  const all = current.toSorted((a, b) => timeSaid(a) - timeSaid(b))
  const byEntity = Map.groupBy(all, ({ row }) => row.entity)
  return { all, about: (entity) => byEntity.get(entity) ?? NOTHING }
}

/** When it was said last, in milliseconds since the epoch; 0 where nobody knows. */
export function timeSaid({ row }: HeldEvent): number {
  return (row.lastAt ?? row.firstAt)?.getTime() ?? 0
}

type EventRow = Rows['kubernetes_events']

/** Conditions that say something failed when they are true; of all others it is `False` that does. Source: Kubernetes API reference, condition types. */
const FAILURE_CONDITIONS = new Set([
  'ReplicaFailure',
  'Failed',
  'FailureTarget',
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
])

/**
 * What the newest state of an object says of failures, in the form of events: messages of waiting and ended containers and of conditions. They outlive
 * the events that said the same, which are kept for an hour. Empty for a state that complains of nothing.
 */
export function saidByState({ row }: ObjectVersion): readonly EventRow[] {
  const { object } = row
  const statuses = ['initContainerStatuses', 'containerStatuses'].flatMap((list) => listAt(object, 'status', list))
  const conditions = listAt(object, 'status', 'conditions').filter(isFailure)
  return [
    ...statuses.flatMap((status) => ['waiting', 'terminated'].map((state) => said(row, mapAt(status, 'state', state), 'finishedAt'))),
    ...statuses.map((status) => said(row, mapAt(status, 'lastState', 'terminated'), 'finishedAt')),
    ...conditions.map((condition) => said(row, condition, 'lastTransitionTime')),
  ].flatMap((event) => event ?? [])
}

function isFailure(condition: unknown): boolean {
  const [type, status] = [textAt(condition, 'type') ?? '', textAt(condition, 'status')]
  return FAILURE_CONDITIONS.has(type) ? status === 'True' : status === 'False'
}

function said(row: ObjectVersion['row'], state: unknown, timeField: string): EventRow | null {
  const [message, reason] = [textAt(state, 'message'), textAt(state, 'reason')]
  if (message === null) return null
  const time = timeAt(state, timeField)
  return {
    locator: row.locator,
    entity: row.entity,
    reason: reason ?? '',
    severity: 'Warning',
    message,
    count: 1,
    firstAt: time,
    lastAt: time,
  }
}

/**
 * True when the object was looked for after that moment and was not there any more: what was said about it then is history. An
 * object whose kind was never listed, or not listed since, may still be there.
 */
export function isGoneSince(entity: EntityId, at: Date | null, objects: ObjectHistory): boolean {
  if (at === null || (objects.versionsOf(entity).at(-1)?.row.isCurrent ?? false)) return false
  const { scope, kind } = parseEntity(entity)
  const listed = objects.current(kind).filter(({ row }) => parseEntity(row.entity).scope === scope)
  return listed.some(({ row }) => row.lastSeenAt !== null && row.lastSeenAt >= at)
}
