import { globSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { BUTTONS, EVENTS, FORMS, SEARCHES } from '../handlers/index.ts'
import { ACTIONS, VIEWS } from '../src/slack/names.ts'

interface Manifest {
  readonly features: Readonly<Record<string, unknown>>
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } }
  readonly settings: {
    readonly event_subscriptions: { readonly bot_events: readonly string[] }
    readonly interactivity: { readonly is_enabled: boolean }
  }
}

const manifest = parse(readFileSync('manifest.yml', 'utf8')) as Manifest
const sources = globSync('{src/slack,src/program,handlers}/**/*.ts').map((file) => readFileSync(file, 'utf8'))

/** Handlers' event names as a manifest subscribes to them: one message handler serves three kinds of conversation. */
const SUBSCRIPTIONS: Readonly<Record<string, readonly string[]>> = { message: ['message.channels', 'message.groups', 'message.im'] }

/** What each Web API method and subscription needs (docs.slack.dev method pages). */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  // Apps declared as agents need it (docs.slack.dev, agent messaging experience).
  agent_view: ['assistant:write'],
}

describe('manifest.yml', () => {
  it('fits the documented fields and limits', () => {
    const validate = new Ajv({ allErrors: true }).compile(
      JSON.parse(readFileSync('test/fixtures/slack/manifest-fields.schema.json', 'utf8')) as object,
    )

    validate(manifest)

    expect(validate.errors ?? []).toEqual([])
  })

  it('is refused by that schema when a field is misspelt', () => {
    const validate = new Ajv().compile(JSON.parse(readFileSync('test/fixtures/slack/manifest-fields.schema.json', 'utf8')) as object)

    expect(validate({ ...manifest, settings: { ...manifest.settings, socket_mode: true } })).toBe(false)
  })

  it('subscribes to exactly the events that are bound', () => {
    const bound = Object.keys(EVENTS).flatMap((name) => SUBSCRIPTIONS[name] ?? [name])

    expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(bound.toSorted())
  })

  it('offers no command, shortcut or search that nobody answers', () => {
    expect(Object.keys(manifest.features).toSorted()).toEqual(['agent_view', 'app_home', 'bot_user'])
  })

  it('lets people press and submit, and everything they can press or submit is bound to a handler', () => {
    const bound = [...Object.keys(BUTTONS), ...Object.keys(SEARCHES)]

    expect(manifest.settings.interactivity.is_enabled).toBe(true)
    expect(bound.toSorted()).toEqual(Object.values(ACTIONS).toSorted())
    expect(Object.keys(FORMS)).toEqual(Object.values(VIEWS))
  })

  it('asks for exactly the scopes that the called methods and the subscriptions need', () => {
    const called = sources.flatMap((text) => [...text.matchAll(/client\.(\w+\.\w+)\(/g)].map((match) => match[1] ?? ''))
    const used = [...new Set(called), ...manifest.settings.event_subscriptions.bot_events, 'agent_view']

    expect(used.filter((name) => !(name in SCOPES_OF))).toEqual([])
    const needed = new Set(used.flatMap((name) => SCOPES_OF[name] ?? []))
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...needed].toSorted())
  })
})
