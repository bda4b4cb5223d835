// Writing a message: Enter sends, Shift+Enter breaks the line, @ offers the people of the workspace.
import { act } from './api.js'

const { channel, names, commands } = document.body.dataset
const people = JSON.parse(names)
const slashCommands = JSON.parse(commands)

export function startComposers() {
  for (const form of document.querySelectorAll('[data-composer]')) {
    const box = form.querySelector('textarea')
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void send(form, box)
    })
    box.addEventListener('input', () => {
      grow(box)
      offer(form, box)
    })
    box.addEventListener('keydown', (event) => onKey(event, form, box))
    box.addEventListener('blur', () => setTimeout(() => hide(form), 150))
    form.querySelector('[role=listbox]').addEventListener('mousedown', (event) => {
      const item = event.target.closest('[role=option]')
      if (!item) return
      event.preventDefault()
      take(form, box, item)
    })
  }
}

async function send(form, box) {
  const text = box.value.trim()
  if (text === '') return
  const command = slashCommands.find((one) => text === one || text.startsWith(`${one} `))
  box.value = ''
  grow(box)
  const threadTs = form.dataset.thread
  const answer = command
    ? await act('command', { channel, command, text: text.slice(command.length).trim() })
    : await act('post', { channel, text, ...(threadTs ? { threadTs } : {}) })
  if (!answer.ok) box.value = text
  else if (answer.ts && !threadTs) document.dispatchEvent(new CustomEvent('posted', { detail: answer.ts }))
  box.focus()
}

function onKey(event, form, box) {
  const list = form.querySelector('[role=listbox]')
  const items = [...list.querySelectorAll('[role=option]')]
  const now = items.findIndex((item) => item.getAttribute('aria-selected') === 'true')
  const isOffering = !list.hidden && items.length > 0
  if (isOffering && (event.key === 'Enter' || event.key === 'Tab')) {
    event.preventDefault()
    return take(form, box, items[Math.max(0, now)])
  }
  if (isOffering && event.key === 'Escape') return hide(form)
  if (isOffering && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault()
    const next = (now + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length
    return items.forEach((item, index) => item.setAttribute('aria-selected', String(index === next)))
  }
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault()
    form.requestSubmit()
  }
}

function offer(form, box) {
  const started = /(?:^|\s)@([\w.-]*)$/.exec(box.value.slice(0, box.selectionStart))
  if (!started) return hide(form)
  const found = people
    .filter((one) => one.name.toLowerCase().startsWith(started[1].toLowerCase()) && one.name.toLowerCase() !== started[1].toLowerCase())
    .sort((a, b) => Number(b.isBot) - Number(a.isBot))
  const list = form.querySelector('[role=listbox]')
  list.replaceChildren(...found.map(item))
  list.hidden = found.length === 0
}

function item(person, index) {
  const entry = document.createElement('li')
  entry.setAttribute('role', 'option')
  entry.setAttribute('aria-selected', String(index === 0))
  entry.dataset.name = person.name
  const name = document.createElement('strong')
  name.textContent = `@${person.name}`
  entry.append(name, ` ${person.isBot ? 'app' : person.realName}`)
  return entry
}

function take(form, box, entry) {
  const before = box.value.slice(0, box.selectionStart).replace(/@[\w.-]*$/, `@${entry.dataset.name} `)
  box.setRangeText(before, 0, box.selectionStart, 'end')
  hide(form)
  box.focus()
}

function hide(form) {
  form.querySelector('[role=listbox]').hidden = true
}

function grow(box) {
  box.style.height = 'auto'
  box.style.height = `${Math.min(box.scrollHeight, 200)}px`
}
