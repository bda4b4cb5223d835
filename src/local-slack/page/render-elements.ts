import { isEmptyValue } from '../interactions/values.ts'
import { initialOf } from '../interactions/submit.ts'
import { asText, type Json, type JsonObject } from '../model.ts'
import type { Realm } from '../realm.ts'
import { attributes, type Html, html } from './html.ts'

/** Where an element stands; the page sends these back, and the server looks the rest up. */
export interface Spot {
  readonly channel: string | null
  readonly messageTs: string | null
  readonly viewId: string | null
  readonly blockId: string
  readonly actionId: string
  /** In an input block a choice waits for the submit button; elsewhere it is sent at once. */
  readonly isInput: boolean
  /** Accessible name of a field that has no label of its own. */
  readonly label: string | null
  /** What was entered earlier, as Slack reports it. */
  readonly value: JsonObject | null
}

/** Draws one interactive element as native HTML. */
export function renderElement(realm: Realm, element: JsonObject, spot: Spot): Html {
  switch (element['type']) {
    case 'button':
      return button(element, spot)
    case 'overflow':
      return overflow(element, spot)
    case 'feedback_buttons':
      return feedback(element, spot)
    case 'icon_button':
      return html`<button type="button" class="button quiet" ${common(spot, element)}>${textOf(element['text'])}</button>`
    case 'external_select':
    case 'multi_external_select':
      return search(element, spot)
    case 'radio_buttons':
    case 'checkboxes':
      return choices(element, spot)
    case 'static_select':
    case 'multi_static_select':
    case 'users_select':
    case 'multi_users_select':
    case 'channels_select':
    case 'conversations_select':
      return select(realm, element, spot)
    default:
      return field(element, spot)
  }
}

/** The id of the field, unique in the page; labels and error messages refer to it. */
export function fieldId(spot: Spot): string {
  return ['f', spot.viewId ?? spot.messageTs ?? '', spot.blockId, spot.actionId].join('-').replaceAll(/[^\w-]/g, '_')
}

export function textOf(text: Json | undefined): string {
  return typeof text === 'object' && text !== null && 'text' in text ? asText(text['text']) : ''
}

function common(spot: Spot, element: JsonObject): Html {
  const confirm = element['confirm'] as JsonObject | undefined
  return attributes({
    id: fieldId(spot),
    'data-act': !spot.isInput,
    'data-field': spot.isInput,
    'data-channel': spot.channel,
    'data-ts': spot.messageTs,
    'data-view': spot.viewId,
    'data-block': spot.blockId,
    'data-action': spot.actionId,
    'data-confirm': confirm ? JSON.stringify(confirmTexts(confirm)) : null,
    'aria-label': spot.label,
    'aria-describedby': spot.isInput ? `${fieldId(spot)}-hint ${fieldId(spot)}-error` : null,
    autofocus: element['focus_on_load'] === true,
  })
}

function confirmTexts(confirm: JsonObject) {
  return {
    title: textOf(confirm['title']),
    text: textOf(confirm['text']),
    confirm: textOf(confirm['confirm']),
    deny: textOf(confirm['deny']),
    style: asText(confirm['style']),
  }
}

function button(element: JsonObject, spot: Spot): Html {
  const style = asText(element['style'])
  const label = asText(element['accessibility_label']) || null
  const url = asText(element['url'])
  const link = /^https?:\/\//.test(url) ? url : null
  return html`<button type="button" class="button ${style}" ${attributes({ 'data-url': link })} ${common({ ...spot, label }, element)}>
    ${textOf(element['text'])}
  </button>`
}

function overflow(element: JsonObject, spot: Spot): Html {
  const options = optionsOf(element).map(
    (option) =>
      html`<button type="button" class="menu-item" data-entered="${asText(option['value'])}" ${common({ ...spot, label: null }, element)}>
        ${textOf(option['text'])}
      </button>`,
  )
  return html`<details class="overflow">
    <summary class="button quiet" aria-label="More actions">⋯</summary>
    <div class="menu">${options}</div>
  </details>`
}

function feedback(element: JsonObject, spot: Spot): Html {
  const one = (key: string) => {
    const side = (element[key] ?? {}) as JsonObject
    const label = asText(side['accessibility_label']) || textOf(side['text'])
    return html`<button type="button" class="button quiet" data-entered="${asText(side['value'])}" ${common({ ...spot, label }, {})}>
      ${textOf(side['text'])}
    </button>`
  }
  return html`${one('positive_button')}${one('negative_button')}`
}

