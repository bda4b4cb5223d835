import type { Stage } from '../stage.ts'

/** The store of held seats, as the programs of the company call it. */
export const SEAT_STORE = 'seat-store'
const EXPORTER_SUFFIX = '-exporter'

/** Starts a Redis under a name, with settings as redis.conf names them. */
export async function startRedis(stage: Stage, name: string, settings: Readonly<Record<string, string>> = {}): Promise<void> {
  const port = stage.port(name)
  const options = Object.entries({ bind: '127.0.0.1', port: String(port), dir: stage.folder(name), save: '30 1', ...settings })
  stage.spawn(name, { command: 'redis-server', args: options.flatMap(([key, value]) => [`--${key}`, value]) })
  await stage.listening(name)
  const exporter = `${name}${EXPORTER_SUFFIX}`
  stage.spawn(exporter, {
    command: 'prometheus-redis-exporter',
    args: [`-web.listen-address=127.0.0.1:${stage.port(exporter)}`, `-redis.addr=redis://127.0.0.1:${port}`],
    isSilent: true,
  })
  stage.targets.push({ job: name, port: stage.port(exporter) })
}

/** A command as an operator gives it. */
export function redisCli(stage: Stage, name: string, ...args: readonly string[]): Promise<string> {
  return stage.run('redis-cli', ['-p', String(stage.port(name)), ...args])
}
