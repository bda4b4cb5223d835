import { periodBefore } from '../../../src/domain/live-window.ts'
import { isAnswered } from '../../../src/domain/reading.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { openHttp } from '../../../src/telemetry/http/open-http.ts'
import { KUBERNETES_REQUESTS } from '../../../src/telemetry/live/kubernetes/allowed.ts'
import { openLive } from '../../../src/telemetry/live/open-live.ts'
import { PROMETHEUS_REQUESTS } from '../../../src/telemetry/live/prometheus/allowed.ts'
import { openRecorded } from '../../../src/telemetry/open.ts'
import type { Telemetry } from '../../../src/telemetry/port.ts'
import { ObjectApi } from '../object-api.ts'
import { startPrometheus } from '../start-prometheus.ts'
import { UNSPARED } from '../unspared.ts'
import { drillCluster } from './drill-cluster.ts'
import { drillMetrics } from './drill-metrics.ts'

/** The servers that hold one drill. */
export interface ServedDrill {
  /** The linked sources as a run opens them. */
  readonly open: () => Telemetry
  readonly close: () => Promise<void>
}

const PERIOD_SECONDS = 3600
/** What ended left no mark in samples that were brought in afterwards, where a scrape would have left one. */
const LOOKBACK_SECONDS = 60

/** Serves a drill's folder by an API of Kubernetes and a Prometheus. Throws where Prometheus does not start. */
export async function serveDrill(dir: string): Promise<ServedDrill> {
  const { openMetrics, rules, end } = drillMetrics(dir, await alertsOf(dir))
  const prometheus = await startPrometheus(openMetrics, { rules, lookbackSeconds: LOOKBACK_SECONDS })
  const api = await ObjectApi.open(drillCluster(dir))
  const readers = {
    cluster: openHttp({ name: 'cluster', address: api.url, allowed: KUBERNETES_REQUESTS, limits: UNSPARED }),
    prometheus: openHttp({ name: 'prometheus', address: prometheus.url, allowed: PROMETHEUS_REQUESTS, limits: UNSPARED }),
  }
  const sources = [
    { kind: 'kubernetes', name: 'cluster', namespaces: null, ownNamespace: 'default' },
    { kind: 'prometheus', name: 'prometheus' },
  ] as const
  const environment = { name: 'drill', window: periodBefore(end, PERIOD_SECONDS, null), sources }
  return {
    open: () => openLive(environment, (source) => (source === 'cluster' ? readers.cluster : readers.prometheus).ask),
    async close() {
      await Promise.all(Object.values(readers).map((reader) => reader.close()))
      await Promise.all([api.close(), prometheus.stop()])
    },
  }
}

async function alertsOf(dir: string): Promise<readonly Rows['alerts'][]> {
  const telemetry = await openRecorded(dir)
  try {
    const reading = await telemetry.read({ kind: 'alerts' }, { signal: new AbortController().signal })
    return isAnswered(reading) ? reading.rows : []
  } finally {
    await telemetry.close()
  }
}
