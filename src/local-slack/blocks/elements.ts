import { z } from 'zod'
import { anyText, confirm, dispatchConfig, id, option, optionGroup, plainText, slackFile, text } from './text.ts'

/** Interactive elements and their limits. Source: docs.slack.dev/reference/block-kit/block-elements. */
const MAX_OPTIONS = 100
const MAX_CHOICES = 10
const MAX_OVERFLOW = 5
const MAX_PLACEHOLDER = 150

const common = { action_id: id.optional(), focus_on_load: z.boolean().optional() }
const asked = { ...common, confirm: confirm.optional() }
const placeholder = plainText(MAX_PLACEHOLDER).optional()
const maxSelected = z.number().int().min(1).optional()

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: id.optional(),
  url: z.string().max(3000).optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
})

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: id.optional(),
  options: z.array(option).min(1).max(MAX_OVERFLOW),
  confirm: confirm.optional(),
})

const optionLists = {
  options: z.array(option).min(1).max(MAX_OPTIONS).optional(),
  option_groups: z.array(optionGroup).min(1).max(MAX_OPTIONS).optional(),
}

const staticSelect = z
  .strictObject({ type: z.literal('static_select'), ...asked, placeholder, ...optionLists, initial_option: option.optional() })
  .refine(
    (element) => (element.options === undefined) !== (element.option_groups === undefined),
    'must provide exactly one of options, option_groups',
  )

const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...asked,
    placeholder,
    ...optionLists,
    initial_options: z.array(option).optional(),
    max_selected_items: maxSelected,
  })
  .refine(
    (element) => (element.options === undefined) !== (element.option_groups === undefined),
    'must provide exactly one of options, option_groups',
  )

const minQuery = z.number().int().min(0).optional()
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...asked,
  placeholder,
  initial_option: option.optional(),
  min_query_length: minQuery,
})
const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...asked,
  placeholder,
  initial_options: z.array(option).optional(),
  min_query_length: minQuery,
  max_selected_items: maxSelected,
})

const usersSelect = z.strictObject({ type: z.literal('users_select'), ...asked, placeholder, initial_user: z.string().optional() })
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...asked,
  placeholder,
  initial_users: z.array(z.string()).optional(),
  max_selected_items: maxSelected,
})
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...asked,
  placeholder,
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z.looseObject({}).optional(),
})
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...asked,
  placeholder,
  initial_channel: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
})

const choices = z.array(option).min(1).max(MAX_CHOICES)
const radioButtons = z.strictObject({ type: z.literal('radio_buttons'), ...asked, options: choices, initial_option: option.optional() })
const checkboxes = z.strictObject({ type: z.literal('checkboxes'), ...asked, options: choices, initial_options: choices.optional() })

const datepicker = z.strictObject({ type: z.literal('datepicker'), ...asked, placeholder, initial_date: z.iso.date().optional() })
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...asked,
  placeholder,
  initial_time: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .optional(),
  timezone: z.string().optional(),
})
const datetimepicker = z.strictObject({ type: z.literal('datetimepicker'), ...asked, initial_date_time: z.number().int().optional() })

const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...common,
  placeholder,
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
  dispatch_action_config: dispatchConfig.optional(),
})
const typed = { ...common, placeholder, initial_value: z.string().optional(), dispatch_action_config: dispatchConfig.optional() }
const emailInput = z.strictObject({ type: z.literal('email_text_input'), ...typed })
const urlInput = z.strictObject({ type: z.literal('url_text_input'), ...typed })
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
})

const picture = { alt_text: text(2000) }
/** An image inside a section or context block. */
export const imageElement = z.union([
  z.strictObject({ type: z.literal('image'), ...picture, image_url: z.url().max(3000) }),
  z.strictObject({ type: z.literal('image'), ...picture, slack_file: slackFile }),
])

const feedbackButton = z.strictObject({ text: plainText(75), value: text(2000), accessibility_label: z.string().max(75).optional() })
const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  action_id: id.optional(),
  positive_button: feedbackButton,
  negative_button: feedbackButton,
})
const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  icon: z.literal('trash'),
  text: plainText(75),
  action_id: id.optional(),
  value: z.string().max(2000).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
  visible_to_user_ids: z.array(z.string()).optional(),
})

const selects = [
  staticSelect,
  externalSelect,
  usersSelect,
  conversationsSelect,
  channelsSelect,
  multiStaticSelect,
  multiExternalSelect,
  multiUsersSelect,
] as const
const pickers = [radioButtons, checkboxes, datepicker, timepicker] as const

/** What an actions block may hold. Multi-selects are for sections and inputs only. */
export const actionElement = z.discriminatedUnion('type', [
  button,
  overflow,
  staticSelect,
  externalSelect,
  usersSelect,
  conversationsSelect,
  channelsSelect,
  ...pickers,
  datetimepicker,
])
/** What a section may carry on its side, besides an image. */
export const accessoryElement = z.discriminatedUnion('type', [button, overflow, ...selects, ...pickers])
/** What an input block may ask with. */
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  emailInput,
  urlInput,
  numberInput,
  ...selects,
  ...pickers,
  datetimepicker,
])
export const contextActionElement = z.discriminatedUnion('type', [feedbackButtons, iconButton])
export const contextElement = z.union([imageElement, anyText(3000)])
/** Options that an app answers a `block_suggestion` with. */
export const suggestions = z.union([
  z.object({ options: z.array(option).max(MAX_OPTIONS) }),
  z.object({ option_groups: z.array(optionGroup).max(MAX_OPTIONS) }),
])
