import type { Stage } from '../stage.ts'

/** The balancer before the fares. */
export const SLIP = 'slip'
const METRICS = `${SLIP}-metrics`

/** Starts HAProxy before programs of the stage, each asked for its health under /healthz. */
export async function startHaproxy(stage: Stage, names: readonly string[]): Promise<void> {
  const servers = names.map((name) => `  server ${name} 127.0.0.1:${stage.port(name)} check inter 2s fall 3 rise 2`)
  const config = `global
  log stdout format raw local0 info
defaults
  mode http
  log global
  option httplog
  timeout connect 2s
  timeout client 10s
  timeout server 10s
frontend passengers
  bind 127.0.0.1:${stage.port(SLIP)}
  default_backend fares
backend fares
  option httpchk GET /healthz
${servers.join('\n')}
frontend metrics
  no log
  bind 127.0.0.1:${stage.port(METRICS)}
  http-request use-service prometheus-exporter if { path /metrics }
`
  stage.spawn(SLIP, { command: 'haproxy', args: ['-W', '-f', stage.file('haproxy.cfg', config)], stopSignal: 'SIGTERM' })
  await stage.listening(SLIP)
  stage.targets.push({ job: SLIP, port: stage.port(METRICS) })
}
