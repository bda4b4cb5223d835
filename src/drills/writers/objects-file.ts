import { columnSecond, columnTime } from '../clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/objects.ts'
import { endpointsObjects } from '../cluster/endpoints.ts'
import { podObject } from '../cluster/pod-object.ts'
import { statusOf } from '../cluster/status.ts'
import type { OrderedRows } from './ordered-rows.ts'
import { pythonDict } from './python-literal.ts'
import { objectRow } from './record-columns.ts'

/** The recorder asks for each kind every five minutes; the kinds of one poll land within a few seconds. */
const POLL_SECONDS = 300
const FIRST_POLL_SECONDS = 20

const IRREGULAR_PLURALS: Readonly<Record<string, string>> = {
  networkpolicy: 'networkpolicies',
  ingress: 'ingresses',
  endpoints: 'endpoints',
  storageclass: 'storageclasses',
}
const SPREAD_SECONDS = 4

/** When objects are listed in a recording of that length: seconds, ascending. */
export function pollTimes(durationSeconds: number): readonly number[] {
  const count = Math.max(0, Math.ceil((durationSeconds - FIRST_POLL_SECONDS) / POLL_SECONDS))
  return Array.from({ length: count }, (_, index) => FIRST_POLL_SECONDS + index * POLL_SECONDS)
}

/** One poll: every object that exists now, whole. Whatever is missing here and was there before has been deleted. */
export function writePoll(rows: OrderedRows, cluster: Cluster): void {
  const kinds = new Map<string, KubeObject[]>()
  for (const [kind, objects] of cluster.kinds)
    kinds.set(
      kind,
      [...objects].map((object) => ({ ...withoutMemory(object), ...statusOf(cluster, object) })),
    )
  kinds.set(
    'Pod',
    [...cluster.pods.values()].map((pod) => podObject(cluster, pod)),
  )
  kinds.set('Endpoints', endpointsObjects(cluster))
  for (const [kind, objects] of [...kinds].sort(([a], [b]) => a.localeCompare(b))) {
    const at = cluster.clock.now + cluster.random.between(0, SPREAD_SECONDS)
    for (const [index, object] of objects.entries()) writeObject(rows, cluster, { object, at: at + index * 1e-6, plural: pluralOf(kind) })
  }
}

function writeObject(rows: OrderedRows, cluster: Cluster, row: { object: KubeObject; at: number; plural: string }): void {
  const { namespace } = row.object.metadata
  const cells = objectRow({
    time: columnTime(cluster.clock, row.at),
    second: columnSecond(cluster.clock, row.at),
    body: JSON.stringify(row.object),
    resource: pythonDict(namespace === undefined ? {} : { 'k8s.namespace.name': namespace }),
    attributes: pythonDict({ 'k8s.resource.name': row.plural }),
  })
  rows.add(row.at, cells)
}

/** Annotations under `drill/` are the controllers' own memory and belong to no object. */
function withoutMemory(object: KubeObject): KubeObject {
  const annotations = Object.entries(object.metadata.annotations).filter(([key]) => !key.startsWith('drill/'))
  return { ...object, metadata: { ...object.metadata, annotations: Object.fromEntries(annotations) } }
}

function pluralOf(kind: string): string {
  const lower = kind.toLowerCase()
  return IRREGULAR_PLURALS[lower] ?? `${lower}s`
}
