import { z } from 'zod'
import { AppError } from './errors.ts'

/** How the program talks to Slack. */
export type SlackSettings =
  /** None of the three Slack variables is set: the local Slack. */
  | { readonly mode: 'local' }
  | {
      readonly mode: 'socket'
      readonly botToken: string
      readonly appToken: string
      readonly apiUrl: string | null
      readonly notice: string | null
    }
  | { readonly mode: 'http'; readonly botToken: string; readonly signingSecret: string; readonly apiUrl: string | null }

/** Everything that comes from the environment, parsed once. Secrets live here and nowhere else. */
export interface Settings {
  readonly slack: SlackSettings
  readonly host: string
  /** 0 lets the system pick one. */
  readonly port: number
  readonly dataDir: string
  /** Null: the embedded database in the data folder. */
  readonly databaseUrl: string | null
  /** Null: nobody named a file; then `./firstcause.yaml` if it is there. */
  readonly configFile: string | null
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}

/** An empty variable counts as unset: that is how shells and compose files leave one out. */
const optional = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional())
const schema = z.object({
  SLACK_BOT_TOKEN: optional,
  SLACK_APP_TOKEN: optional,
  SLACK_SIGNING_SECRET: optional,
  SLACK_API_URL: optional.refine((url) => url === undefined || /^https?:\/\/.+\/api\/$/.test(url), {
    error: 'must be an address that ends in /api/',
  }),
  DATABASE_URL: optional.refine((url) => url === undefined || /^postgres(ql)?:\/\//.test(url), { error: 'must start with postgresql://' }),
  FIRSTCAUSE_CONFIG: optional,
  FIRSTCAUSE_DATA_DIR: optional,
  HOST: optional,
  PORT: optional.refine((port) => port === undefined || (/^\d+$/.test(port) && Number(port) <= 65_535), {
    error: 'must be a number from 0 to 65535',
  }),
  LOG_LEVEL: optional.pipe(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional()),
})
type Variables = z.infer<typeof schema>

/**
 * Reads the settings from environment variables. Throws `config_missing` when Slack's set is incomplete (naming what is
 * missing) and `config_invalid` when a variable makes no sense. Values of secrets never appear in a message.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = schema.safeParse(environment)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new AppError('config_invalid', problems.join('\n'), { remedy: 'Correct these environment variables.' })
  }
  const variables = parsed.data
  return {
    slack: slackSettings(variables),
    host: variables.HOST ?? '127.0.0.1',
    port: Number(variables.PORT ?? 3000),
    dataDir: variables.FIRSTCAUSE_DATA_DIR ?? './data',
    databaseUrl: variables.DATABASE_URL ?? null,
    configFile: variables.FIRSTCAUSE_CONFIG ?? null,
    logLevel: variables.LOG_LEVEL ?? 'info',
  }
}

function slackSettings(variables: Variables): SlackSettings {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = variables
  const apiUrl = variables.SLACK_API_URL ?? null
  if (!botToken && !appToken && !signingSecret) return { mode: 'local' }
  if (!botToken) throw missing('SLACK_BOT_TOKEN', 'the bot token (xoxb-…) of the installed app')
  if (appToken) {
    const notice = signingSecret ? 'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set; Socket Mode is used.' : null
    return { mode: 'socket', botToken, appToken, apiUrl, notice }
  }
  if (!signingSecret)
    throw missing('SLACK_APP_TOKEN or SLACK_SIGNING_SECRET', 'an app token for Socket Mode, or the signing secret for HTTP')
  return { mode: 'http', botToken, signingSecret, apiUrl }
}

function missing(variable: string, what: string): AppError {
  return new AppError('config_missing', `${variable} is not set: ${what}.`, {
    remedy: 'Set it, or unset all three Slack variables to start with the local Slack.',
  })
}
