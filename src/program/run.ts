import { existsSync } from 'node:fs'
import { loadConfig, type Config } from '../config.ts'
import type { Logger } from '../logger.ts'
import type { Settings } from '../settings.ts'
import { startWebServer } from '../web/server.ts'
import { createCleanup } from './cleanup.ts'
import { prepareDrill } from './drill.ts'
import { openIsolation } from './isolation.ts'
import { openLocalWorkspace } from './local.ts'
import { openDatabase } from './open-database.ts'
import { startBot } from './start-bot.ts'

const RUN_ENTRY = new URL('../isolation/entry.ts', import.meta.url)
/** The file that is read when nobody names one. */
const DEFAULT_CONFIG = './firstcause.yaml'

export interface RunOptions {
  readonly settings: Settings
  readonly logger: Logger
  readonly clock: () => Date
  readonly newId: () => string
  /** Processors of this machine. */
  readonly cores: number
  /** Keys and addresses of model providers, by variable name. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** One line for the person who starts it, for example what to type. */
  readonly say: (line: string) => void
}

export interface StartedProgram {
  /** Takes nothing new, finishes or hands back what is in hand, closes everything. Safe to call twice. */
  stop(): Promise<void>
  /** Where a person looks: the local Slack's page, or our own server. */
  readonly url: string
}

/** Starts everything that the settings ask for: the web server, a local Slack when there is no other, the bot. Throws `AppError`. */
export async function run(options: RunOptions): Promise<StartedProgram> {
  const { settings, logger, clock, newId, say } = options
  const config = await chooseConfig(options)
  const cleanup = createCleanup(logger)
  try {
    const web = await startWebServer({ ...settings, logger })
    cleanup.add('web server', () => web.close())
    const local = settings.slack.mode === 'local' ? await openLocalWorkspace({ web, dataDir: settings.dataDir, clock, newId }) : null
    if (local) cleanup.add('local Slack', () => local.close())
    const slack = settings.slack.mode === 'local' ? local?.slack : settings.slack
    if (!slack) throw new Error('without Slack there is a local one')
    if (slack.mode === 'socket' && slack.notice !== null) say(slack.notice)
    const database = await openDatabase(settings, options)
    const isolation = openIsolation({ config, entry: RUN_ENTRY, ...options, ...settings, store: database.store })
    // Jobs in hand are told to end first; a run that does not hear it must not hold the program up.
    cleanup.add('database and processes', async () => void (await Promise.all([database.close(), isolation.close()])))
    const bot = await startBot({
      ...options,
      slack,
      config,
      database,
      web,
      dataDir: settings.dataDir,
      investigate: isolation.investigate,
      answerFollowUp: isolation.answerFollowUp,
    })
    cleanup.add('bot', () => bot.stop())
    const journals = isolation.keepJournals()
    cleanup.add('journals', () => journals.close())
    isolation.pool.warm()
    return { url: local?.url ?? web.origin, stop: () => cleanup.run() }
  } catch (cause) {
    await cleanup.run()
    throw cause
  }
}

/** The named file; else `./firstcause.yaml` where it is there; else, with the local Slack only, a drill. */
async function chooseConfig({ settings, say }: RunOptions): Promise<Config> {
  const file = settings.configFile ?? DEFAULT_CONFIG
  const isDrill = settings.slack.mode === 'local' && settings.configFile === null && !existsSync(file)
  return isDrill ? prepareDrill(settings.dataDir, say) : loadConfig(file)
}
