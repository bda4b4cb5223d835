import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'

type VersionRow = Rows['object_versions']
type JsonMap = Readonly<Record<string, unknown>>

const REVISION = 'deployment.kubernetes.io/revision'
const TEMPLATE_HASHES = new Set(['pod-template-hash', 'controller-revision-hash'])

/** A kept pod template of a workload. */
interface Kept {
  readonly owner: EntityId
  readonly revision: number
  readonly at: Date
  readonly template: unknown
  readonly locator: string
}

/**
 * Adds what Kubernetes keeps of the past by itself: for each Deployment, StatefulSet and DaemonSet the pod templates of earlier ReplicaSets and
 * ControllerRevisions, as versions of the workload that were not seen but kept, each dated by the object that keeps it (UTC) and located there. The row
 * of today follows them and is dated by the newest of them. Rows of other kinds, and workloads without a kept past, are returned as they are.
 */
export function withTemplateHistory(rows: readonly VersionRow[]): readonly VersionRow[] {
  const kept = Map.groupBy(rows.flatMap(keptIn), ({ owner }) => owner)
  return rows.flatMap((row) => {
    const past = (kept.get(row.entity) ?? []).toSorted((a, b) => a.revision - b.revision)
    return past.length < 2 || !row.isCurrent ? [row] : versionsOf(row, past)
  })
}

function versionsOf(row: VersionRow, past: readonly Kept[]): readonly VersionRow[] {
  const newest = past.at(-1)
  const earlier = past.slice(0, -1).map((one, index): VersionRow => {
    const next = past[index + 1]
    return {
      locator: one.locator,
      entity: row.entity,
      changedAt: one.at,
      firstSeenAt: one.at,
      lastSeenAt: next !== undefined && next.at > one.at ? next.at : one.at,
      isCurrent: false,
      object: withTemplate(row.object, one.template),
    }
  })
  // A template that was taken up again is older than those after it; then only the workload itself knows when.
  const isNew = newest !== undefined && past.every(({ at }) => at <= newest.at)
  return [...earlier, { ...row, changedAt: isNew ? newest.at : row.changedAt }]
}

function keptIn(row: VersionRow): readonly Kept[] {
  const { kind, metadata } = row.object
  const owner = ownerOf(row)
  const at = dateOf(mapOf(metadata)['creationTimestamp'])
  if (owner === null || at === null) return []
  const template = kind === 'ReplicaSet' ? mapOf(row.object['spec'])['template'] : mapOf(mapOf(row.object['data'])['spec'])['template']
  const revision = kind === 'ReplicaSet' ? Number(mapOf(mapOf(metadata)['annotations'])[REVISION]) : Number(row.object['revision'])
  const isKept = (kind === 'ReplicaSet' || kind === 'ControllerRevision') && Number.isFinite(revision) && template !== undefined
  return isKept ? [{ owner, revision, at, template: withoutHashes(template), locator: row.locator }] : []
}

function ownerOf({ object }: VersionRow): EntityId | null {
  const metadata = mapOf(object['metadata'])
  const owners: readonly unknown[] = Array.isArray(metadata['ownerReferences']) ? metadata['ownerReferences'] : []
  const owner = mapOf(owners.find((one) => mapOf(one)['controller'] === true) ?? owners[0])
  const [kind, name, namespace] = [owner['kind'], owner['name'], metadata['namespace']]
  if (typeof kind !== 'string' || typeof name !== 'string') return null
  return formatEntity(typeof namespace === 'string' ? namespace : CLUSTER_SCOPE, kind, name)
}

/** Controllers add the hash of a template to its labels; the workload's own template has none. */
function withoutHashes(template: unknown): unknown {
  const metadata = mapOf(mapOf(template)['metadata'])
  const labels = Object.fromEntries(Object.entries(mapOf(metadata['labels'])).filter(([key]) => !TEMPLATE_HASHES.has(key)))
  return { ...mapOf(template), metadata: { ...metadata, labels } }
}

function withTemplate(object: JsonMap, template: unknown): Record<string, unknown> {
  const { status: _status, spec, ...rest } = object
  return { ...rest, spec: { ...mapOf(spec), template } }
}

function dateOf(value: unknown): Date | null {
  const at = typeof value === 'string' ? new Date(value) : null
  return at !== null && !Number.isNaN(at.getTime()) ? at : null
}

function mapOf(value: unknown): JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {}
}
