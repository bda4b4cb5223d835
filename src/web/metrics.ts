import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { InvestigationState } from '../domain/investigation.ts'
import type { Jobs } from '../jobs/open-jobs.ts'

/** What Prometheus may read about the running program. Names only; no channel, person or telemetry text. */
export interface Metrics {
  /** Counts how runs ended. */
  readonly countEnding: (state: InvestigationState) => void
  /** The text format Prometheus scrapes, with its content type. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>
}

/** A registry of its own, so that two programs in one process (tests) do not share figures. */
export function createMetrics(depths: Jobs['depths']): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const endings = new Counter({
    name: 'firstcause_investigations_total',
    help: 'Investigations by how they ended',
    labelNames: ['state'],
    registers: [registry],
  })
  registry.registerMetric(
    new Gauge({
      name: 'firstcause_queue_jobs',
      help: 'Jobs by queue and state, as of the last count',
      labelNames: ['queue', 'state'],
      registers: [],
      async collect() {
        for (const { queue, ready, active, failed } of await depths()) {
          this.set({ queue, state: 'ready' }, ready)
          this.set({ queue, state: 'active' }, active)
          this.set({ queue, state: 'failed' }, failed)
        }
      },
    }),
  )
  return {
    countEnding: (state) => endings.inc({ state }),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  }
}
