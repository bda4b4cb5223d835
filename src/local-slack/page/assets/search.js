// Select menus whose options only the app knows: a search box with a list below it (ARIA combobox pattern).
import { act } from './api.js'

const PAUSE_MS = 200
const timers = new WeakMap()

/** Makes every search box of the page work, also those that are drawn later. */
export function startSearch() {
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !('search' in target.dataset)) return
    target.dataset.value = ''
    clearTimeout(timers.get(target))
    timers.set(
      target,
      setTimeout(() => void suggest(target), PAUSE_MS),
    )
  })

  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLInputElement && 'search' in target.dataset && target.dataset.min === '0') void suggest(target)
  })

  document.addEventListener('focusout', ({ target }) => {
    if (target instanceof HTMLInputElement && 'search' in target.dataset) setTimeout(() => hide(target), 150)
  })

  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (!(target instanceof HTMLInputElement) || !('search' in target.dataset)) return
    const options = [...listOf(target).querySelectorAll('[role=option]')]
    if (key === 'Escape' && !listOf(target).hidden) {
      event.preventDefault()
      event.stopPropagation()
      return hide(target)
    }
    if (key === 'Enter') {
      event.preventDefault()
      const active = options.find((option) => option.getAttribute('aria-selected') === 'true')
      if (active) choose(target, active)
    }
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault()
      mark(target, options, key === 'ArrowDown' ? 1 : -1)
    }
  })

  document.addEventListener('mousedown', (event) => {
    const option = event.target.closest?.('.search [role=option]')
    if (!option) return
    event.preventDefault()
    choose(option.closest('.search').querySelector('[data-search]'), option)
  })
}

async function suggest(box) {
  const query = box.value.trim()
  if (query.length < Number(box.dataset.min)) return hide(box)
  const { channel, ts: messageTs, view: viewId, block: blockId, action: actionId } = box.dataset
  const answer = await act('suggest', { channel, messageTs, viewId, blockId, actionId, query })
  if (box.value.trim() === query) show(box, answer.options ?? [])
}

function show(box, options) {
  const list = listOf(box)
  const items = options.map(({ text, value }, index) => {
    const item = document.createElement('li')
    item.id = `${box.id}-option-${index}`
    item.setAttribute('role', 'option')
    item.dataset.value = value
    item.textContent = text.text
    return item
  })
  const none = document.createElement('li')
  none.className = 'none'
  none.textContent = 'Nothing found'
  list.replaceChildren(...(items.length > 0 ? items : [none]))
  list.hidden = false
  box.setAttribute('aria-expanded', 'true')
}

function mark(box, options, step) {
  if (options.length === 0) return
  const now = options.findIndex((option) => option.getAttribute('aria-selected') === 'true')
  const next = (now + step + options.length) % options.length
  options.forEach((option, index) => option.setAttribute('aria-selected', String(index === next)))
  box.setAttribute('aria-activedescendant', options[next].id)
  options[next].scrollIntoView({ block: 'nearest' })
}

function choose(box, option) {
  box.value = option.textContent
  box.dataset.value = option.dataset.value
  hide(box)
  if ('act' in box.dataset) box.dispatchEvent(new CustomEvent('chosen', { bubbles: true }))
}

function hide(box) {
  listOf(box).hidden = true
  box.setAttribute('aria-expanded', 'false')
  box.removeAttribute('aria-activedescendant')
}

function listOf(box) {
  return box.closest('.search').querySelector('[role=listbox]')
}
