import { AppError } from '../errors.ts'
import { slackFailureOf } from './clients.ts'

/** Codes after which trying again is useless until a person changes something in Slack. */
const REMEDIES: Readonly<Record<string, string>> = {
  not_in_channel: 'Invite firstcause to the channel.',
  channel_not_found: 'Invite firstcause to the channel, or correct its id in firstcause.yaml.',
  is_archived: 'Unarchive the channel or name another one.',
  missing_scope: 'Reinstall the app from manifest.yml.',
  invalid_auth: 'Check SLACK_BOT_TOKEN.',
  account_inactive: 'Check SLACK_BOT_TOKEN; the app was removed.',
  token_revoked: 'Check SLACK_BOT_TOKEN; it was revoked.',
  restricted_action: 'Ask a workspace admin to let the app post there.',
}

/** A Slack failure as an `AppError`; defects of ours pass through unchanged. */
export function slackError(cause: unknown, doing: string): unknown {
  const failure = slackFailureOf(cause)
  if (failure === null) return cause
  if (failure.kind === 'refused') {
    const remedy = REMEDIES[failure.code]
    const code = remedy === undefined ? 'slack_failed' : 'slack_rejected'
    return new AppError(code, `Slack would not ${doing} (${failure.code}).`, { remedy: remedy ?? 'It is tried again.', cause })
  }
  const code = failure.kind === 'rate_limited' ? 'slack_rate_limited' : 'slack_failed'
  return new AppError(code, `Slack did not answer when asked to ${doing}.`, { remedy: 'It is tried again.', cause })
}
