import { presentMessage } from '../messages.ts'
import type { JsonObject, Message, View } from '../model.ts'
import { APP_ID, TEAM } from '../people.ts'
import type { Realm } from '../realm.ts'
import { presentView } from './views.ts'

/** The thing a person acted on. */
export type Place = { readonly kind: 'message'; readonly message: Message } | { readonly kind: 'view'; readonly view: View }

/** The fields that every interaction payload has. */
export function basePayload(realm: Realm, type: string, userId: string): JsonObject {
  const user = realm.workspace.user(userId)
  const name = user?.name ?? ''
  return {
    type,
    user: { id: userId, username: name, name, team_id: TEAM.id },
    team: { id: TEAM.id, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: APP_ID,
    token: 'local-verification-token',
  }
}

/** Where it happened, as `container` and beside it. */
export function placeFields(realm: Realm, place: Place): JsonObject {
  if (place.kind === 'view') return { container: { type: 'view', view_id: place.view.id }, view: presentView(place.view) }
  const { message } = place
  const channel = realm.workspace.channels.get(message.channel)
  const isEphemeral = message.visibleTo !== undefined
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
    },
    channel: { id: message.channel, name: channel?.kind === 'im' ? 'directmessage' : (channel?.name ?? '') },
    // Slack sends no message body for ephemeral messages.
    ...(isEphemeral ? {} : { message: presentMessage(realm, message, { withMetadata: true }) }),
  }
}
