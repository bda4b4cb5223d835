import { bindHandlers } from '../../handlers/index.ts'
import { createIntake, type Intake } from '../../handlers/intake.ts'
import { openJournal } from '../../handlers/journal.ts'
import { SLACK_EVENTS_PATH } from '../../handlers/receiver.ts'
import type { Config } from '../config.ts'
import type { TelemetrySource } from '../domain/reading.ts'
import type { AnswerFollowUp } from '../investigation/follow-up/ports.ts'
import type { Investigate } from '../investigation/ports.ts'
import { recall } from '../investigation/recall.ts'
import { createStopBoard } from '../investigation/stop-board.ts'
import type { WorkerPorts } from '../investigation/worker.ts'
import type { Logger } from '../logger.ts'
import { createRedactor, type Redactor } from '../redaction/redactor.ts'
import { openRunbooks, type Runbooks } from '../runbooks/open-runbooks.ts'
import { createClients, type SlackClients } from '../slack/clients.ts'
import { createEditBudget } from '../slack/edit-budget.ts'
import { createFollowUpVoice } from '../slack/follow-up-voice.ts'
import { createPoster, type Poster } from '../slack/poster.ts'
import { createThreadVoice } from '../slack/thread-voice.ts'
import { healthMounts } from '../web/health.ts'
import { createMetrics } from '../web/metrics.ts'
import type { WebServer } from '../web/server.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { createCleanup, type Cleanup } from './cleanup.ts'
import { buildHandlerPorts } from './handler-ports.ts'
import { readIdentity } from './identity.ts'
import { createModelOpener } from './model.ts'
import type { Database } from './open-database.ts'
import { createSlackApp, type ConnectedSlack } from './slack-app.ts'
import { startWorkers } from './workers.ts'

export interface BotParts {
  readonly slack: ConnectedSlack
  readonly config: Config
  /** Holds the intake journal. */
  readonly dataDir: string
  readonly database: Pick<Database, 'store' | 'jobs'>
  readonly web: WebServer
  readonly investigate: Investigate
  readonly answerFollowUp: AnswerFollowUp
  /** Keys and addresses of model providers, by variable name. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly logger: Logger
  readonly clock: () => Date
}

export interface RunningBot {
  /** Takes nothing new from Slack and stores what came in. Jobs in hand end with the database. Safe to call twice. */
  stop(): Promise<void>
}

/** Connects the bot to Slack and starts its workers; closes what is open when a later part fails. Throws `AppError`. */
export async function startBot(parts: BotParts): Promise<RunningBot> {
  const cleanup = createCleanup(parts.logger)
  try {
    await start(parts, cleanup)
    return { stop: () => cleanup.run() }
  } catch (cause) {
    await cleanup.run()
    throw cause
  }
}

async function start(parts: BotParts, cleanup: Cleanup): Promise<void> {
  const { slack, config, database, web, logger, clock } = parts
  const { store, jobs } = database
  const redactor = createRedactor(config.redaction)
  const runbooks = await openRunbooks(config.runbooks.dirs, (problem) => logger.warn({ problem }, 'a runbook is left out'), redactor)
  const clients = createClients({ token: slack.botToken, apiUrl: slack.apiUrl, logger: createBoltLogger(logger) })
  const identity = await readIdentity(clients.messages)
  const { app, receiver } = createSlackApp(slack, identity, logger)
  const poster = createPoster({ client: clients.messages, store })
  const board = createStopBoard()
  bindHandlers(app, buildHandlerPorts({ store, config, clients, poster, board, runbooks, identity, clock }))
  const intake = await openIntake({ ...parts, redactor }, (event) => receiver.dispatch(event), cleanup)
  receiver.receive = (event) => intake.receive(event)

  const metrics = createMetrics(() => jobs.depths())
  const worker = {
    ...parts,
    ...database,
    board,
    redactor,
    onEnd: metrics.countEnding,
    ...workerLimits(config),
    openVoice: createVoice({ clients, poster, runbooks, ...parts }),
    openFollowUpVoice: createFollowUpVoice({ poster, store }),
    openModel: await createModelOpener({ ...parts, store, runbooks, redactor }),
  }
  await jobs.scheduleDigests(config.digest.map(({ channel, cron, timeZone }) => ({ channelId: channel, cron, timeZone })))
  await startWorkers({ jobs, intake, worker, store, poster, clients, clock, logger })
  for (const mount of healthMounts(async () => ({ database: await isAnswering(() => jobs.depths()) }), metrics)) web.mount(mount)
  if (receiver.requestListener) web.mount({ path: SLACK_EVENTS_PATH, request: receiver.requestListener })
  await receiver.start()
  cleanup.add('Slack', async () => void (await receiver.stop()))
  intake.drainLeftovers()
}

async function openIntake(
  parts: BotParts & { readonly redactor: Redactor },
  dispatch: Parameters<typeof createIntake>[0]['dispatch'],
  cleanup: Cleanup,
): Promise<Intake> {
  const journal = await openJournal(parts.dataDir)
  cleanup.add('journal', () => journal.close())
  if (journal.unreadable > 0) parts.logger.error({ lines: journal.unreadable }, 'the intake journal has lines that cannot be read')
  const intake = createIntake({
    journal,
    store: parts.database.store,
    dispatch,
    clock: parts.clock,
    logger: parts.logger,
    redactor: parts.redactor,
  })
  cleanup.add('intake', () => intake.stop())
  return intake
}

interface VoiceParts extends BotParts {
  readonly clients: SlackClients
  readonly poster: Poster
  readonly runbooks: Runbooks
}

function createVoice(parts: VoiceParts): WorkerPorts['openVoice'] {
  const { runbooks, database } = parts
  const editor = createPoster({ client: parts.clients.progress, store: parts.database.store })
  return createThreadVoice({
    poster: parts.poster,
    editProgress: (at, message) => editor.edit(at, message),
    budget: createEditBudget(parts.clock),
    clock: parts.clock,
    recall: (row) => recall(row, { store: database.store, runbooks }),
  })
}

function workerLimits({ policy, budgets }: Config): Pick<WorkerPorts, 'mayRead' | 'wallMs'> {
  const readable: readonly TelemetrySource[] = policy.mayRead
  return { mayRead: (source) => readable.includes(source), wallMs: budgets.wallSeconds * 1000 }
}

async function isAnswering(depths: () => Promise<unknown>): Promise<string> {
  return depths().then(
    () => 'ready',
    () => 'the database does not answer',
  )
}
