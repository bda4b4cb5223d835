import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { HttpRefusal, readBody, sendJson } from '../http.ts'
import type { Interactions } from '../interactions/interact.ts'
import { editMessage, openHome, removeMessage, useCommand, useShortcut, writeMessage } from '../interactions/people-act.ts'
import { dismissView, submitView } from '../interactions/submit.ts'
import { openDirect } from '../messages.ts'
import { SlackRefusal } from '../model.ts'
import { BOT_USER_ID } from '../people.ts'
import type { Realm } from '../realm.ts'
import { addMember } from '../web-api/conversations.ts'
import { react } from '../web-api/status.ts'

const person = z.string()
const entered = z.union([z.string(), z.array(z.string())])
const target = {
  as: person,
  channel: z.string().optional(),
  messageTs: z.string().optional(),
  viewId: z.string().optional(),
  blockId: z.string().optional(),
  actionId: z.string(),
}

interface Action {
  readonly input: z.ZodType
  readonly run: (realm: Realm, interactions: Interactions, input: unknown) => Promise<object> | object
}

function action<Schema extends z.ZodType>(
  input: Schema,
  run: (realm: Realm, interactions: Interactions, input: z.infer<Schema>) => Promise<object> | object,
): Action {
  return { input, run: (realm, interactions, value) => run(realm, interactions, value as z.infer<Schema>) }
}

/**
 * What a person can do, as `POST people/<name>` with a JSON body; the page and the tests use the same door.
 * `as` is the user id of the person. Answers `{ok: true, …}` or `{ok: false, error, detail?}`:
 *
 * - `post` {as, channel, text, threadTs?} → {ts}: `channel` is an id or a name; `@firstcause` becomes a mention
 * - `edit` {as, channel, ts, text}, `delete` {as, channel, ts}, `react` {as, channel, ts, name, isAdded}
 * - `act` {as, channel + messageTs | viewId, actionId, blockId?, entered?}: presses a button, chooses an option
 * - `suggest` {…, query} → {options}: the options of an external select
 * - `submit` {as, viewId, values: {blockId: {actionId: entered}}} → {errors: {blockId: sentence}}: empty when it was taken
 * - `close` {as, viewId}, `home` {as, tab} → {channel}, `direct` {as} → {channel}
 * - `command` {as, channel, command, text}, `shortcut` {as, callbackId, channel?, messageTs?}
 * - `invite` {as, channel, userId?}: adds the bot (or somebody else) to a channel
 */
const ACTIONS: Readonly<Record<string, Action>> = {
  post: action(z.object({ as: person, channel: z.string(), text: z.string(), threadTs: z.string().optional() }), (realm, _, input) => ({
    ts: writeMessage(realm, { ...input, userId: input.as }).ts,
  })),
  edit: action(z.object({ as: person, channel: z.string(), ts: z.string(), text: z.string() }), (realm, _, input) => {
    editMessage(realm, { ...input, userId: input.as })
    return {}
  }),
  delete: action(z.object({ as: person, channel: z.string(), ts: z.string() }), (realm, _, input) => {
    removeMessage(realm, { ...input, userId: input.as })
    return {}
  }),
  react: action(
    z.object({ as: person, channel: z.string(), ts: z.string(), name: z.string(), isAdded: z.boolean() }),
    (realm, _, input) => {
      react(realm, { ...input, timestamp: input.ts, user: input.as })
      return {}
    },
  ),
  act: action(z.object({ ...target, entered: entered.optional() }), async (_, interactions, input) => {
    await interactions.act({ ...input, userId: input.as }, input.entered ?? '')
    return {}
  }),
  suggest: action(z.object({ ...target, query: z.string() }), async (_, interactions, input) => ({
    options: await interactions.suggest({ ...input, userId: input.as }, input.query),
  })),
  submit: action(
    z.object({ as: person, viewId: z.string(), values: z.record(z.string(), z.record(z.string(), entered)) }),
    async (realm, interactions, input) => await submitView(realm, interactions, { ...input, userId: input.as }),
  ),
  close: action(z.object({ as: person, viewId: z.string() }), async (realm, interactions, input) => {
    await dismissView(realm, interactions, { ...input, userId: input.as })
    return {}
  }),
  home: action(z.object({ as: person, tab: z.enum(['home', 'messages']) }), (realm, _, input) => ({
    channel: openHome(realm, { ...input, userId: input.as }).id,
  })),
  direct: action(z.object({ as: person }), (realm, _, input) => ({ channel: openDirect(realm, input.as).id })),
  command: action(z.object({ as: person, channel: z.string(), command: z.string(), text: z.string() }), async (realm, _, input) => {
    await useCommand(realm, { ...input, userId: input.as })
    return {}
  }),
  shortcut: action(
    z.object({ as: person, callbackId: z.string(), channel: z.string().optional(), messageTs: z.string().optional() }),
    async (realm, interactions, input) => {
      await useShortcut(realm, interactions, { ...input, userId: input.as })
      return {}
    },
  ),
  invite: action(z.object({ as: person, channel: z.string(), userId: z.string().optional() }), (realm, _, input) => {
    const channel = realm.workspace.channel(input.channel)
    if (!channel) throw new SlackRefusal('channel_not_found')
    addMember(realm, channel, input.userId ?? BOT_USER_ID)
    return {}
  }),
}

/** Serves one person's action. The door is for this page and local tests only, so requests from other sites are refused. */
export async function handlePeopleAction(
  options: { realm: Realm; interactions: Interactions; name: string },
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { realm, interactions, name } = options
  refuseOtherSites(request)
  const found = ACTIONS[name]
  if (!found) throw new HttpRefusal(404, { ok: false, error: 'unknown_action' })
  const input = found.input.safeParse(parseJson((await readBody(request)).toString('utf8')))
  if (!input.success) throw new HttpRefusal(400, { ok: false, error: 'invalid_arguments', detail: z.prettifyError(input.error) })
  const { as } = input.data as { as: string }
  const user = realm.workspace.user(as)
  if (!user || user.isBot) throw new HttpRefusal(400, { ok: false, error: 'user_not_found' })
  try {
    sendJson(response, 200, { ok: true, ...(await found.run(realm, interactions, input.data)) })
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    sendJson(response, 200, { ok: false, error: error.error, ...error.extra })
  }
}

/** A page of another site could reach this machine's loopback address; it cannot send JSON there without an `Origin` that gives it away. */
function refuseOtherSites(request: IncomingMessage): void {
  const { origin, host } = request.headers
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/json')
  const isOwn = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
  if (!isJson || !isOwn) throw new HttpRefusal(403, { ok: false, error: 'forbidden' })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
