import { chownSync } from 'node:fs'
import type { Stage } from '../stage.ts'
import { userOf } from './user-of.ts'

/** The database of the company, as its programs call it. */
export const LEDGER = 'ledger'
const EXPORTER = 'ledger-exporter'
export const SUPERUSER = { name: 'postgres', password: 'breakwater' }
/** Where migrations are run from, as the pipeline calls it. */
const MIGRATIONS = 'ledger-migrations'
/** 35,000 bookings a day of the last weeks: enough that a scan of all is slow and one of an index is not. */
const SEED = `
create role bookings login password 'harbour-1';
create role manifest login password 'harbour-2';
create database ferry owner bookings;
\\c ferry
set role bookings;
create table sailing (id int primary key, route text not null, departs timestamptz not null, seats_left int not null);
create table booking (id bigserial primary key, sailing_id int not null references sailing, passenger text not null, reference text not null, paid boolean not null default true, made timestamptz not null default now());
insert into sailing select n, 'route ' || n % 7, now() + n * interval '1 hour', 100000 from generate_series(1, 60) n;
insert into booking (sailing_id, passenger, reference)
  select 1 + n % 60, 'passenger ' || n % 9000, md5(n::text) from generate_series(1, 400000) n;
create index booking_passenger on booking (passenger);
create index booking_sailing on booking (sailing_id);
create table list_archive (listed timestamptz not null default now(), sailing_id int, passenger text, reference text);
grant select on all tables in schema public to manifest;
grant insert on list_archive to manifest;
analyze;
`

/** Settings of the company's server; lines of its log are those that postgresql.org's manual recommends to watch. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  max_connections: '40',
  shared_buffers: '32MB',
  log_line_prefix: '%m [%p] %q%u@%d ',
  log_timezone: 'UTC',
  log_lock_waits: 'on',
  log_min_duration_statement: '500',
  log_autovacuum_min_duration: '0',
  checkpoint_timeout: '60s',
  max_wal_size: '128MB',
  min_wal_size: '32MB',
  autovacuum_naptime: '30s',
  // On a busy machine the workers of one statement would take both cores.
  max_parallel_workers_per_gather: '0',
}

/** Starts PostgreSQL with the tables of the company. `dir`: its data, on a volume of its own where one was mounted. */
export async function startPostgres(
  stage: Stage,
  { dir = stage.folder('pgdata'), settings = {} }: { readonly dir?: string; readonly settings?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const user = userOf(SUPERUSER.name)
  chownSync(dir, user.uid, user.gid)
  const secret = stage.file('superuser', `${SUPERUSER.password}\n`)
  const made = ['-D', dir, '-U', SUPERUSER.name, '-A', 'scram-sha-256', '-E', 'UTF8', '--no-sync', '--wal-segsize=4', `--pwfile=${secret}`]
  await stage.run('initdb', made, { user })
  const options = Object.entries({ ...SETTINGS, ...settings, port: String(stage.port(LEDGER)), unix_socket_directories: dir })
  const args = ['-D', dir, ...options.flatMap(([key, value]) => ['-c', `${key}=${value}`])]
  // SIGINT is its fast stop: open transactions are rolled back.
  stage.spawn(LEDGER, { command: 'postgres', args, user, stopSignal: 'SIGINT' })
  await ready(stage)
  await psql(stage, SEED, 'postgres')
  stage.spawn(EXPORTER, {
    command: 'prometheus-postgres-exporter',
    args: [`--web.listen-address=127.0.0.1:${stage.port(EXPORTER)}`],
    env: { DATA_SOURCE_NAME: `postgresql://${SUPERUSER.name}:${SUPERUSER.password}@127.0.0.1:${stage.port(LEDGER)}/ferry?sslmode=disable` },
    isSilent: true,
  })
  stage.targets.push({ job: LEDGER, port: stage.port(EXPORTER) })
}

/** Waits until it takes connections. */
export async function ready(stage: Stage): Promise<void> {
  await stage.until(
    () =>
      psql(stage, 'select 1', 'postgres').then(
        () => true,
        () => false,
      ),
    'PostgreSQL',
  )
}

/** Runs statements as the superuser; throws the words of psql for the first that fails. */
export function psql(stage: Stage, statements: string, database = 'ferry'): Promise<string> {
  const args = [
    '-X',
    '-q',
    '-A',
    '-t',
    '-v',
    'ON_ERROR_STOP=1',
    '-h',
    '127.0.0.1',
    '-p',
    String(stage.port(LEDGER)),
    '-U',
    SUPERUSER.name,
    database,
  ]
  return stage.run('psql', args, { input: statements, env: { PGPASSWORD: SUPERUSER.password } })
}

/** How the database is reached, by programs of the company under its name. */
export function databaseUrl(stage: Stage, user: string, password: string): string {
  return `postgresql://${user}:${password}@${LEDGER}:${stage.port(LEDGER)}/ferry`
}

interface Migration {
  readonly file: string
  readonly message: string
  readonly sql: string
}

/** Starts a migration as the pipeline does, with its commit and deploy; it goes on after this returns. */
export function migrate(stage: Stage, { file, message, sql }: Migration): Promise<void> {
  stage.commit(MIGRATIONS, {
    version: file.slice(0, 4),
    author: 'maren',
    message: `ledger: ${message}`,
    files: [`ledger/migrations/${file}`],
    diff: `--- /dev/null\n+++ b/ledger/migrations/${file}\n@@ -0,0 +1,${sql.split('\n').length - 1} @@\n${sql.replace(/^(?=.)/gm, '+')}`,
  })
  const args = [
    '-X',
    '-e',
    '-v',
    'ON_ERROR_STOP=1',
    '-f',
    stage.file(file, sql),
    `postgresql://bookings:harbour-1@127.0.0.1:${stage.port(LEDGER)}/ferry`,
  ]
  stage.spawn(MIGRATIONS, { command: 'psql', args, env: { PGAPPNAME: 'migrate' } })
  return Promise.resolve()
}
