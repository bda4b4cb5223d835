import { bindHandlers } from '../../handlers/index.ts'
import { createIntake } from '../../handlers/intake.ts'
import { openJournal } from '../../handlers/journal.ts'
import { SLACK_EVENTS_PATH } from '../../handlers/receiver.ts'
import type { Config } from '../config.ts'
import { investigate } from '../investigation/investigate.ts'
import { createStopBoard } from '../investigation/stop-board.ts'
import { openJobs } from '../jobs/open-jobs.ts'
import type { Logger } from '../logger.ts'
import type { Settings } from '../settings.ts'
import { createClients } from '../slack/clients.ts'
import { createEditBudget } from '../slack/edit-budget.ts'
import { createPoster } from '../slack/poster.ts'
import { createThreadVoice } from '../slack/thread-voice.ts'
import { openStore } from '../store/open-store.ts'
import { healthMounts } from '../web/health.ts'
import { createMetrics } from '../web/metrics.ts'
import type { WebServer } from '../web/server.ts'
import { createCleanup } from './cleanup.ts'
import { buildHandlerPorts } from './handler-ports.ts'
import { readIdentity } from './identity.ts'
import { createSlackApp, type ConnectedSlack } from './slack-app.ts'
import { createTelemetryOpener } from './telemetry.ts'
import { startWorkers } from './workers.ts'

export interface ProgramParts {
  readonly settings: Settings
  readonly slack: ConnectedSlack
  readonly config: Config
  readonly web: WebServer
  readonly logger: Logger
  readonly clock: () => Date
  readonly newId: () => string
}

export interface RunningProgram {
  /** Takes nothing new, finishes or hands back what is in hand, closes everything. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Composes the bot and starts it: database, queues, Slack, workers, in this order, and closes what is open when a later part
 * fails. Throws `AppError`.
 */
export async function startProgram(parts: ProgramParts): Promise<RunningProgram> {
  const cleanup = createCleanup(parts.logger)
  try {
    await start(parts, cleanup.add)
    return { stop: cleanup.run }
  } catch (cause) {
    await cleanup.run()
    throw cause
  }
}

async function start(parts: ProgramParts, onStop: (name: string, close: () => Promise<void>) => void): Promise<void> {
  const { settings, config, logger, clock, web } = parts
  const warn = (message: string, details: Readonly<Record<string, unknown>>) => logger.warn(details, message)
  const opened = await openStore({ databaseUrl: settings.databaseUrl, dataDir: settings.dataDir, clock, newId: parts.newId, warn })
  onStop('database', () => opened.close())
  const jobs = await openJobs({ connection: opened.connection, warn })
  onStop('queues', () => jobs.stop())
  const store = opened.createStore(jobs.enqueue)
  const journal = await openJournal(settings.dataDir)
  onStop('journal', () => journal.close())
  if (journal.unreadable > 0) logger.error({ lines: journal.unreadable }, 'the intake journal has lines that cannot be read')

  const clients = createClients({ token: parts.slack.botToken, apiUrl: parts.slack.apiUrl })
  const identity = await readIdentity(clients.messages)
  const { app, receiver } = createSlackApp(parts.slack, identity, logger)
  const poster = createPoster({ client: clients.messages, store })
  const board = createStopBoard()
  bindHandlers(app, buildHandlerPorts({ store, config, clients, poster, board, identity, clock }))
  const intake = createIntake({ journal, store, dispatch: receiver.dispatch, clock, logger })
  onStop('intake', () => intake.stop())
  receiver.receive = (event) => intake.receive(event)

  const metrics = createMetrics(() => jobs.depths())
  const editor = createPoster({ client: clients.progress, store })
  const openVoice = createThreadVoice({
    poster,
    editProgress: (at, message) => editor.edit(at, message),
    budget: createEditBudget(clock),
    clock,
  })
  const worker = {
    store,
    openVoice,
    openTelemetry: createTelemetryOpener(config),
    investigate,
    mayRead: (source: Config['policy']['mayRead'][number]) => config.policy.mayRead.includes(source),
    board,
    clock,
    wallMs: config.budgets.wallSeconds * 1000,
  }
  await jobs.scheduleDigests(config.digest.map(({ channel, cron, timeZone }) => ({ channelId: channel, cron, timeZone })))
  await startWorkers({ jobs, intake, worker, store, poster, clients, clock, logger })
  for (const mount of healthMounts(async () => ({ database: await isAnswering(() => jobs.depths()) }), metrics)) web.mount(mount)
  if (receiver.requestListener) web.mount({ path: SLACK_EVENTS_PATH, request: receiver.requestListener })
  await receiver.start()
  onStop('Slack', async () => void (await receiver.stop()))
  intake.drainLeftovers()
}

async function isAnswering(depths: () => Promise<unknown>): Promise<string> {
  return depths().then(
    () => 'ready',
    () => 'the database does not answer',
  )
}
