// Keeps the page up to date and carries what the person does to the server. No framework; parts are drawn by the server.
import { act, part, toast } from './api.js'
import { startComposers } from './composer.js'
import { enteredIn, hideView, showView } from './modal.js'
import { startSearch } from './search.js'

const { as, base, channel, thread, moment } = document.body.dataset
const lists = { channel: document.getElementById('messages'), thread: document.getElementById('thread') }
const home = document.getElementById('home')

// --- what happens in the workspace ---

// Starts from the moment at which the page was drawn; after a lost connection the browser names the last one it heard of.
const happenings = new EventSource(`${base}people/happenings?${new URLSearchParams({ as, since: moment })}`)
happenings.addEventListener('open', () => (document.body.dataset.live = 'yes'))
happenings.addEventListener('error', () => (document.body.dataset.live = 'no'))

const draw = {
  async message({ message }) {
    if (message.channel !== channel) return markUnread(message.channel)
    const root = message.thread_ts ?? message.ts
    if (root === message.ts || message.subtype === 'thread_broadcast') await put('channel', message)
    // A reply changes the line under its parent.
    else if (document.getElementById(`m-${root}`)) await put('channel', { ...message, ts: root })
    if (message.is_ephemeral && !message.thread_ts) await put('channel', message)
    if (root === thread) await put('thread', message)
    if (root !== message.ts && message.bot_id) answered(root)
  },
  message_deleted({ channel: where, ts, threadTs }) {
    document.getElementById(`m-${ts}`)?.remove()
    document.getElementById(`t-${ts}`)?.remove()
    if (where === channel && threadTs && document.getElementById(`m-${threadTs}`)) return put('channel', { ts: threadTs })
  },
  view: ({ view }) => (view.type === 'modal' ? showView(view.id) : undefined),
  view_closed: ({ viewId, allCleared }) => hideView(viewId, allCleared),
  async home() {
    if (home) home.replaceChildren(await part('home', {}))
  },
  status({ channel: where, threadTs, status }) {
    const place = document.getElementById('status')
    if (place && where === channel && threadTs === thread) place.textContent = status
  },
  notice: ({ text }) => toast(text),
  out_of_date: () => location.reload(),
  channel: ({ channel: one }) => {
    if (!document.querySelector(`[data-nav="${one.id}"]`) || one.id === channel) location.reload()
  },
}

// One at a time and in order, or an older answer could overwrite a newer one.
let queue = Promise.resolve()
happenings.addEventListener('message', ({ data }) => {
  const happening = JSON.parse(data)
  queue = queue.then(() => draw[happening.kind]?.(happening)).catch(() => {})
})

async function put(pane, { ts }) {
  const list = lists[pane]
  if (!list) return
  const fresh = await part('message', { channel, ts, pane })
  const old = document.getElementById(`${pane === 'channel' ? 'm' : 't'}-${ts}`)
  if (pressed && old?.contains(pressed.target)) await pressed.over
  if (!fresh) return old?.remove()
  localTimes(fresh)
  const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80
  if (old) replace(old, fresh)
  else insert(list, fresh)
  list.querySelector('.empty')?.remove()
  if (wasAtEnd || !old) showNewest(list)
}

/** Longest that a held press keeps its message from being drawn again; its other half may never come. */
const MAX_HOLD_MS = 1000
// A press belongs to the element on which it began: that one is not drawn again between its two halves.
let pressed = null
document.addEventListener('pointerdown', ({ target }) => {
  const over = new Promise((resolve) => {
    for (const end of ['click', 'pointercancel', 'contextmenu', 'dragend']) document.addEventListener(end, resolve, { once: true })
    setTimeout(resolve, MAX_HOLD_MS)
  })
  pressed = { target, over }
})

/** The end of the list; of a newest message that is taller than the list, its first line, where the answer stands. */
function showNewest(list) {
  const newest = [...list.querySelectorAll('[data-message]')].at(-1)
  list.scrollTop = list.scrollHeight
  if (newest && newest.offsetHeight > list.clientHeight) newest.scrollIntoView({ block: 'start' })
}

/** An edited message keeps what the person has open or has just focused in it. */
function replace(old, fresh) {
  const open = new Set([...old.querySelectorAll('details[open][data-key]')].map((one) => one.dataset.key))
  const closed = new Set([...old.querySelectorAll('details:not([open])[data-key]')].map((one) => one.dataset.key))
  const focused = old.contains(document.activeElement) ? document.activeElement.id : ''
  old.replaceWith(fresh)
  for (const one of fresh.querySelectorAll('details[data-key]')) {
    if (open.has(one.dataset.key)) one.open = true
    if (closed.has(one.dataset.key)) one.open = false
  }
  if (focused) document.getElementById(focused)?.focus()
}

