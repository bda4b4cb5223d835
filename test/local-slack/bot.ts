import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { randomUUID } from 'node:crypto'
import { type LocalSlack, startLocalSlack } from '../../src/local-slack/local-slack.ts'
import type { LocalSlackOptions } from '../../src/local-slack/options.ts'

/** A manifest with everything that the tests of the local Slack need. */
export const MANIFEST = {
  display_information: { name: 'Test copilot' },
  features: {
    bot_user: { display_name: 'copilot' },
    app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    slash_commands: [{ command: '/rca', description: 'Investigate', usage_hint: '[help]' }],
    shortcuts: [{ name: 'Investigate this', type: 'message', callback_id: 'investigate_message' }],
  },
  oauth_config: {
    scopes: {
      bot: [
        'app_mentions:read',
        'channels:history',
        'channels:join',
        'channels:read',
        'chat:write',
        'commands',
        'files:read',
        'files:write',
        'im:history',
        'im:read',
        'im:write',
        'reactions:write',
        'users:read',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: ['app_mention', 'app_home_opened', 'message.channels', 'message.im', 'member_joined_channel', 'reaction_added'],
    },
    interactivity: { is_enabled: true },
  },
}

export interface Fixture {
  readonly slack: LocalSlack
  readonly dataDir: string
  readonly close: () => Promise<void>
}

/** A local Slack on a fresh folder and port. `close` stops it and removes the folder. */
export async function startSlack(options: Partial<LocalSlackOptions> = {}): Promise<Fixture> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'local-slack-'))
  const slack = await startLocalSlack({
    port: 0,
    clock: () => new Date(),
    newId: randomUUID,
    manifest: MANIFEST,
    delivery: { kind: 'socket' },
    ...options,
    dataDir,
  })
  return {
    slack,
    dataDir,
    async close() {
      await slack.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A Bolt app on the local Slack over Socket Mode, connected when this returns. Bind listeners in `bind`. */
export async function startSocketBot(slack: LocalSlack, bind: (app: App) => void): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl }
  const receiver = new SocketModeReceiver({ appToken: slack.appToken, logLevel: LogLevel.ERROR, installerOptions: { clientOptions } })
  const app = new App({ token: slack.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR })
  bind(app)
  await app.start()
  return app
}

/** A port that was free a moment ago, for an app whose address the local Slack must know before it starts. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

/** A Bolt app behind signed HTTP on `port`. Bind listeners in `bind`. */
export async function startHttpBot(slack: LocalSlack, options: { port: number; bind: (app: App) => void }): Promise<App> {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR })
  const app = new App({ token: slack.botToken, receiver, clientOptions: { slackApiUrl: slack.apiUrl }, logLevel: LogLevel.ERROR })
  options.bind(app)
  await receiver.start({ port: options.port, host: '127.0.0.1' } as never)
  return app
}
