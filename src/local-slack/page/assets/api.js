// The page's one door to its server: actions of the person, and parts drawn again.
const { as, base } = document.body.dataset

/** Does something as the person. Answers the server's JSON; shows a sentence when it was refused. */
export async function act(name, body) {
  try {
    const response = await fetch(`${base}people/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as, ...body }),
    })
    const answer = await response.json()
    if (!answer.ok) toast(sentence(answer))
    return answer
  } catch {
    toast('The local Slack does not answer. Is it still running?')
    return { ok: false, error: 'unreachable' }
  }
}

/** One part of the page as an element, or null when there is none any more. */
export async function part(name, query) {
  const response = await fetch(`${base}part/${name}?${new URLSearchParams({ as, ...query })}`)
  if (!response.ok) return null
  const template = document.createElement('template')
  template.innerHTML = await response.text()
  return template.content.firstElementChild
}

export function toast(text) {
  const place = document.getElementById('toast')
  place.textContent = text
  place.classList.add('shown')
  clearTimeout(toast.timer)
  toast.timer = setTimeout(() => place.classList.remove('shown'), 6000)
}

function sentence({ error, detail }) {
  const known = {
    operation_timeout: 'The app did not answer in time. Try again.',
    invalid_response_action: 'The app answered in a way that Slack does not understand.',
    message_not_found: 'That message is gone.',
    view_not_found: 'That window is gone.',
    no_text: 'Write something first.',
    not_in_channel: 'You are not in that channel.',
    invalid_command: 'There is no such command.',
  }
  return known[error] ?? `Not done: ${error}${detail ? ` (${detail})` : ''}`
}
