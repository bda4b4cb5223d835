import { actionIdOf, childrenOf } from '../interactions/elements.ts'
import { asText, type Block, type Json, type JsonObject, type View } from '../model.ts'
import type { Realm } from '../realm.ts'
import { attributes, type Html, html } from './html.ts'
import { renderDisplay } from './render-display.ts'
import { fieldId, renderElement, type Spot, textOf } from './render-elements.ts'

/** The message or view whose blocks are drawn. */
export interface Around {
  readonly channel: string | null
  readonly messageTs: string | null
  readonly viewId: string | null
  readonly values: View['values']
}

/** Draws blocks in order. Display blocks come from the library, one by one; everything a person can use is native HTML. */
export function renderBlocks(realm: Realm, blocks: readonly Block[], around: Around): Html {
  return html`${blocks.map((block) => html`<div class="block block-${block.type}">${renderBlock(realm, block, around)}</div>`)}`
}

function renderBlock(realm: Realm, block: Block, around: Around): Html {
  switch (block.type) {
    case 'actions':
    case 'context_actions':
      return html`<div class="actions" role="group">
        ${elements(block['elements']).map((one, index) => native(realm, { block, element: one, index }, around))}
      </div>`
    case 'section':
      return section(realm, block, around)
    case 'input':
      return input(realm, block, around)
    case 'container':
      return container(realm, block, around)
    case 'image':
      return image(realm, block)
    case 'context':
      return context(realm, block)
    case 'data_table':
      return html`<figure class="table">
        <figcaption>${asText(block['caption'])}</figcaption>
        ${renderDisplay(realm, block)}
      </figure>`
    case 'video':
      return html`<p class="not-drawn">Video: ${textOf(block['title'])}</p>`
    default:
      return renderDisplay(realm, block)
  }
}

function section(realm: Realm, block: Block, around: Around): Html {
  const { accessory, ...rest } = block
  if (accessory === undefined) return renderDisplay(realm, rest)
  const element = accessory as JsonObject
  const side = element['type'] === 'image' ? image(realm, element) : native(realm, { block, element, index: 0 }, around)
  return html`<div class="with-accessory">
    <div>${renderDisplay(realm, rest)}</div>
    <div class="accessory">${side}</div>
  </div>`
}

/** Words and small pictures in one line; a picture keeps its alternative text. */
function context(realm: Realm, block: Block): Html {
  const parts = elements(block['elements']).map((one) =>
    one['type'] === 'image' ? image(realm, one) : renderDisplay(realm, { type: 'context', elements: [one] }),
  )
  return html`<div class="context">${parts}</div>`
}

function container(realm: Realm, block: Block, around: Around): Html {
  const children = renderBlocks(realm, childrenOf(block), around)
  const title =
    block['title'] === undefined ? renderDisplay(realm, block['rich_text_title'] as JsonObject) : html`${textOf(block['title'])}`
  if (block['is_collapsible'] !== true)
    return html`<section class="container">
      <h4>${title}</h4>
      ${children}
    </section>`
  const isOpen = block['default_collapsed'] !== true
  return html`<details class="container" data-key="${block.block_id}" ${attributes({ open: isOpen })}>
    <summary>${title}</summary>
    ${children}
  </details>`
}

function input(realm: Realm, block: Block, around: Around): Html {
  const element = (block['element'] ?? {}) as JsonObject
  const spot = spotOf({ block, element, index: 0 }, around)
  const optional = block['optional'] === true
  const hint = textOf(block['hint'])
  return html`<div class="input">
    <label for="${fieldId(spot)}">${textOf(block['label'])}${optional ? html` <small>(optional)</small>` : null}</label>
    ${renderElement(realm, element, { ...spot, isInput: true, label: null })}
    <small class="hint" id="${fieldId(spot)}-hint">${hint}</small>
    <p class="error" id="${fieldId(spot)}-error" data-error-for="${block.block_id}" role="alert"></p>
  </div>`
}

/** A picture of this workspace. Pictures from elsewhere are not loaded: the page talks to nobody but its own server. */
function image(realm: Realm, block: JsonObject): Html {
  const alt = asText(block['alt_text'])
  const file = (block['slack_file'] ?? {}) as JsonObject
  const id = asText(file['id']) || (/\/files\/([^/]+)/.exec(asText(file['url']))?.[1] ?? '')
  const url = asText(block['image_url'])
  const own = id === '' ? (url.startsWith(realm.baseUrl) ? url : '') : `${realm.baseUrl}files/${id}`
  const picture = own === '' ? html`<span class="not-drawn">Picture: ${alt}</span>` : html`<img src="${own}" alt="${alt}" loading="lazy" />`
  const title = textOf(block['title'])
  return html`<figure class="image">${picture}${title === '' ? null : html`<figcaption>${title}</figcaption>`}</figure>`
}

interface Placed {
  readonly block: Block
  readonly element: JsonObject
  readonly index: number
}

function native(realm: Realm, placed: Placed, around: Around): Html {
  return renderElement(realm, placed.element, spotOf(placed, around))
}

function spotOf({ block, element, index }: Placed, around: Around): Spot {
  const { channel, messageTs, viewId, values } = around
  const actionId = actionIdOf(element, index)
  const label = textOf(element['placeholder']) || textOf(block['text']) || null
  const value = values[block.block_id]?.[actionId] ?? null
  const isButton = element['type'] === 'button'
  return { channel, messageTs, viewId, blockId: block.block_id, actionId, isInput: false, label: isButton ? null : label, value }
}

function elements(value: Json | undefined): readonly JsonObject[] {
  return (value ?? []) as readonly JsonObject[]
}
