import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { HttpRefusal, send } from '../http.ts'
import type { Realm } from '../realm.ts'
import { displayStyles } from './render-display.ts'
import { renderMessage } from './render-message.ts'
import { readQuery, renderPage } from './render-page.ts'
import { renderHome, renderModal } from './render-view.ts'

/**
 * Nothing but this server may be talked to, and no script runs but the page's own files. Style attributes are allowed
 * because charts and plans are drawn with them; style elements and scripts in the page are not.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const ASSETS: Readonly<Record<string, string>> = {
  'page.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'api.js': 'text/javascript; charset=utf-8',
  'composer.js': 'text/javascript; charset=utf-8',
  'modal.js': 'text/javascript; charset=utf-8',
  'search.js': 'text/javascript; charset=utf-8',
  'theme.js': 'text/javascript; charset=utf-8',
}

/** Serves the page, its parts and its files. */
export function servePage(realm: Realm, url: URL, response: ServerResponse): void {
  response.setHeader('content-security-policy', POLICY)
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('cache-control', 'no-store')
  send(response, 'text/html; charset=utf-8', renderPage(realm, readQuery(realm, url.searchParams)))
}

/** One part of the page, drawn again: `message` (`channel`, `ts`, `pane`), `modal` (`view`) or `home`. */
export function servePart(realm: Realm, part: { name: string; url: URL }, response: ServerResponse): void {
  response.setHeader('content-security-policy', POLICY)
  response.setHeader('cache-control', 'no-store')
  send(response, 'text/html; charset=utf-8', drawPart(realm, part.name, part.url.searchParams))
}

export function serveAsset(name: string, response: ServerResponse): void {
  response.setHeader('cache-control', 'no-cache')
  if (name === 'blocks.css') return send(response, 'text/css; charset=utf-8', displayStyles())
  const type = ASSETS[name]
  if (type === undefined) throw new HttpRefusal(404, { ok: false, error: 'not_found' })
  send(response, type, readFileSync(new URL(`assets/${name}`, import.meta.url)))
}

function drawPart(realm: Realm, name: string, search: URLSearchParams): string {
  const { viewer } = readQuery(realm, search)
  if (name === 'home') return renderHome(realm, viewer.id).text
  if (name === 'modal') {
    const view = realm.workspace.views.get(search.get('view') ?? '')
    if (view?.userId === viewer.id) return renderModal(realm, view).text
  }
  if (name === 'message') {
    const message = realm.workspace.message(search.get('channel') ?? '', search.get('ts') ?? '')
    const isMember = realm.workspace.channels.get(message?.channel ?? '')?.members.includes(viewer.id) ?? false
    const mayLook = message && isMember && (message.visibleTo === undefined || message.visibleTo === viewer.id)
    if (mayLook)
      return renderMessage(realm, message, { viewer: viewer.id, pane: search.get('pane') === 'thread' ? 'thread' : 'channel' }).text
  }
  throw new HttpRefusal(404, { ok: false, error: 'not_found' })
}
