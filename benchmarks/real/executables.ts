import { spawnSync } from 'node:child_process'

/** Where Debian puts what is not on everybody's path. */
const PLACES = ['/usr/lib/postgresql/15/bin', '/usr/lib/rabbitmq/bin', '/usr/sbin', '/usr/local/bin', '/usr/bin', '/bin'].join(':')

/** Each program that is started, with the Debian package that brings it. */
const PACKAGES = {
  initdb: 'postgresql',
  postgres: 'postgresql',
  psql: 'postgresql-client',
  pg_dump: 'postgresql-client',
  'prometheus-postgres-exporter': 'prometheus-postgres-exporter',
  'redis-server': 'redis-server',
  'redis-cli': 'redis-tools',
  'prometheus-redis-exporter': 'prometheus-redis-exporter',
  'rabbitmq-server': 'rabbitmq-server',
  epmd: 'erlang-base',
  nginx: 'nginx',
  haproxy: 'haproxy',
  openssl: 'openssl',
  mount: 'mount',
  prometheus: 'prometheus',
  'prometheus-node-exporter': 'prometheus-node-exporter',
} as const
export type Executable = keyof typeof PACKAGES

/** Needed by every case: what scrapes. */
const ALWAYS: readonly Executable[] = ['prometheus']

/** The environment in which servers are found and run. */
export function serverEnv(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: PLACES, LANG: 'C.UTF-8', TZ: 'UTC', ...more }
}

/** What of it is not on this machine, in a sentence; null when all is there. */
export function missingIn(needs: readonly Executable[], isThere: (name: Executable) => boolean = isInstalled): string | null {
  const missing = [...new Set([...ALWAYS, ...needs])].filter((name) => !isThere(name))
  if (missing.length === 0) return null
  const packages = [...new Set(missing.map((name) => PACKAGES[name]))]
  return `${missing.join(', ')} is not installed (apt-get install ${packages.join(' ')})`
}

function isInstalled(name: Executable): boolean {
  return spawnSync('which', [name], { env: serverEnv() }).status === 0
}
