import type { IncomingMessage, ServerResponse } from 'node:http'
import { presentView } from '../interactions/views.ts'
import { presentMessage } from '../messages.ts'
import type { Happening, JsonObject } from '../model.ts'
import type { Realm } from '../realm.ts'

const HEARTBEAT_MS = 15_000

/**
 * `GET people/happenings?as=<user>`: server-sent events of everything this person could see. Each `data:` is one JSON
 * object with a `kind`: `message` {message}, `message_deleted`, `channel`, `view` {view}, `view_closed`, `home`, `status`, `notice`.
 * With `since=<moment>` (or the browser's `Last-Event-ID`) what was missed comes first, or `out_of_date` when it is not known any more.
 */
export function streamHappenings(realm: Realm, request: IncomingMessage, response: ServerResponse): void {
  const search = new URL(request.url ?? '/', 'http://localhost').searchParams
  const userId = search.get('as') ?? ''
  const since = request.headers['last-event-id'] ?? search.get('since')
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  response.write(': connected\n\n')
  const write = (shown: JsonObject | null) => {
    if (shown) response.write(`id: ${realm.workspace.moment}\ndata: ${JSON.stringify(shown)}\n\n`)
  }
  const missed = typeof since === 'string' ? realm.workspace.since(since) : []
  if (missed === null) write({ kind: 'out_of_date' })
  for (const happening of missed ?? []) write(shownTo(realm, happening, userId))
  const stop = realm.workspace.listen((happening) => write(shownTo(realm, happening, userId)))
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
