import type { Pool, PoolClient, QueryResult } from 'pg'
import type { Db } from 'pg-boss'

/**
 * Lets pg-boss work through a pool of one client that others use too (the embedded database). It takes the client for each statement and gives it
 * back; a statement that fails is rolled back, because an open failed transaction would refuse everybody else's.
 */
export function sharedPool(pool: Pool): Db {
  const listeners = new Map<string, (payload: string) => void>()
  const heard = new WeakSet<PoolClient>()

  async function withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    try {
      return await work(client)
    } finally {
      client.release()
    }
  }

  /** Notifications arrive on the client that listens, between the answers to whoever holds it. */
  function hear(client: PoolClient): void {
    if (heard.has(client)) return
    heard.add(client)
    client.on('notification', ({ channel, payload }) => listeners.get(channel)?.(payload ?? ''))
  }

  return {
    executeSql: (text, values) => withClient((client) => execute(client, { text, values: values ?? [] })),

    async listen(channel, onNotification, onReconnect) {
      listeners.set(channel, onNotification)
      await withClient(async (client) => {
        hear(client)
        await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
      })
      onReconnect()
      return {
        async close() {
          listeners.delete(channel)
          await withClient((client) => client.query(`UNLISTEN ${client.escapeIdentifier(channel)}`))
        },
      }
    },
  }
}

async function execute(client: PoolClient, query: { readonly text: string; readonly values: unknown[] }): Promise<{ rows: unknown[] }> {
  try {
    // A text of several statements is answered with a list, which the types of `pg` do not say.
    const result: QueryResult | QueryResult[] = await client.query(query)
    return { rows: [result].flat().flatMap(({ rows }) => rows) }
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => {})
    throw cause
  }
}
