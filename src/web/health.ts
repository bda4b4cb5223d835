import type { ServerResponse } from 'node:http'
import type { Metrics } from './metrics.ts'
import { sendText, type Mount } from './server.ts'

/** Whether the program can do its work right now: `ready` for each part that can, otherwise what is missing in words. */
export type Readiness = () => Promise<Readonly<Record<string, string>>>

/** `/healthz` (the process lives), `/readyz` (its parts work; 503 names those that do not) and `/metrics`. */
export function healthMounts(readiness: Readiness, metrics: Metrics): readonly Mount[] {
  return [
    { path: '/healthz', request: (_request, response) => sendText(response, 200, { body: 'ok\n' }) },
    {
      path: '/readyz',
      request: (_request, response) => {
        void answerReadiness(readiness, response)
      },
    },
    {
      path: '/metrics',
      request: (_request, response) => {
        void answerMetrics(metrics, response)
      },
    },
  ]
}

async function answerReadiness(readiness: Readiness, response: ServerResponse): Promise<void> {
  const parts = await readiness().catch(() => ({ program: 'could not be asked' }))
  const isReady = Object.values(parts).every((state) => state === 'ready')
  sendText(response, isReady ? 200 : 503, { body: `${JSON.stringify(parts)}\n`, contentType: 'application/json' })
}

async function answerMetrics(metrics: Metrics, response: ServerResponse): Promise<void> {
  const text = await metrics.render().catch(() => null)
  sendText(response, text === null ? 503 : 200, text ?? { body: 'metrics are not available\n' })
}
