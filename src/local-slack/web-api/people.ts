import { z } from 'zod'
import { type JsonObject, SlackRefusal, type User } from '../model.ts'
import { APP_ID, BOT_ID, BOT_USER_ID, TEAM } from '../people.ts'
import type { Realm } from '../realm.ts'
import { count, flag, method } from './method.ts'

/** Everybody lives in one time zone here: UTC. */
function presentUser(realm: Realm, user: User): JsonObject {
  return {
    id: user.id,
    team_id: TEAM.id,
    name: user.name,
    real_name: user.realName,
    deleted: false,
    is_bot: user.isBot,
    is_admin: false,
    tz: 'Etc/UTC',
    tz_label: 'Coordinated Universal Time',
    tz_offset: 0,
    updated: Math.floor(realm.clock().getTime() / 1000),
    profile: {
      real_name: user.realName,
      display_name: user.name,
      title: user.title,
      team: TEAM.id,
      ...(user.isBot ? { bot_id: BOT_ID, api_app_id: APP_ID } : {}),
    },
  }
}

const authTest = method({
  rate: 'none',
  input: z.object({}).loose(),
  run: (realm) => ({
    url: realm.baseUrl,
    team: TEAM.name,
    team_id: TEAM.id,
    user: realm.workspace.user(BOT_USER_ID)?.name ?? '',
    user_id: BOT_USER_ID,
    bot_id: BOT_ID,
    is_enterprise_install: false,
  }),
})

const apiTest = method({
  token: 'none',
  rate: 4,
  input: z.object({ error: z.string().optional() }).loose(),
  run(_realm, input) {
    if (input.error !== undefined) throw new SlackRefusal(input.error, { args: input as JsonObject })
    return { args: input as JsonObject }
  },
})

const botInfo = method({
  rate: 3,
  scopes: ['users:read'],
  input: z.object({ bot: z.string().optional() }),
  run(realm, input) {
    if (input.bot !== undefined && input.bot !== BOT_ID) throw new SlackRefusal('bot_not_found')
    return {
      bot: {
        id: BOT_ID,
        deleted: false,
        name: realm.manifest.display_information.name,
        app_id: APP_ID,
        user_id: BOT_USER_ID,
        updated: 0,
        icons: {},
      },
    }
  },
})

const userInfo = method({
  rate: 4,
  scopes: ['users:read'],
  input: z.object({ user: z.string(), include_locale: flag.optional() }),
  run(realm, input) {
    const user = realm.workspace.user(input.user)
    if (!user) throw new SlackRefusal('user_not_found')
    return { user: presentUser(realm, user) }
  },
})

const userList = method({
  rate: 2,
  scopes: ['users:read'],
  input: z.object({ limit: count.optional(), cursor: z.string().optional() }),
  run: (realm) => ({ members: realm.workspace.users.map((user) => presentUser(realm, user)), response_metadata: { next_cursor: '' } }),
})

const teamInfo = method({
  rate: 3,
  scopes: ['team:read'],
  input: z.object({}).loose(),
  run: () => ({ team: { ...TEAM, email_domain: '', icon: {} } }),
})

const connectionsOpen = method({
  token: 'app',
  rate: 3,
  input: z.object({}).loose(),
  run(realm) {
    if (!realm.socketUrl) throw new SlackRefusal('socket_mode_not_enabled')
    return { url: realm.socketUrl() }
  },
})

export const PEOPLE_METHODS = {
  'auth.test': authTest,
  'api.test': apiTest,
  'bots.info': botInfo,
  'users.info': userInfo,
  'users.list': userList,
  'team.info': teamInfo,
  'apps.connections.open': connectionsOpen,
}
