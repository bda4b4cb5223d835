import type { HomeView, ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { slackFailureOf } from './clients.ts'
import { clamp, MAX_TEXT_CHARACTERS } from './limits.ts'
import { AS_WRITTEN } from './as-written.ts'
import { slackError } from './slack-error.ts'

/** What one person sees: private notes, modals, the Home tab. All through the client that never waits for a rate limit. */
export interface Screen {
  /** A note that only this person sees. Throws `slack_*`. */
  note(to: { readonly channelId: string; readonly userId: string; readonly threadTs: string | null }, text: string): Promise<void>
  /** The view's id, or null when the trigger was too old (it lives three seconds). Throws `slack_*`. */
  openModal(triggerId: string, view: ModalView): Promise<string | null>
  /** Replaces a modal's contents; a modal that was closed meanwhile is left alone. Throws `slack_*`. */
  updateModal(viewId: string, view: ModalView): Promise<void>
  publishHome(userId: string, view: HomeView): Promise<void>
}

const TOO_LATE = new Set(['expired_trigger_id', 'trigger_expired', 'exchanged_trigger_id', 'trigger_exchanged', 'invalid_trigger_id'])

export function createScreen(client: WebClient): Screen {
  return {
    async note(to, text) {
      const thread = to.threadTs === null ? {} : { thread_ts: to.threadTs }
      await calling('send a note', () =>
        client.chat.postEphemeral({
          channel: to.channelId,
          user: to.userId,
          text: clamp(text, MAX_TEXT_CHARACTERS),
          ...thread,
          ...AS_WRITTEN,
        }),
      )
    },
    async openModal(triggerId, view) {
      try {
        const answer = await client.views.open({ trigger_id: triggerId, view })
        return answer.view?.id ?? null
      } catch (cause) {
        const failure = slackFailureOf(cause)
        if (failure?.kind === 'refused' && TOO_LATE.has(failure.code)) return null
        throw slackError(cause, 'open a form')
      }
    },
    async updateModal(viewId, view) {
      try {
        await client.views.update({ view_id: viewId, view })
      } catch (cause) {
        const failure = slackFailureOf(cause)
        if (failure?.kind === 'refused' && failure.code === 'not_found') return
        throw slackError(cause, 'fill a form')
      }
    },
    async publishHome(userId, view) {
      await calling('show the Home tab', () => client.views.publish({ user_id: userId, view }))
    },
  }
}

async function calling(doing: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call()
  } catch (cause) {
    throw slackError(cause, doing)
  }
}
