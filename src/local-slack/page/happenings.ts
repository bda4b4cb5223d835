import type { IncomingMessage, ServerResponse } from 'node:http'
import { presentView } from '../interactions/views.ts'
import { presentMessage } from '../messages.ts'
import type { Happening, JsonObject } from '../model.ts'
import type { Realm } from '../realm.ts'

const HEARTBEAT_MS = 15_000

/**
 * `GET people/happenings?as=<user>`: server-sent events of everything this person could see. Each `data:` is one JSON
 * object with a `kind`: `message` {message}, `message_deleted`, `channel`, `view` {view}, `view_closed`, `home`, `status`, `notice`.
 */
export function streamHappenings(realm: Realm, request: IncomingMessage, response: ServerResponse): void {
  const userId = new URL(request.url ?? '/', 'http://localhost').searchParams.get('as') ?? ''
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  response.write(': connected\n\n')
  const stop = realm.workspace.listen((happening) => {
    const shown = shownTo(realm, happening, userId)
    if (shown) response.write(`data: ${JSON.stringify(shown)}\n\n`)
  })
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS)
  heartbeat.unref()
  response.on('close', () => {
    stop()
    clearInterval(heartbeat)
  })
}

/** `GET people/state?as=<user>`: what there is to see now, in the same shapes as the happenings. */
export function stateFor(realm: Realm, userId: string): JsonObject {
  const channels = [...realm.workspace.channels.values()].filter((channel) => channel.members.includes(userId))
  const messages = [...channels.flatMap((channel) => realm.workspace.messages(channel.id)), ...realm.workspace.ephemerals]
  const views = [...realm.workspace.views.values()].filter((view) => view.userId === userId)
  const shown = [
    ...messages.map((message) => shownTo(realm, { kind: 'message', message }, userId)),
    ...views.map((view) => shownTo(realm, { kind: 'view', userId, view }, userId)),
  ]
  const home = realm.workspace.homes.get(userId)
  return {
    users: realm.workspace.users.map(({ id, name, realName, isBot }) => ({ id, name, realName, isBot })),
    channels: channels.map(({ id, name, kind, topic }) => ({ id, name, kind, topic })),
    happenings: shown.filter((one) => one !== null),
    home: home ? presentView(home) : null,
  }
}

function shownTo(realm: Realm, happening: Happening, userId: string): JsonObject | null {
  switch (happening.kind) {
    case 'message': {
      const { message } = happening
      if (message.visibleTo !== undefined && message.visibleTo !== userId) return null
      if (realm.workspace.channels.get(message.channel)?.members.includes(userId) !== true) return null
      const shown = {
        ...presentMessage(realm, message, { withMetadata: true }),
        channel: message.channel,
        is_ephemeral: message.visibleTo !== undefined,
      }
      return { kind: 'message', message: shown }
    }
    case 'view':
      return happening.userId === userId ? { kind: 'view', view: presentView(happening.view) } : null
    case 'view_closed':
    case 'home':
    case 'notice':
      return happening.userId === userId ? { ...happening } : null
    case 'channel':
      return happening.channel.members.includes(userId) ? { kind: 'channel', channel: { ...happening.channel } } : null
    case 'message_deleted':
    case 'status':
      return { ...happening }
  }
}