function insert(list, fresh) {
  const later = [...list.querySelectorAll('[data-message]')].find((one) => Number(one.dataset.message) > Number(fresh.dataset.message))
  list.insertBefore(fresh, later ?? null)
}

// Whoever asked the app something in the channel wants to see its answer without looking for it.
let askedIn = null
/** Threads in which the app answered; a quick answer is here before the page hears the name of what it has posted itself. */
const answers = new Set()
document.addEventListener('posted', ({ detail }) => {
  if (thread) return
  askedIn = detail
  if (answers.has(detail)) openThread(detail)
})

function answered(root) {
  answers.add(root)
  if (root === askedIn) openThread(root)
}

function openThread(root) {
  if (document.querySelector('[data-composer] textarea').value !== '') return
  location.search = `?${new URLSearchParams({ as, channel, thread: root })}`
}

function markUnread(where) {
  document.querySelector(`[data-nav="${where}"]`)?.classList.add('unread')
}

// --- what the person does ---

document.addEventListener('click', (event) => {
  const { target } = event
  const button = target.closest('button')
  for (const open of document.querySelectorAll('details.overflow[open]')) if (!open.contains(target)) open.open = false
  followed(event)
  if (!button) return
  button.closest('details.overflow')?.removeAttribute('open')
  void clicked(button)
})

/** A link goes where the page would have gone by itself; one to the thread that is open would only lose what is pressed meanwhile. */
function followed(event) {
  const link = event.target.closest('a[href^="?"]')
  if (!link) return
  askedIn = null
  if (!thread || link.search !== location.search || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  showNewest(lists.thread)
}

async function clicked(button) {
  const message = button.closest('[data-message]')?.dataset.message
  if ('act' in button.dataset) return await press(button, button.dataset.entered ?? '')
  if (button.dataset.shortcut) return await act('shortcut', { callbackId: button.dataset.shortcut, channel, messageTs: message })
  if ('delete' in button.dataset) return await act('delete', { channel, ts: message })
  if ('invite' in button.dataset) return await act('invite', { channel })
  if ('direct' in button.dataset) return await openDirect()
  if ('menu' in button.dataset) toggleMenu()
}

document.addEventListener('change', ({ target }) => {
  if ('acting' in target.dataset) return target.form.submit()
  const field = target.closest('select[data-act], fieldset[data-act], input[data-act]:not([data-search])')
  if (field) void press(field, enteredIn(field))
})

document.addEventListener('chosen', ({ target }) => void press(target, target.dataset.value))

async function press(element, entered) {
  const { channel: where, ts: messageTs, view: viewId, block: blockId, action: actionId, confirm, url } = element.dataset
  if (confirm && !(await confirmed(JSON.parse(confirm)))) return
  if (url) window.open(url, '_blank', 'noreferrer')
  element.setAttribute('aria-busy', 'true')
  await act('act', { channel: where, messageTs, viewId, blockId, actionId, entered })
  element.removeAttribute('aria-busy')
}

function confirmed({ title, text, confirm, deny, style }) {
  const dialog = document.getElementById('confirm')
  document.getElementById('confirm-title').textContent = title
  document.getElementById('confirm-text').textContent = text
  document.getElementById('confirm-deny').textContent = deny
  const yes = document.getElementById('confirm-yes')
  yes.textContent = confirm
  yes.className = `button ${style === 'danger' ? 'danger' : 'primary'}`
  dialog.returnValue = 'deny'
  dialog.showModal()
  return new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'confirm'), { once: true }))
}

async function openDirect() {
  const answer = await act('home', { tab: 'messages' })
  if (answer.ok) location.search = `?as=${as}&channel=${answer.channel}`
}

function toggleMenu() {
  const isOpen = document.body.classList.toggle('menu-open')
  document.querySelector('[data-menu]').setAttribute('aria-expanded', String(isOpen))
}

document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && document.body.classList.contains('menu-open')) toggleMenu()
})

document.querySelector('main').addEventListener('click', ({ target }) => {
  if (document.body.classList.contains('menu-open') && !target.closest('[data-menu]')) toggleMenu()
})

// --- at the start ---

function localTimes(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    const moment = new Date(time.dateTime)
    time.textContent = moment.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    time.title = moment.toLocaleString()
  }
}

localTimes(document)
startComposers()
startSearch()
for (const list of Object.values(lists)) if (list) showNewest(list)
if (location.hash)
  document.querySelector(CSS.escape(location.hash.slice(1)) ? `#${CSS.escape(location.hash.slice(1))}` : 'body')?.scrollIntoView()
if ('home' in document.body.dataset) void act('home', { tab: 'home' })
void fetch(`${base}people/state?as=${as}`)
  .then((response) => response.json())
  .then(({ happenings: now }) => now.filter((one) => one.kind === 'view').forEach((one) => draw.view(one)))
