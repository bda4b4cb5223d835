import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Stage } from '../stage.ts'

/** The broker of the company, as its programs call it. */
const BROKER = 'ticket-broker'
const STOMP_PORT = `${BROKER}-stomp`
const METRICS_PORT = `${BROKER}-metrics`
const NAMES_PORT = `${BROKER}-names`

/** Starts RabbitMQ with STOMP and its own metrics. `dir`: its data, on a volume of its own where one was mounted. */
export async function startRabbitmq(
  stage: Stage,
  { dir = stage.folder('broker'), diskFreeLimit = '50MB' }: { readonly dir?: string; readonly diskFreeLimit?: string } = {},
): Promise<void> {
  const lines = [
    `listeners.tcp.default = 127.0.0.1:${stage.port(`${BROKER}-amqp`)}`,
    `stomp.listeners.tcp.1 = 127.0.0.1:${stage.port(STOMP_PORT)}`,
    `prometheus.tcp.port = ${stage.port(METRICS_PORT)}`,
    `prometheus.tcp.ip = 127.0.0.1`,
    `disk_free_limit.absolute = ${diskFreeLimit}`,
    'log.console = true',
    'log.console.level = info',
    'log.file = false',
    'stomp.default_user = guest',
    'stomp.default_pass = guest',
    // Each queue's own numbers, as a small company wants them.
    'prometheus.return_per_object_metrics = true',
  ]
  const config = stage.file('rabbitmq.conf', `${lines.join('\n')}\n`)
  writeFileSync(path.join(stage.dir, 'enabled_plugins'), '[rabbitmq_stomp,rabbitmq_prometheus].\n')
  // Erlang would start its name server as a daemon that outlives the stage.
  stage.spawn(NAMES_PORT, { command: 'epmd', args: ['-address', '127.0.0.1', '-port', String(stage.port(NAMES_PORT))], isSilent: true })
  await stage.listening(NAMES_PORT)
  stage.spawn(BROKER, { command: 'rabbitmq-server', args: [], env: brokerEnv(stage, { dir, config }) })
  await stage.listening(STOMP_PORT)
  stage.targets.push({ job: BROKER, port: stage.port(METRICS_PORT) })
}

/** Where the programs of the company reach the broker. */
export function brokerAddress(stage: Stage): string {
  return `stomp://${BROKER}:${stage.port(STOMP_PORT)}`
}

function brokerEnv(stage: Stage, { dir, config }: { readonly dir: string; readonly config: string }): NodeJS.ProcessEnv {
  return {
    HOME: stage.dir,
    RABBITMQ_NODENAME: `ferry${stage.port(BROKER)}@localhost`,
    RABBITMQ_MNESIA_BASE: dir,
    RABBITMQ_LOG_BASE: stage.dir,
    RABBITMQ_CONFIG_FILE: config.replace(/\.conf$/, ''),
    RABBITMQ_ENABLED_PLUGINS_FILE: path.join(stage.dir, 'enabled_plugins'),
    RABBITMQ_DIST_PORT: String(stage.port(`${BROKER}-dist`)),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}',
    ERL_EPMD_PORT: String(stage.port(NAMES_PORT)),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  }
}
