import { ObjectApi, type ServedCluster } from '../../benchmarks/live/object-api.ts'
import type { Query, Reading } from '../../src/domain/reading.ts'
import type { QueryKind, Rows } from '../../src/domain/telemetry-rows.ts'
import { openHttp, type HttpReader } from '../../src/telemetry/http/open-http.ts'
import { KUBERNETES_REQUESTS } from '../../src/telemetry/live/kubernetes/allowed.ts'
import { openCluster } from '../../src/telemetry/live/kubernetes/open.ts'
import type { ClusterParts } from '../../src/telemetry/live/kubernetes/read-cluster.ts'

/** An hour in which everything of the invented shop happened. */
export const LIVE_HOUR = { start: new Date('2026-12-01T01:00:00Z'), end: new Date('2026-12-01T02:00:00Z') }

export interface OpenedCluster {
  readonly api: ObjectApi
  readonly reader: HttpReader
  readonly read: <Q extends Query>(query: Q) => Promise<Reading<Rows[Q['kind'] & QueryKind]>>
  close(): Promise<void>
}

/** The adapter on an API of these objects, through the real reader. */
export async function openLiveCluster(served: ServedCluster, parts: Partial<ClusterParts> = {}): Promise<OpenedCluster> {
  const api = await ObjectApi.open({ now: LIVE_HOUR.end, ...served })
  const reader = openHttp({ name: 'prod', address: api.url, allowed: KUBERNETES_REQUESTS, limits: { retries: 0, perSecond: 1000 } })
  const cluster = openCluster({ name: 'prod', ask: reader.ask, namespaces: null, ownNamespace: 'default', window: LIVE_HOUR, ...parts })
  return {
    api,
    reader,
    read: (query) => cluster.read(query, { signal: new AbortController().signal }),
    async close() {
      await cluster.close()
      await reader.close()
      await api.close()
    },
  }
}
