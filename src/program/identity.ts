import type { WebClient } from '@slack/web-api'
import { AppError } from '../errors.ts'
import { slackError } from '../slack/slack-error.ts'

/** Who we are in the workspace, asked once at start. */
export interface Identity {
  readonly botUserId: string
  readonly botId: string
  readonly teamId: string
}

/** Asks Slack who the token belongs to. Throws `slack_rejected` for a token that does not work, `slack_failed` when Slack is silent. */
export async function readIdentity(client: WebClient): Promise<Identity> {
  try {
    const { user_id: botUserId, bot_id: botId, team_id: teamId } = await client.auth.test()
    if (botUserId && botId && teamId) return { botUserId, botId, teamId }
  } catch (cause) {
    throw slackError(cause, 'say who the bot is')
  }
  throw new AppError('slack_rejected', 'SLACK_BOT_TOKEN is not the token of a bot.', {
    remedy: 'Use the bot token, xoxb-…, of the installed app.',
  })
}
