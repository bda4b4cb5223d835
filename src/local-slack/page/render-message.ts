import { presentMessage } from '../messages.ts'
import type { Message, User } from '../model.ts'
import type { Realm } from '../realm.ts'
import { type Html, html } from './html.ts'
import { renderBlocks } from './render-blocks.ts'
import { renderText } from './render-display.ts'

export interface MessagePlace {
  readonly viewer: string
  /** In the list of the channel a thread is one line; in the thread pane it is not. */
  readonly pane: 'channel' | 'thread'
}

/** One message as an article: who, when, what, reactions, its thread and what can be done with it. */
export function renderMessage(realm: Realm, message: Message, place: MessagePlace): Html {
  const author = realm.workspace.user(message.user)
  const name = message.subtype === 'tombstone' ? 'Deleted message' : (author?.realName ?? message.user)
  const badge = author?.isBot === true ? html`<span class="badge">APP</span>` : null
  return html`<article
    class="message ${message.visibleTo === undefined ? '' : 'ephemeral'}"
    id="${place.pane === 'channel' ? 'm' : 't'}-${message.ts}"
    data-message="${message.ts}"
  >
    ${avatar(author)}
    <div class="body">
      <header>
        <strong>${name}</strong>${badge}
        <time datetime="${isoOf(message.ts)}">${isoOf(message.ts).slice(11, 16)} UTC</time>
        ${message.visibleTo === undefined ? null : html`<em>Only visible to you</em>`}
      </header>
      ${content(realm, message)} ${files(realm, message)} ${reactions(realm, message)}
      ${place.pane === 'channel' ? threadLine(realm, message, place) : null}
    </div>
    ${tools(realm, message, place)}
  </article>`
}

/** Initials on a colour of their own, so that two people can be told apart without a picture. */
export function avatar(user: User | undefined): Html {
  const initials = (user?.realName ?? '?')
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
  return html`<span class="avatar avatar-${user?.isBot === true ? 'bot' : (user?.name ?? 'none')}" aria-hidden="true"
    >${initials.toUpperCase()}</span
  >`
}

function content(realm: Realm, message: Message): Html {
  const edited = message.edited ? html` <small class="edited">(edited)</small>` : null
  if (!message.blocks || message.blocks.length === 0) {
    return html`<div class="text">${renderText(realm, { type: 'mrkdwn', text: message.text || ' ' })}${edited}</div>`
  }
  const around = { channel: message.channel, messageTs: message.ts, viewId: null, values: {} }
  return html`<div class="blocks">${renderBlocks(realm, message.blocks, around)}${edited}</div>`
}

function files(realm: Realm, message: Message): Html | null {
  if (!message.files) return null
  const each = message.files.map((id) => {
    const file = realm.workspace.files.get(id)
    const address = `${realm.baseUrl}files/${id}`
    if (file?.mimetype.startsWith('image/') === true)
      return html`<img src="${address}" alt="${file.altText || file.title}" loading="lazy" />`
    return html`<a href="${address}" download>${file?.title ?? 'File'}</a>`
  })
  return html`<div class="files">${each}</div>`
}

function reactions(realm: Realm, message: Message): Html | null {
  if (!message.reactions || message.reactions.length === 0) return null
  const each = message.reactions.map(
    (one) => html`<li>${renderText(realm, { type: 'mrkdwn', text: `:${one.name}: ${one.users.length}` })}</li>`,
  )
  return html`<ul class="reactions" aria-label="Reactions">
    ${each}
  </ul>`
}

function threadLine(realm: Realm, message: Message, place: MessagePlace): Html | null {
  const replies = Number(presentMessage(realm, message)['reply_count'] ?? 0)
  if (replies === 0) return null
  return html`<a class="thread-link" href="${threadAddress(message, place)}">${replies} ${replies === 1 ? 'reply' : 'replies'}</a>`
}

function tools(realm: Realm, message: Message, place: MessagePlace): Html | null {
  if (message.visibleTo !== undefined || message.subtype === 'tombstone') return null
  const reply =
    place.pane === 'channel' ? html`<a class="tool" href="${threadAddress(message, place)}" aria-label="Reply in thread">Reply</a>` : null
  const shortcuts = (realm.manifest.features?.shortcuts ?? [])
    .filter((shortcut) => shortcut.type === 'message')
    .map((shortcut) => html`<button type="button" class="menu-item" data-shortcut="${shortcut.callback_id}">${shortcut.name}</button>`)
  const own =
    message.user === place.viewer ? html`<button type="button" class="menu-item danger" data-delete>Delete message</button>` : null
  if (shortcuts.length === 0 && own === null) return html`<div class="tools">${reply}</div>`
  return html`<div class="tools">
    ${reply}
    <details class="overflow">
      <summary class="tool" aria-label="More for this message">⋯</summary>
      <div class="menu">${shortcuts}${own}</div>
    </details>
  </div>`
}

function threadAddress(message: Message, place: MessagePlace): string {
  return `?${new URLSearchParams({ as: place.viewer, channel: message.channel, thread: message.thread_ts ?? message.ts }).toString()}`
}

function isoOf(ts: string): string {
  return new Date(Number(ts) * 1000).toISOString()
}
