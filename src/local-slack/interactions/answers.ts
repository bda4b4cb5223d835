import { z } from 'zod'
import { checkBlocks } from '../blocks/check-blocks.ts'
import { changeMessage, deleteMessage, postMessage } from '../messages.ts'
import { type Message, SlackRefusal } from '../model.ts'
import { BOT_USER_ID } from '../people.ts'
import type { Realm } from '../realm.ts'
import { showEphemeral } from '../web-api/chat.ts'
import type { ResponseTarget } from './response-urls.ts'

const answerSchema = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
})

/** Does what an app answers to a response URL or a slash command: a new message, or a change of the original one. */
export function applyAnswer(realm: Realm, target: ResponseTarget, answer: unknown): void {
  const parsed = answerSchema.safeParse(typeof answer === 'string' ? { text: answer } : answer)
  if (!parsed.success) throw new SlackRefusal('invalid_payload')
  const { data } = parsed
  const original = target.messageTs === null ? undefined : realm.workspace.message(target.channel, target.messageTs)
  if (data.delete_original === true) return original ? deleteMessage(realm, original) : undefined
  const blocks = data.blocks === undefined ? undefined : checkBlocks(data.blocks, { surface: 'message', newId: realm.newId, realm })
  const text = data.text ?? ''
  if (text === '' && blocks === undefined) throw new SlackRefusal('no_text')
  if (data.replace_original === true && original) return replaceOriginal(realm, original, { text, blocks })
  const threadTs = data.thread_ts ?? target.threadTs
  const channel = realm.workspace.channels.get(target.channel)
  if (!channel) throw new SlackRefusal('channel_not_found')
  if (data.response_type === 'in_channel') postMessage(realm, { channel, user: BOT_USER_ID, text, blocks, threadTs: threadTs ?? undefined })
  else showEphemeral(realm, { channel: target.channel, userId: target.userId, threadTs, text, blocks })
}

function replaceOriginal(realm: Realm, original: Message, next: { text: string; blocks: Message['blocks'] | undefined }): void {
  const { blocks: _blocks, ...rest } = original
  changeMessage(realm, original, { ...rest, text: next.text, ...(next.blocks ? { blocks: next.blocks } : {}) })
}
