import { channelMessages } from '../messages.ts'
import type { Channel, Message, User } from '../model.ts'
import { BOT_USER_ID, PEOPLE, TEAM } from '../people.ts'
import type { Realm } from '../realm.ts'
import { attributes, type Html, html } from './html.ts'
import { avatar, renderMessage } from './render-message.ts'
import { renderHome } from './render-view.ts'

/** Older messages stay in the transcript but are not drawn, so that the page stays quick. */
const MAX_DRAWN_MESSAGES = 200

export interface PageQuery {
  readonly viewer: User
  readonly channel: Channel | null
  readonly threadTs: string | null
  readonly isHome: boolean
}

/** Reads who looks at what from the address. Unknown names fall back to the first person and the first channel. */
export function readQuery(realm: Realm, search: URLSearchParams): PageQuery {
  const viewer = PEOPLE.find((user) => user.id === search.get('as')) ?? PEOPLE[0]
  if (!viewer) throw new TypeError('the workspace has no people')
  const wanted = realm.workspace.channel(search.get('channel') ?? '')
  const mine = channelsOf(realm, viewer)
  const channel = wanted && mine.includes(wanted) ? wanted : (mine[0] ?? null)
  return { viewer, channel, threadTs: search.get('thread'), isHome: search.get('home') !== null }
}

/** The whole page. Everything on it works from its own server alone. */
export function renderPage(realm: Realm, query: PageQuery): string {
  const { viewer, channel, threadTs, isHome } = query
  const title = isHome ? 'App Home' : channel ? channelTitle(realm, channel) : 'No channel'
  const body = html`<div class="app" data-pane="${threadTs === null ? 'main' : 'thread'}">
    ${sidebar(realm, query)}
    <main>${isHome ? home(realm, viewer) : channelPane(realm, query)}</main>
    ${threadTs === null || isHome ? null : threadPane(realm, query, threadTs)}
  </div>`
  return `<!doctype html>${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${TEAM.name} · local Slack</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${realm.baseUrl}assets/blocks.css" />
        <link rel="stylesheet" href="${realm.baseUrl}assets/page.css" />
        <script src="${realm.baseUrl}assets/theme.js"></script>
        <script type="module" src="${realm.baseUrl}assets/page.js"></script>
      </head>
      <body ${bodyData(realm, query)}>
        ${body}
        <dialog id="modal" aria-labelledby="modal-title"></dialog>
        <dialog id="confirm" aria-labelledby="confirm-title">
          <form method="dialog" class="modal">
            <header><h2 id="confirm-title"></h2></header>
            <p class="modal-body" id="confirm-text"></p>
            <footer>
              <button class="button" value="deny" id="confirm-deny"></button>
              <button class="button primary" value="confirm" id="confirm-yes"></button>
            </footer>
          </form>
        </dialog>
        <div id="toast" role="status" aria-live="polite"></div>
      </body>
    </html>`.text
  }`
}

function bodyData(realm: Realm, { viewer, channel, threadTs, isHome }: PageQuery): Html {
  const names = realm.workspace.users.map((user) => ({ name: user.name, realName: user.realName, isBot: user.isBot }))
  return attributes({
    'data-as': viewer.id,
    'data-moment': realm.workspace.moment,
    'data-base': new URL(realm.baseUrl).pathname,
    'data-channel': isHome ? '' : (channel?.id ?? ''),
    'data-thread': threadTs ?? '',
    'data-home': isHome,
    'data-names': JSON.stringify(names),
    'data-commands': JSON.stringify((realm.manifest.features?.slash_commands ?? []).map((one) => one.command)),
  })
}

function channelsOf(realm: Realm, viewer: User): readonly Channel[] {
  return [...realm.workspace.channels.values()].filter((channel) => channel.members.includes(viewer.id))
}

function channelTitle(realm: Realm, channel: Channel): string {
  return channel.kind === 'im' ? (realm.workspace.user(BOT_USER_ID)?.realName ?? '') : `#${channel.name}`
}

