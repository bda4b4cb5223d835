import { Client } from 'pg'

/** A driver that was closed says goodbye without waiting for the server; dropping the database under it would be an error in the test. */
const GOODBYE_LOOKS = 100
const GOODBYE_PAUSE_SECONDS = 0.02

/** Runs one statement on the server's own database, where databases are made. */
export async function runOnServer(server: string, sql: string): Promise<void> {
  await withClient(server, (client) => client.query(sql))
}

/** Removes a database when its connections are gone; those that stay (of a process that was killed) are cut after two seconds. */
export async function dropDatabase(server: string, name: string): Promise<void> {
  await withClient(server, async (client) => {
    for (let look = 0; look < GOODBYE_LOOKS && (await isInUse(client, name)); look += 1)
      await client.query('SELECT pg_sleep($1)', [GOODBYE_PAUSE_SECONDS])
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
}

/** The same server, another database. */
export function withDatabase(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function isInUse(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [name])
  return rowCount !== 0
}

async function withClient(server: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