function select(realm: Realm, element: JsonObject, spot: Spot): Html {
  const chosen = enteredValues(element, spot)
  const isMany = asText(element['type']).startsWith('multi_')
  const groups = ((element['option_groups'] ?? []) as readonly JsonObject[]).map(
    (group) => html`<optgroup label="${textOf(group['label'])}">${optionsOf(group).map((one) => optionHtml(one, chosen))}</optgroup>`,
  )
  const own = [...optionsOf(element), ...listed(realm, asText(element['type']))].map((one) => optionHtml(one, chosen))
  const empty = isMany ? null : html`<option value="">${textOf(element['placeholder']) || 'Choose'}</option>`
  return html`<select class="field" ${attributes({ multiple: isMany })} ${common(spot, element)}>
    ${empty}${own}${groups}
  </select>`
}

/** People and channels to choose from, in the shape of options. */
function listed(realm: Realm, type: string): readonly JsonObject[] {
  const option = (value: string, text: string): JsonObject => ({ value, text: { type: 'plain_text', text } })
  if (type.includes('users')) return realm.workspace.users.map((user) => option(user.id, user.realName))
  const isPlace = type === 'channels_select' || type === 'conversations_select'
  const channels = [...realm.workspace.channels.values()].filter((channel) => channel.kind !== 'im')
  return isPlace ? channels.map((channel) => option(channel.id, `#${channel.name}`)) : []
}

function optionHtml(option: JsonObject, chosen: readonly string[]): Html {
  const value = asText(option['value'])
  return html`<option ${attributes({ value, selected: chosen.includes(value) })}>${textOf(option['text'])}</option>`
}

function choices(element: JsonObject, spot: Spot): Html {
  const type = element['type'] === 'radio_buttons' ? 'radio' : 'checkbox'
  const chosen = enteredValues(element, spot)
  const each = optionsOf(element).map((option) => {
    const value = asText(option['value'])
    const description = textOf(option['description'])
    return html`<label class="choice">
      <input ${attributes({ type, name: fieldId(spot), value, checked: chosen.includes(value) })} />
      <span>${textOf(option['text'])}${description === '' ? null : html`<small>${description}</small>`}</span>
    </label>`
  })
  return html`<fieldset class="choices" data-many="${type === 'checkbox' ? 'yes' : 'no'}" ${common(spot, element)}>
    <legend class="hidden">${spot.label ?? 'Choose'}</legend>
    ${each}
  </fieldset>`
}

/** Options that only the app knows: a search box with a list of suggestions below it. */
function search(element: JsonObject, spot: Spot): Html {
  const chosen = (spot.value?.['selected_option'] ?? element['initial_option'] ?? null) as JsonObject | null
  const list = `${fieldId(spot)}-list`
  const box = {
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list,
    placeholder: textOf(element['placeholder']) || 'Type to search',
    value: chosen ? textOf(chosen['text']) : '',
    'data-value': chosen ? asText(chosen['value']) : '',
    'data-min': asText(element['min_query_length'] ?? 3),
  }
  return html`<div class="search">
    <input class="field" data-search ${attributes(box)} ${common(spot, element)} />
    <ul class="suggestions" id="${list}" role="listbox" aria-label="Suggestions" hidden></ul>
  </div>`
}

const INPUT_TYPES: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
}

function field(element: JsonObject, spot: Spot): Html {
  const placeholder = textOf(element['placeholder']) || null
  const value = enteredValues(element, spot)[0] ?? ''
  const max = element['max_length'] === undefined ? null : asText(element['max_length'])
  if (element['multiline'] === true) {
    return html`<textarea class="field" rows="4" ${attributes({ placeholder, maxlength: max })} ${common(spot, element)}>
${value}</textarea>`
  }
  const type = INPUT_TYPES[asText(element['type'])] ?? 'text'
  return html`<input class="field" ${attributes({ type, placeholder, value, maxlength: max })} ${common(spot, element)} />`
}

/** What the field holds: entered earlier, or the initial value. */
function enteredValues(element: JsonObject, spot: Spot): readonly string[] {
  if (spot.value && !isEmptyValue({ ...spot.value, type: null }))
    return Object.entries(spot.value).flatMap(([key, value]) => plainValues(key, value))
  const initial = initialOf(element)
  return typeof initial === 'string' ? [initial] : initial
}

function plainValues(key: string, value: Json | undefined): string[] {
  if (key === 'type' || value === null || value === undefined) return []
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((one) => plainValues('', one))
  if (typeof value === 'object') return [asText((value as JsonObject)['value'])]
  return [asText(value)]
}

function optionsOf(element: JsonObject): readonly JsonObject[] {
  return (element['options'] ?? []) as readonly JsonObject[]
}