function sidebar(realm: Realm, { viewer, channel, isHome }: PageQuery): Html {
  const link = (one: Channel) => {
    const isHere = !isHome && one.id === channel?.id
    return html`<li>
      <a href="?as=${viewer.id}&amp;channel=${one.id}" data-nav="${one.id}" ${attributes({ 'aria-current': isHere ? 'page' : null })}
        ><span aria-hidden="true">${one.kind === 'im' ? '●' : '#'}</span> ${one.kind === 'im' ? channelTitle(realm, one) : one.name}</a
      >
    </li>`
  }
  const mine = channelsOf(realm, viewer)
  const people = PEOPLE.map(
    (user) => html`<option ${attributes({ value: user.id, selected: user.id === viewer.id })}>${user.realName}</option>`,
  )
  return html`<nav class="sidebar" aria-label="Workspace">
    <div class="workspace"><strong>${TEAM.name}</strong><small>local Slack, on this machine only</small></div>
    <h2>Channels</h2>
    <ul>
      ${mine.filter((one) => one.kind !== 'im').map(link)}
    </ul>
    <h2>App</h2>
    <ul>
      ${mine.filter((one) => one.kind === 'im').map(link)}
      <li>
        <a href="?as=${viewer.id}&amp;home=1" ${attributes({ 'aria-current': isHome ? 'page' : null })}
          ><span aria-hidden="true">⌂</span> App Home</a
        >
      </li>
      <li>
        <button type="button" class="plain" data-direct><span aria-hidden="true">✎</span> Message the app</button>
      </li>
    </ul>
    <form class="acting" method="get">
      ${avatar(viewer)}
      <label
        >You are<select name="as" data-acting>
          ${people}
        </select></label
      >
      ${channel && !isHome ? html`<input type="hidden" name="channel" value="${channel.id}" />` : null}
    </form>
  </nav>`
}

function channelPane(realm: Realm, { viewer, channel }: PageQuery): Html {
  if (!channel) return html`<p class="empty">You are in no channel.</p>`
  const bot = realm.workspace.user(BOT_USER_ID)
  const messages = [...channelMessages(realm, channel.id), ...ephemerals(realm, channel, { viewer, threadTs: null })]
  const isBotIn = channel.members.includes(BOT_USER_ID)
  return html`<header class="bar">
      <button type="button" class="button quiet menu-button" data-menu aria-label="Show channels" aria-expanded="false">☰</button>
      <div>
        <h1>${channelTitle(realm, channel)}</h1>
        <p>${channel.topic}</p>
      </div>
      ${isBotIn ? null : html`<button type="button" class="button" data-invite>Add ${bot?.realName ?? 'the app'}</button>`}
    </header>
    <div class="messages" id="messages" role="log" aria-label="Messages" tabindex="0">
      ${messages.length === 0 ? empty(bot) : null}
      ${messages.slice(-MAX_DRAWN_MESSAGES).map((message) => renderMessage(realm, message, { viewer: viewer.id, pane: 'channel' }))}
    </div>
    ${composer(`Message ${channelTitle(realm, channel)}`, null)}`
}

function empty(bot: User | undefined): Html {
  return html`<div class="empty">
    <p>No messages yet.</p>
    <p>Mention the app to start: <code>@${bot?.name ?? ''} what broke?</code></p>
  </div>`
}

function threadPane(realm: Realm, { viewer, channel }: PageQuery, threadTs: string): Html {
  const thread = channel ? realm.workspace.thread(channel.id, threadTs) : []
  const notes = channel ? ephemerals(realm, channel, { viewer, threadTs }) : []
  return html`<aside class="thread" aria-label="Thread">
    <header class="bar">
      <h2>Thread</h2>
      <a class="button quiet" href="?as=${viewer.id}&amp;channel=${channel?.id ?? ''}" aria-label="Close the thread">✕</a>
    </header>
    <div class="messages" id="thread" role="log" aria-label="Replies" tabindex="0">
      ${thread.length === 0 ? html`<p class="empty">This thread is gone.</p>` : null}
      ${[...thread, ...notes].map((message) => renderMessage(realm, message, { viewer: viewer.id, pane: 'thread' }))}
    </div>
    <p class="status" id="status" role="status">${statusOf(realm, channel, threadTs)}</p>
    ${composer('Reply in thread', threadTs)}
  </aside>`
}

function ephemerals(realm: Realm, channel: Channel, where: { viewer: User; threadTs: string | null }): readonly Message[] {
  return realm.workspace.ephemerals.filter(
    (note) => note.channel === channel.id && note.visibleTo === where.viewer.id && (note.thread_ts ?? null) === where.threadTs,
  )
}

function statusOf(realm: Realm, channel: Channel | null, threadTs: string): string {
  const status = realm.workspace.statuses.get(`${channel?.id ?? ''} ${threadTs}`)
  return status && status.until > realm.clock().getTime() ? status.text : ''
}

function composer(label: string, threadTs: string | null): Html {
  return html`<form class="composer" data-composer ${attributes({ 'data-thread': threadTs })}>
    <ul class="suggestions" role="listbox" aria-label="People" hidden></ul>
    <textarea rows="1" name="text" aria-label="${label}" placeholder="${label}" autocomplete="off"></textarea>
    <button class="button primary" aria-label="Send">Send</button>
  </form>`
}

function home(realm: Realm, viewer: User): Html {
  return html`<header class="bar">
      <button type="button" class="button quiet menu-button" data-menu aria-label="Show channels" aria-expanded="false">☰</button>
      <div><h1>App Home</h1></div>
    </header>
    <div class="messages" id="home">${renderHome(realm, viewer.id)}</div>`
}
