import { z } from 'zod'
import { channelMessages, openDirect, presentMessage } from '../messages.ts'
import { type Channel, type JsonObject, type Message, SlackRefusal } from '../model.ts'
import { isAfter } from '../order.ts'
import { BOT_USER_ID, TEAM } from '../people.ts'
import type { Realm } from '../realm.ts'
import { count, flag, method } from './method.ts'

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read']
const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history']
const DEFAULT_PAGE = 100

const page = {
  channel: z.string(),
  cursor: z.string().optional(),
  limit: count.optional(),
  latest: z.string().optional(),
  oldest: z.string().optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
}
type Page = z.infer<z.ZodObject<typeof page>>

/** The channel as Slack describes it. */
function presentChannel(channel: Channel): JsonObject {
  const isDirect = channel.kind === 'im'
  return {
    id: channel.id,
    ...(isDirect ? { user: channel.members[0] } : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === 'public',
    is_group: false,
    is_im: isDirect,
    is_private: channel.kind !== 'public',
    is_archived: false,
    is_member: channel.members.includes(BOT_USER_ID),
    created: channel.created,
    num_members: channel.members.length,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    context_team_id: TEAM.id,
  }
}

function existing(realm: Realm, reference: string): Channel {
  const channel = realm.workspace.channels.get(reference)
  if (!channel) throw new SlackRefusal('channel_not_found')
  return channel
}

function readable(realm: Realm, reference: string): Channel {
  const channel = existing(realm, reference)
  if (!channel.members.includes(BOT_USER_ID)) throw new SlackRefusal('not_in_channel')
  return channel
}

/** Cuts one page out of `messages` (in the order given); the cursor is the position of the next one. */
function pageOf(realm: Realm, messages: readonly Message[], input: Page): JsonObject {
  const { oldest, latest, inclusive = false } = input
  const inside = messages.filter(
    ({ ts }) =>
      (oldest === undefined || isAfter(ts, oldest) || (inclusive && ts === oldest)) &&
      (latest === undefined || isAfter(latest, ts) || (inclusive && ts === latest)),
  )
  const start = cursorStart(input.cursor)
  const end = start + (input.limit ?? DEFAULT_PAGE)
  const options = { withMetadata: input.include_all_metadata ?? false }
  return {
    messages: inside.slice(start, end).map((message) => presentMessage(realm, message, options)),
    has_more: end < inside.length,
    response_metadata: { next_cursor: end < inside.length ? Buffer.from(`next:${end}`).toString('base64') : '' },
  }
}

function cursorStart(cursor: string | undefined): number {
  if (cursor === undefined || cursor === '') return 0
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))
  if (!match) throw new SlackRefusal('invalid_cursor')
  return Number(match[1])
}

const history = method({
  rate: 3,
  scopes: HISTORY,
  input: z.object(page),
  run: (realm, input) => pageOf(realm, channelMessages(realm, readable(realm, input.channel).id).toReversed(), input),
})

const replies = method({
  rate: 3,
  scopes: HISTORY,
  input: z.object({ ...page, ts: z.string() }),
  run(realm, input) {
    const channel = readable(realm, input.channel)
    const message = realm.workspace.message(channel.id, input.ts)
    if (!message || message.visibleTo !== undefined) throw new SlackRefusal('thread_not_found')
    return pageOf(realm, realm.workspace.thread(channel.id, message.thread_ts ?? message.ts), input)
  },
})

const list = method({
  rate: 2,
  scopes: READ,
  input: z.object({
    types: z.string().optional(),
    limit: count.optional(),
    cursor: z.string().optional(),
    exclude_archived: flag.optional(),
  }),
  run(realm, input) {
    const kinds = (input.types ?? 'public_channel').split(',').map((type) => type.trim())
    const wanted = { public: 'public_channel', private: 'private_channel', im: 'im' } as const
    const channels = [...realm.workspace.channels.values()].filter((channel) => kinds.includes(wanted[channel.kind]))
    return { channels: channels.map(presentChannel), response_metadata: { next_cursor: '' } }
  },
})

const info = method({
  rate: 3,
  scopes: READ,
  input: z.object({ channel: z.string() }),
  run: (realm, input) => ({ channel: presentChannel(existing(realm, input.channel)) }),
})

const members = method({
  rate: 4,
  scopes: READ,
  input: z.object({ channel: z.string(), limit: count.optional(), cursor: z.string().optional() }),
  run: (realm, input) => ({ members: existing(realm, input.channel).members, response_metadata: { next_cursor: '' } }),
})

const join = method({
  rate: 3,
  scopes: ['channels:join'],
  input: z.object({ channel: z.string() }),
  run(realm, input) {
    const channel = existing(realm, input.channel)
    if (channel.kind !== 'public') throw new SlackRefusal('method_not_supported_for_channel_type')
    return { channel: presentChannel(addMember(realm, channel, BOT_USER_ID)) }
  },
})

const open = method({
  rate: 3,
  scopes: ['im:write', 'mpim:write', 'channels:manage'],
  input: z.object({ users: z.string(), return_im: flag.optional() }),
  run(realm, input) {
    if (input.users.includes(',')) throw new SlackRefusal('not_enough_users')
    if (!realm.workspace.user(input.users)) throw new SlackRefusal('user_not_found')
    const channel = openDirect(realm, input.users)
    return { channel: input.return_im === true ? presentChannel(channel) : { id: channel.id } }
  },
})

/** Adds a person or the bot to a channel and tells the app (`member_joined_channel`). Nothing happens for a member. */
export function addMember(realm: Realm, channel: Channel, userId: string): Channel {
  if (channel.members.includes(userId)) return channel
  const joined = { ...channel, members: [...channel.members, userId] }
  realm.workspace.putChannel(joined)
  if (joined.members.includes(BOT_USER_ID)) {
    const event = { type: 'member_joined_channel', user: userId, channel: channel.id, channel_type: 'C', team: TEAM.id }
    realm.events.publish('member_joined_channel', { ...event, event_ts: realm.workspace.nextTs() })
  }
  return joined
}

export const CONVERSATION_METHODS = {
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.list': list,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.join': join,
  'conversations.open': open,
}
