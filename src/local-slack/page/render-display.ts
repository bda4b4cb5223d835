import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ComponentProps, createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Message } from 'slack-blocks-to-jsx'
import { asText, type Json, type JsonObject } from '../model.ts'
import type { Realm } from '../realm.ts'
import { Html, html } from './html.ts'
import { drawableText } from './verbatim.ts'

/**
 * The library's own style sheet. Its one id is made a class as strong, because the id would repeat with every block;
 * the layer lets the page's own sheet win without being stronger still.
 */
export function displayStyles(): string {
  const css = readFileSync(fileURLToPath(import.meta.resolve('slack-blocks-to-jsx/dist/style.css')), 'utf8')
  return `@layer blocks {${css.replaceAll('#slack_blocks_to_jsx', '.slack_blocks_to_jsx.slack_blocks_to_jsx.styles_enabled')}}`
}

/**
 * Draws one display block. A block that the library cannot draw takes nothing else down: its place says so.
 * Never throws.
 */
export function renderDisplay(realm: Realm, block: JsonObject): Html {
  try {
    const markup = renderToStaticMarkup(createElement(Message, propsFor(realm, block)))
    return isEmpty(markup) ? notDrawn(block) : new Html(cleaned(markup))
  } catch {
    return notDrawn(block)
  }
}

/** Text with Slack's markup (mrkdwn), drawn as a section of its own. */
export function renderText(realm: Realm, text: JsonObject): Html {
  return renderDisplay(realm, { type: 'section', text })
}

function propsFor(realm: Realm, block: JsonObject): ComponentProps<typeof Message> {
  const users = realm.workspace.users.map(({ id, name }) => ({ id, name }))
  const channels = [...realm.workspace.channels.values()].map(({ id, name }) => ({ id, name }))
  const drawable = prepared(block) as unknown as ComponentProps<typeof Message>['blocks'][number]
  return { blocks: [drawable], logo: '', name: '', withoutWrapper: true, data: { users, channels }, hooks: { emoji: emojiOrText } }
}

/**
 * Two colons are not always an emoji: the library would make 140211 of 14:02:11. What it does not know stays as it was
 * written; such a "name" comes with its colons when there are quotes, commas or nothing between them.
 */
function emojiOrText(emoji: { name: string }, draw: (emoji: { name: string }) => string): string {
  const drawn = draw(emoji)
  const isKnown = drawn !== '' && drawn !== emoji.name && drawn !== `:${emoji.name}:`
  if (isKnown) return drawn
  return emoji.name.startsWith(':') ? emoji.name : `:${emoji.name}:`
}

/** Shapes the library does not draw, throws on, or draws unlike Slack are put into ones it draws right. */
function prepared(value: Json | undefined): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(prepared)
  if (typeof value !== 'object' || value === null) return value ?? null
  const object = value as JsonObject
  if (object['type'] === 'raw_number') return { type: 'raw_text', text: asText(object['text'] ?? object['value']) }
  if (object['type'] === 'mrkdwn' || object['type'] === 'plain_text') return drawableText(object)
  const changed = object['type'] === 'data_table' ? { ...object, type: 'table' } : object
  return Object.fromEntries(Object.entries(changed).map(([key, child]) => [key, prepared(child)]))
}

/** Nothing may be loaded from elsewhere, and the page decides about light and dark. */
function cleaned(markup: string): string {
  return markup
    .replaceAll(' id="slack_blocks_to_jsx"', '')
    .replaceAll(' data-theme="light"', '')
    .replaceAll(/<link rel="preload"[^<>]*>/g, '')
    .replaceAll('<a href="http', '<a target="_blank" rel="noreferrer noopener" href="http')
}

function isEmpty(markup: string): boolean {
  return /slack_blocks_to_jsx--blocks"><div[^>]*><\/div><\/div>/.test(markup) || !markup.includes('slack_blocks_to_jsx--block_wrapper')
}

function notDrawn(block: JsonObject): Html {
  return html`<p class="not-drawn">A ${asText(block['type'])} block that this page cannot draw.</p>`
}
