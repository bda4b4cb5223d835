import { changeMessage, deleteMessage, openDirect, postMessage } from '../messages.ts'
import { type Channel, type JsonObject, type Message, SlackRefusal } from '../model.ts'
import { APP_ID, TEAM } from '../people.ts'
import type { Realm } from '../realm.ts'
import { applyAnswer } from './answers.ts'
import { compose } from './compose.ts'
import type { Interactions } from './interact.ts'
import { basePayload, placeFields } from './payload.ts'
import { presentView } from './views.ts'

/** A person writes a message. Refuses with `not_in_channel` or `no_text`. */
export function writeMessage(
  realm: Realm,
  input: { userId: string; channel: string; text: string; threadTs?: string | undefined },
): Message {
  const channel = memberChannel(realm, input.userId, input.channel)
  if (input.text.trim() === '') throw new SlackRefusal('no_text')
  return postMessage(realm, { channel, user: input.userId, threadTs: input.threadTs, ...compose(realm, input.text) })
}

export function editMessage(realm: Realm, input: { userId: string; channel: string; ts: string; text: string }): void {
  const before = ownMessage(realm, input)
  changeMessage(realm, before, { ...before, ...compose(realm, input.text), edited: { user: input.userId, ts: realm.workspace.nextTs() } })
}

export function removeMessage(realm: Realm, input: { userId: string; channel: string; ts: string }): void {
  deleteMessage(realm, ownMessage(realm, input))
}

/** A person uses a slash command. What the app answers at once is shown; silence for three seconds is refused. */
export async function useCommand(realm: Realm, input: { userId: string; channel: string; command: string; text: string }): Promise<void> {
  const channel = memberChannel(realm, input.userId, input.channel)
  const known = realm.manifest.features?.slash_commands?.some((one) => one.command === input.command) ?? false
  if (!known) throw new SlackRefusal('invalid_command')
  const target = { channel: channel.id, userId: input.userId, messageTs: null, threadTs: null }
  const payload = {
    token: 'local-verification-token',
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'im' ? 'directmessage' : channel.name,
    user_id: input.userId,
    user_name: realm.workspace.user(input.userId)?.name ?? '',
    command: input.command,
    text: compose(realm, input.text).text,
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    response_url: realm.responseUrls.issue(target),
    trigger_id: realm.triggers.issue(input.userId),
  }
  const receipt = await realm.courier.carry({ kind: 'slash_commands', payload })
  if (!receipt.ok) throw new SlackRefusal('operation_timeout', { detail: receipt.reason })
  if (receipt.answer !== null) applyAnswer(realm, target, receipt.answer)
}

/** A person picks a message shortcut (`message_action`) or a global one (`shortcut`). */
export async function useShortcut(
  realm: Realm,
  interactions: Interactions,
  input: { userId: string; callbackId: string; channel?: string | undefined; messageTs?: string | undefined },
): Promise<void> {
  const known = realm.manifest.features?.shortcuts?.find((one) => one.callback_id === input.callbackId)
  if (!known) throw new SlackRefusal('shortcut_not_found')
  const action = { callback_id: input.callbackId, trigger_id: realm.triggers.issue(input.userId), action_ts: realm.workspace.nextTs() }
  await interactions.send({ ...shortcutPayload(realm, interactions, { ...input, isMessage: known.type === 'message' }), ...action })
}

function shortcutPayload(
  realm: Realm,
  interactions: Interactions,
  input: { userId: string; channel?: string | undefined; messageTs?: string | undefined; isMessage: boolean },
): JsonObject {
  if (!input.isMessage) return basePayload(realm, 'shortcut', input.userId)
  const place = interactions.placeOf(input)
  const { container: _container, ...fields } = placeFields(realm, place)
  const target = { channel: input.channel ?? '', userId: input.userId, messageTs: input.messageTs ?? null, threadTs: null }
  return {
    ...basePayload(realm, 'message_action', input.userId),
    ...fields,
    message_ts: input.messageTs,
    response_url: realm.responseUrls.issue(target),
  }
}

/** A person opens the app's Home or Messages tab (`app_home_opened`). */
export function openHome(realm: Realm, input: { userId: string; tab: 'home' | 'messages' }): Channel {
  const channel = openDirect(realm, input.userId)
  const view = realm.workspace.homes.get(input.userId)
  realm.events.publish('app_home_opened', {
    type: 'app_home_opened',
    user: input.userId,
    channel: channel.id,
    tab: input.tab,
    event_ts: realm.workspace.nextTs(),
    ...(view && input.tab === 'home' ? { view: presentView(view) } : {}),
  })
  return channel
}

function memberChannel(realm: Realm, userId: string, reference: string): Channel {
  const channel = realm.workspace.channel(reference)
  if (!channel) throw new SlackRefusal('channel_not_found')
  if (!channel.members.includes(userId)) throw new SlackRefusal('not_in_channel')
  return channel
}

function ownMessage(realm: Realm, input: { userId: string; channel: string; ts: string }): Message {
  const message = realm.workspace.message(input.channel, input.ts)
  if (!message || message.subtype === 'tombstone') throw new SlackRefusal('message_not_found')
  if (message.user !== input.userId) throw new SlackRefusal('cant_update_message')
  return message
}
