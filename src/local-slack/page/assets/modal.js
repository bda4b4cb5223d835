// Modals: opened and changed by the app, submitted and closed by the person.
import { act, part } from './api.js'

const dialog = document.getElementById('modal')
/** Open views of this person, the top one last. */
const stack = []

/** Shows a view, new or changed. What the person typed into fields that stay is kept. */
export async function showView(id) {
  const form = await part('modal', { view: id })
  if (!form) return
  if (!stack.includes(id)) stack.push(id)
  const typed = stack.at(-1) === id && dialog.open ? typedInto(dialog) : new Map()
  dialog.replaceChildren(form)
  for (const [field, value] of typed) restore(field, value)
  if (!dialog.open) dialog.showModal()
  form.querySelector('[autofocus], input, textarea, select')?.focus()
}

/** Takes a view away; the one below comes back. */
export async function hideView(id, isAll) {
  if (isAll) stack.length = 0
  else if (stack.includes(id)) stack.splice(stack.indexOf(id), 1)
  const below = stack.at(-1)
  if (below) return await showView(below)
  dialog.close()
  dialog.replaceChildren()
}

/** What a field holds now: text, one value, or several. */
export function enteredIn(field) {
  if (field.matches('fieldset')) {
    const values = [...field.querySelectorAll('input:checked')].map((input) => input.value)
    return field.dataset.many === 'yes' ? values : (values[0] ?? '')
  }
  if ('search' in field.dataset) return field.dataset.value
  if (field.multiple) return [...field.selectedOptions].map((option) => option.value)
  if (field.type === 'datetime-local') return field.value === '' ? '' : String(Math.floor(new Date(field.value).getTime() / 1000))
  return field.value
}

dialog.addEventListener('submit', (event) => {
  event.preventDefault()
  void submit(event.target)
})

async function submit(form) {
  const button = form.querySelector('[type=submit]')
  button?.setAttribute('aria-busy', 'true')
  if (button) button.disabled = true
  const values = {}
  for (const field of form.querySelectorAll('[data-field]')) {
    values[field.dataset.block] = { ...values[field.dataset.block], [field.dataset.action]: enteredIn(field) }
  }
  const answer = await act('submit', { viewId: form.dataset.modal, values })
  if (button?.isConnected) {
    button.disabled = false
    button.removeAttribute('aria-busy')
  }
  showErrors(form, answer.ok ? answer.errors : {}, answer.ok ? '' : 'We had some trouble connecting. Try again.')
}

dialog.addEventListener('click', (event) => {
  const id = event.target.closest('[data-close]')?.dataset.close
  if (id) void act('close', { viewId: id })
})

// Escape closes the view for the app too, not only in the browser.
dialog.addEventListener('cancel', (event) => {
  event.preventDefault()
  const id = stack.at(-1)
  if (id) void act('close', { viewId: id })
})

function showErrors(form, errors, general) {
  for (const place of form.querySelectorAll('[data-error-for]')) {
    place.textContent = errors[place.dataset.errorFor] ?? ''
    place
      .closest('.input')
      .querySelector('[data-field]')
      ?.setAttribute('aria-invalid', String(place.textContent !== ''))
  }
  form.querySelector('[data-modal-error]').textContent = general
  form.querySelector('[aria-invalid=true]')?.focus()
}

function typedInto(root) {
  return new Map([...root.querySelectorAll('[data-field]')].map((field) => [field.id, { value: enteredIn(field), text: field.value }]))
}

function restore(id, { value, text }) {
  const field = document.getElementById(id)
  if (!field || value === '' || value?.length === 0) return
  if (field.matches('fieldset')) {
    for (const input of field.querySelectorAll('input')) input.checked = [value].flat().includes(input.value)
  } else if (field.multiple) {
    for (const option of field.options) option.selected = value.includes(option.value)
  } else {
    field.value = text
    if ('search' in field.dataset) field.dataset.value = value
  }
}
