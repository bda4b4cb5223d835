import path from 'node:path'
import { z } from 'zod'
import { parseMap } from '../../../src/telemetry/snapshot/map-text.ts'
import type { ServedCluster, ServedObject } from '../object-api.ts'
import { readTable, timeOf, type TableRow } from './read-table.ts'

/** The kinds of one listing lie within some seconds of each other, and the listing before it minutes earlier. */
const LISTING_MS = 60_000

const metadata = z.looseObject({ name: z.string(), namespace: z.string().optional() })
const object = z.looseObject({ kind: z.string(), metadata })
const notified = z.object({ type: z.string(), object: z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata }) })
const endpoints = z.looseObject({
  subsets: z
    .array(z.looseObject({ addresses: z.array(z.looseObject({ ip: z.string() })).default([]), ports: z.array(z.unknown()).default([]) }))
    .default([]),
})
const startedAt = z.looseObject({ startedAt: z.string().optional() }).optional()
const pod = z.looseObject({
  metadata,
  status: z.looseObject({
    containerStatuses: z
      .array(z.looseObject({ name: z.string(), state: z.looseObject({ running: startedAt, terminated: startedAt }).default({}) }))
      .default([]),
  }),
})

/**
 * What a cluster's API lists at the end of a drill: each object as it was last listed, the events that had not expired, and the logs of the pods that are there. Its
 * clock shows when that listing was made, because of what came later the objects say nothing.
 */
export function drillCluster(dir: string): ServedCluster {
  const { objects, now } = lastListing(readTable(path.join(dir, 'k8s_objects_raw.tsv')))
  return {
    now,
    objects: [...objects.flatMap((one) => (one.kind === 'Endpoints' ? [sliceOf(one)] : [one])), ...keptEvents(dir)],
    logs: podLogs(readTable(path.join(dir, 'otel_logs_raw.tsv')), objects),
  }
}

function lastListing(rows: readonly TableRow[]): { readonly objects: readonly ServedObject[]; readonly now: Date } {
  const lastMs = Math.max(...rows.map((row) => timeOf(row('Timestamp'))))
  const last = rows.filter((row) => timeOf(row('Timestamp')) > lastMs - LISTING_MS)
  return { objects: last.map((row) => object.parse(JSON.parse(row('Body')))), now: new Date(lastMs) }
}

/** An API server keeps slices of what Endpoints say, and both are there. */
function sliceOf({ metadata: own, ...rest }: ServedObject): ServedObject {
  const [subset] = endpoints.parse(rest).subsets
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...own, labels: { 'kubernetes.io/service-name': own.name } },
    addressType: 'IPv4',
    endpoints: (subset?.addresses ?? []).map(({ ip, ...target }) => ({ addresses: [ip], conditions: { ready: true }, ...target })),
    ports: subset?.ports ?? [],
  }
}

/** The newest state of each event, as the core API has it; a deletion is an event that expired. */
function keptEvents(dir: string): readonly ServedObject[] {
  const newest = new Map<string, z.infer<typeof notified>>()
  for (const row of readTable(path.join(dir, 'k8s_events_raw.tsv'))) {
    const event = notified.parse(JSON.parse(row('Body')))
    const { namespace = '', name } = event.object.metadata
    if (event.object.apiVersion === 'v1') newest.set(`${namespace}/${name}`, event)
  }
  return [...newest.values()].flatMap(({ type, object: event }) => (type === 'DELETED' ? [] : [event]))
}

/** Lines by `namespace/pod/container`; those from before the start of what runs now are of the run before it. */
function podLogs(rows: readonly TableRow[], objects: readonly ServedObject[]): ReadonlyMap<string, string> {
  const starts = new Map(objects.filter(({ kind }) => kind === 'Pod').flatMap(runsOf))
  const lines = rows.flatMap((row) => {
    const resource = parseMap(row('ResourceAttributes'))
    const container = parseMap(row('LogAttributes'))['k8s.container.name'] ?? ''
    const key = [resource['k8s.namespace.name'], resource['k8s.pod.name'], container].join('/')
    const startMs = starts.get(key)
    if (startMs === undefined) return []
    const atMs = timeOf(row('Timestamp'))
    const stamp = new Date(atMs).toISOString()
    const text = row('Body')
      .split('\n')
      .map((line) => `${stamp} ${line}\n`)
      .join('')
    return [{ key: atMs < startMs ? `${key}/previous` : key, text }]
  })
  return new Map([...Map.groupBy(lines, ({ key }) => key)].map(([key, own]) => [key, own.map(({ text }) => text).join('')]))
}

/** When the present run of each container began (Unix milliseconds); what waits has none, and all that it wrote is of earlier ones. */
function runsOf(value: ServedObject): readonly (readonly [string, number])[] {
  const { metadata: own, status } = pod.parse(value)
  return status.containerStatuses.map(({ name, state }) => {
    const began = state.running?.startedAt ?? state.terminated?.startedAt
    return [[own.namespace, own.name, name].join('/'), began === undefined ? Number.POSITIVE_INFINITY : Date.parse(began)] as const
  })
}
