import { App } from '@slack/bolt'
import { createHttpReceiver, createSocketReceiver, type JournaledReceiver } from '../../handlers/receiver.ts'
import type { Logger } from '../logger.ts'
import type { SlackSettings } from '../settings.ts'
import { createBoltLogger } from './bolt-logger.ts'
import type { Identity } from './identity.ts'

export type ConnectedSlack = Exclude<SlackSettings, { readonly mode: 'local' }>

/** Bolt with our receiver in front. Identity is known, so that no call to Slack stands between a delivery and its handler. */
export function createSlackApp(
  slack: ConnectedSlack,
  identity: Identity,
  logger: Logger,
): { readonly app: App; readonly receiver: JournaledReceiver } {
  const boltLogger = createBoltLogger(logger)
  const receiver =
    slack.mode === 'socket'
      ? createSocketReceiver({ appToken: slack.appToken, apiUrl: slack.apiUrl, logger: boltLogger })
      : createHttpReceiver({ signingSecret: slack.signingSecret, logger: boltLogger })
  const app = new App({
    receiver,
    logger: boltLogger,
    ...(slack.apiUrl === null ? {} : { clientOptions: { slackApiUrl: slack.apiUrl } }),
    authorize: async () => ({ botToken: slack.botToken, botId: identity.botId, botUserId: identity.botUserId }),
  })
  return { app, receiver }
}
