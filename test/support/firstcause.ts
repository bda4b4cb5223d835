import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { configSchema, type Config } from '../../src/config.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'
import { answerHere } from '../../src/investigation/follow-up/answer-here.ts'
import { investigateHere } from '../../src/investigation/investigate-here.ts'
import { startLocalSlack, type LocalSlack } from '../../src/local-slack/local-slack.ts'
import type { Limits } from '../../src/local-slack/options.ts'
import { createLogger } from '../../src/logger.ts'
import { openIsolation } from '../../src/program/isolation.ts'
import { openDatabase } from '../../src/program/open-database.ts'
import type { ConnectedSlack } from '../../src/program/slack-app.ts'
import { startBot } from '../../src/program/start-bot.ts'
import type { Store } from '../../src/store/port.ts'
import { startWebServer } from '../../src/web/server.ts'
export { blockText } from './block-text.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { AVA, SlackUser, type SeenMessage } from './slack-user.ts'

// The real program on loopback: real Slack wire protocol to a local Slack, real database, real engine. A test replaces telemetry
// (the thing that is observed) and may hold the store back; nothing else is faked.

export const CHECKOUT = 'C0FIRST0CHK'
export const DELIVERY = 'C0FIRST0DLV'
export const ESCALATIONS = 'C0FIRST0ESC'
export const MENTION = '@firstcause'
export const BOT = 'U0FIRST00B0'

export interface TestOptions {
  /** Keys and addresses of model providers; none by default. */
  readonly environment?: Readonly<Record<string, string>>
  readonly telemetry?: () => Telemetry | Promise<Telemetry>
  /** Parts of `firstcause.yaml` that replace the default ones. */
  readonly config?: Readonly<Record<string, unknown>>
  readonly delivery?: 'socket' | 'http'
  readonly limits?: Partial<Limits>
  /** Runs in processes of the real pool that execute this module, as `npm start` does; otherwise in the test's own process. */
  readonly entry?: URL
  /** Keeps journals of linked clusters, as `npm start` does; wants `entry`. */
  readonly keepsJournals?: boolean
  /** Wraps what the bot gets as store, to hold it back. */
  readonly store?: (store: Store) => Store
}

/** What outlives a restart of the bot: Slack itself and the database. */
export interface TestWorld {
  readonly slack: LocalSlack
  readonly database: TestDatabase
  readonly ava: SlackUser
  /** The port that Slack sends signed requests to; 0 with Socket Mode. */
  readonly port: number
  person(id: string): Promise<SlackUser>
  remove(): Promise<void>
}

export async function createWorld(options: Pick<TestOptions, 'delivery' | 'limits'> = {}): Promise<TestWorld> {
  const database = await createTestDatabase()
  const port = options.delivery === 'http' ? await freePort() : 0
  const slack = await startLocalSlack({
    dataDir: path.join(database.dataDir, 'local-slack'),
    clock: () => new Date(),
    newId: randomUUID,
    manifest: parse(readFileSync('manifest.yml', 'utf8')),
    delivery: port > 0 ? { kind: 'http', url: `http://127.0.0.1:${port}/slack/events` } : { kind: 'socket' },
    // A test posts faster than people do; the real pace is tested where it matters.
    limits: { postBurstPerChannel: 50, ...options.limits },
    port: 0,
  })
  const people: SlackUser[] = []
  const person = async (id: string) => {
    const joined = await SlackUser.join(slack.url, id)
    people.push(joined)
    return joined
  }
  return {
    slack,
    database,
    port,
    ava: await person(AVA),
    person,
    async remove() {
      for (const one of people) one.leave()
      await slack.close()
      await database.remove()
    },
  }
}

export interface TestBot {
  readonly store: Store
  readonly config: Config
  readonly origin: string
  /** What went to the log, one JSON line each. */
  readonly log: readonly string[]
  stop(): Promise<void>
}

/** Starts the bot in this process, connected to the world's Slack and database. */
export async function startTestBot(world: TestWorld, options: TestOptions = {}): Promise<TestBot> {
  const log: string[] = []
  const logger = createLogger('info', { write: (line) => void log.push(line) })
  const parts = { logger, clock: () => new Date(), newId: randomUUID }
  const config = configSchema.parse({ ...DEFAULT_CONFIG, ...options.config })
  const web = await startWebServer({ host: '127.0.0.1', port: world.port, logger })
  const database = await openDatabase(world.database, parts)
  const store = options.store?.(database.store) ?? database.store
  const openTelemetry = async () => (await options.telemetry?.()) ?? noTelemetry()
  const slack = connection(world)
  const { dataDir } = world.database
  const isolation = options.entry
    ? openIsolation({ ...parts, config, entry: options.entry, dataDir, store, cores: 2, environment: {} })
    : null
  const bot = await startBot({
    ...parts,
    slack,
    config,
    dataDir,
    database: { ...database, store },
    web,
    investigate: isolation?.investigate ?? investigateHere(openTelemetry),
    answerFollowUp: isolation?.answerFollowUp ?? answerHere(openTelemetry),
    environment: options.environment ?? {},
  })
  const journals = options.keepsJournals ? isolation?.keepJournals() : undefined
  return {
    store: database.store,
    config,
    origin: web.origin,
    log,
    async stop() {
      await journals?.close()
      await bot.stop()
      await Promise.all([database.close(), isolation?.close()])
      await web.close()
    },
  }
}

const DEFAULT_CONFIG = {
  environments: { shop: { sources: [{ kind: 'snapshot', dir: 'unused' }] } },
  channels: [{ match: 'inc-*', environment: 'shop' }],
  escalation: { targets: [{ kind: 'slack_channel', id: ESCALATIONS }] },
}

function connection({ slack, port }: TestWorld): ConnectedSlack {
  const shared = { botToken: slack.botToken, apiUrl: slack.apiUrl }
  return port > 0
    ? { ...shared, mode: 'http', signingSecret: slack.signingSecret }
    : { ...shared, mode: 'socket', appToken: slack.appToken, notice: null }
}

function noTelemetry(): Telemetry {
  const read: Telemetry['read'] = async () => ({ status: 'no_data', why: 'nothing recorded', problems: [] })
  return { label: 'nothing', read, close: async () => {} }
}

async function freePort(): Promise<number> {
  const probe = await startWebServer({ host: '127.0.0.1', port: 0, logger: createLogger('silent', { write: () => {} }) })
  await probe.close()
  return Number(new URL(probe.origin).port)
}

/** Replies of the bot in a thread that everybody sees, oldest first. */
export function repliesIn(user: SlackUser, threadTs: string): readonly SeenMessage[] {
  return user.messages.filter((message) => message.user === BOT && message.thread_ts === threadTs && !message.is_ephemeral)
}

/** Whether a message has a button. */
export function hasButton(message: SeenMessage, action: string): boolean {
  return (message.blocks ?? []).some((block) =>
    ((block['elements'] as { action_id?: string }[] | undefined) ?? []).some(({ action_id }) => action_id === action),
  )
}

/** Waits for the answer in a thread. */
export function waitForAnswer(user: SlackUser, threadTs: string): Promise<SeenMessage> {
  return user.waitForMessage(
    (message) => message.thread_ts === threadTs && (hasButton(message, 'verdict_confirmed') || hasButton(message, 'verdict_change')),
  )
}
