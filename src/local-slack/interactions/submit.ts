import { z } from 'zod'
import { asText, type JsonObject, SlackRefusal, type View } from '../model.ts'
import type { Realm } from '../realm.ts'
import { elementsOf, type FoundElement } from './elements.ts'
import type { Interactions } from './interact.ts'
import { basePayload } from './payload.ts'
import { type Entered, isEmptyValue } from './values.ts'
import { closeView, presentView, pushView, updateView } from './views.ts'

/** What was entered: block_id → action_id → value. */
export type EnteredValues = Readonly<Record<string, Readonly<Record<string, Entered>>>>

/** `errors`: block_id → sentence, from Slack's client or from the app; the view stays open. Empty means that it was taken. */
export interface Submission {
  readonly errors: Readonly<Record<string, string>>
}

const answerSchema = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
])

/** Submits a view as Slack's client does: checks the inputs, sends `view_submission`, does what the app answers. */
export async function submitView(
  realm: Realm,
  interactions: Interactions,
  input: { userId: string; viewId: string; values: EnteredValues },
): Promise<Submission> {
  const view = interactions.viewOf(input.userId, input.viewId)
  const inputs = elementsOf(view.blocks).filter((found) => found.input !== null)
  const read = inputs.map((found) => ({ found, entered: input.values[found.blockId]?.[found.actionId] ?? initialOf(found.element) }))
  const errors = Object.fromEntries(read.flatMap(({ found, entered }) => problemOf(found, entered)))
  if (Object.keys(errors).length > 0) return { errors }
  const filled = withValues(
    view,
    read.map(({ found, entered }) => ({ found, value: interactions.inputValue({ ...input, actionId: found.actionId }, found, entered) })),
  )
  realm.workspace.views.set(view.id, filled)
  const payload = {
    ...basePayload(realm, 'view_submission', input.userId),
    trigger_id: realm.triggers.issue(input.userId, view.id),
    view: presentView(filled),
    response_urls: [],
  }
  return obey(realm, filled, await interactions.send(payload))
}

/** Closes a view by its cross or cancel button; the app hears of it when it asked to (`notify_on_close`). */
export async function dismissView(realm: Realm, interactions: Interactions, input: { userId: string; viewId: string }): Promise<void> {
  const view = interactions.viewOf(input.userId, input.viewId)
  const isAll = view.content['clear_on_close'] === true
  closeView(realm, view, isAll)
  if (view.content['notify_on_close'] !== true) return
  await interactions.send({ ...basePayload(realm, 'view_closed', input.userId), view: presentView(view), is_cleared: isAll })
}

function obey(realm: Realm, view: View, answer: unknown): Submission {
  if (answer === null || answer === '') {
    closeView(realm, view, false)
    return { errors: {} }
  }
  const parsed = answerSchema.safeParse(answer)
  if (!parsed.success) throw new SlackRefusal('invalid_response_action', { detail: z.prettifyError(parsed.error) })
  const { data } = parsed
  switch (data.response_action) {
    case 'errors':
      return { errors: knownErrors(view, data.errors) }
    case 'update':
      updateView(realm, view, { view: data.view })
      return { errors: {} }
    case 'push':
      pushView(realm, view, data.view)
      return { errors: {} }
    case 'clear':
      closeView(realm, view, true)
      return { errors: {} }
  }
}

/** Slack refuses errors for blocks that are no inputs of the view. */
function knownErrors(view: View, errors: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id))
  const unknown = Object.keys(errors).find((id) => !inputs.has(id))
  if (unknown !== undefined || Object.keys(errors).length === 0)
    throw new SlackRefusal('invalid_response_action', { detail: `no input block ${unknown}` })
  return errors
}

function problemOf(found: FoundElement, entered: Entered): [string, string][] {
  const { element, input, blockId } = found
  const text = typeof entered === 'string' ? entered : ''
  const isEmpty = isEmptyValue({ value: entered.length === 0 ? null : 'entered' })
  if (isEmpty) return input?.['optional'] === true ? [] : [[blockId, 'Please complete this required field.']]
  const min = Number(element['min_length'] ?? 0)
  const max = Number(element['max_length'] ?? 3000)
  const isText = asText(element['type']).endsWith('_input')
  if (isText && text.length < min) return [[blockId, `Please enter at least ${min} characters.`]]
  if (isText && text.length > max) return [[blockId, `Please enter at most ${max} characters.`]]
  if (element['type'] === 'url_text_input' && !URL.canParse(text)) return [[blockId, 'Please enter a valid URL.']]
  if (element['type'] === 'number_input' && !Number.isFinite(Number(text))) return [[blockId, 'Please enter a number.']]
  return []
}

/** What an input holds before anybody touches it. */
export function initialOf(element: JsonObject): Entered {
  const one = element['initial_option'] as JsonObject | undefined
  const many = element['initial_options'] as readonly JsonObject[] | undefined
  if (one) return asText(one['value'])
  if (many) return many.map((option) => asText(option['value']))
  if (element['initial_users']) return element['initial_users'] as readonly string[]
  const key = Object.keys(element).find((name) => name.startsWith('initial_'))
  return key === undefined ? '' : asText(element[key])
}

function withValues(view: View, read: readonly { found: FoundElement; value: JsonObject }[]): View {
  const values = { ...view.values }
  for (const { found, value } of read) {
    values[found.blockId] = { ...values[found.blockId], [found.actionId]: { type: found.element['type'], ...value } }
  }
  return { ...view, values }
}
