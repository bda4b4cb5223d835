import type { View } from '../model.ts'
import type { Realm } from '../realm.ts'
import { html, type Html } from './html.ts'
import { renderBlocks } from './render-blocks.ts'
import { textOf } from './render-elements.ts'

/** A modal as the inside of a `<dialog>`: one form whose submit button sends what was entered. */
export function renderModal(realm: Realm, view: View): Html {
  const around = { channel: null, messageTs: null, viewId: view.id, values: view.values }
  const submit = textOf(view.content['submit'])
  const close = textOf(view.content['close']) || 'Close'
  return html`<form class="modal" method="dialog" data-modal="${view.id}" novalidate aria-labelledby="modal-title">
    <header>
      <h2 id="modal-title">${textOf(view.content['title'])}</h2>
      <button type="button" class="button quiet" data-close="${view.id}" aria-label="Close this window">✕</button>
    </header>
    <div class="modal-body">${renderBlocks(realm, view.blocks, around)}</div>
    <footer>
      <p class="error" data-modal-error role="alert"></p>
      <button type="button" class="button" data-close="${view.id}">${close}</button>
      ${submit === '' ? null : html`<button type="submit" class="button primary">${submit}</button>`}
    </footer>
  </form>`
}

/** A person's App Home; a sentence when the app has published nothing yet. */
export function renderHome(realm: Realm, userId: string): Html {
  const view = realm.workspace.homes.get(userId)
  if (!view) return html`<p class="empty">The app has not published anything here yet.</p>`
  const around = { channel: null, messageTs: null, viewId: view.id, values: view.values }
  return html`<div class="home" data-home="${view.id}">${renderBlocks(realm, view.blocks, around)}</div>`
}
