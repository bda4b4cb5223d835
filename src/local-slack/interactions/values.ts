import { type JsonObject, SlackRefusal } from '../model.ts'

/** What a person entered, as the page sends it: text, one option's value, or several. Empty text means nothing. */
export type Entered = string | readonly string[]

/**
 * The value fields that Slack reports for an element (`selected_option`, `value`, …). `offered` are the options that the
 * app last answered an external select with. Refuses a value that the element does not have with `invalid_value`.
 */
export function valueOf(element: JsonObject, entered: Entered, offered: readonly JsonObject[]): JsonObject {
  const one = typeof entered === 'string' ? entered : (entered[0] ?? '')
  const many = typeof entered === 'string' ? (entered === '' ? [] : [entered]) : entered
  const options = [...optionsOf(element), ...offered]
  switch (element['type']) {
    case 'button':
    case 'icon_button':
      return element['value'] === undefined ? {} : { value: element['value'] }
    case 'feedback_buttons':
      return { value: feedbackValue(element, one) }
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
    case 'overflow':
      return { selected_option: one === '' ? null : pick(options, one) }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { selected_options: many.map((value) => pick(options, value)) }
    case 'users_select':
      return { selected_user: one || null }
    case 'multi_users_select':
      return { selected_users: many }
    case 'conversations_select':
      return { selected_conversation: one || null }
    case 'channels_select':
      return { selected_channel: one || null }
    case 'datepicker':
      return { selected_date: one || null }
    case 'timepicker':
      return { selected_time: one || null }
    case 'datetimepicker':
      return { selected_date_time: one === '' ? null : Number(one) }
    default:
      return { value: one === '' ? null : one }
  }
}

/** Whether nothing was entered, as Slack's client decides it before a view may be submitted. */
export function isEmptyValue(value: JsonObject): boolean {
  return Object.values(value).every((field) => field === null || (Array.isArray(field) && field.length === 0))
}

function optionsOf(element: JsonObject): readonly JsonObject[] {
  const direct = (element['options'] ?? []) as readonly JsonObject[]
  const groups = (element['option_groups'] ?? []) as readonly { options: readonly JsonObject[] }[]
  const initial = [element['initial_option'], ...((element['initial_options'] ?? []) as readonly JsonObject[])]
  return [...direct, ...groups.flatMap((group) => group.options), ...initial.filter((option) => option !== undefined)] as JsonObject[]
}

function pick(options: readonly JsonObject[], value: string): JsonObject {
  const option = options.find((one) => one['value'] === value)
  if (!option) throw new SlackRefusal('invalid_value')
  return option
}

function feedbackValue(element: JsonObject, value: string): string {
  const buttons = [element['positive_button'], element['negative_button']] as readonly JsonObject[]
  if (!buttons.some((button) => button['value'] === value)) throw new SlackRefusal('invalid_value')
  return value
}
