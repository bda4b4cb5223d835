import type { ActionsBlock, Button, ContextBlock, HeaderBlock, SectionBlock } from '@slack/types'
import { clamp, MAX_CONTEXT_CHARACTERS, MAX_SECTION_CHARACTERS } from './limits.ts'
import { mrkdwn, plainText } from './text-objects.ts'

/** Characters of a header. */
const MAX_HEADER_CHARACTERS = 150
/** Characters of a button's label; Slack shows about 30. */
const MAX_BUTTON_CHARACTERS = 75

/** A section of mrkdwn that phones show without "see more". Cut to Slack's limit. */
export function section(text: string): SectionBlock {
  return { type: 'section', expand: true, text: mrkdwn(clamp(text, MAX_SECTION_CHARACTERS)) }
}

/** Small grey text. Cut to Slack's limit. */
export function context(text: string): ContextBlock {
  return { type: 'context', elements: [mrkdwn(clamp(text, MAX_CONTEXT_CHARACTERS))] }
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plainText(text, MAX_HEADER_CHARACTERS) }
}

/** Buttons in one row. `blockId` must be new for each version of a message, or clients keep the old state. */
export function actions(blockId: string, elements: ActionsBlock['elements']): ActionsBlock {
  return { type: 'actions', block_id: blockId, elements }
}

/** A button whose value is an id and nothing else; the id is checked against the store when it comes back. */
export function button(
  label: string,
  press: { readonly action: string; readonly value: string; readonly style?: Button['style'] },
): Button {
  return {
    type: 'button',
    text: plainText(label, MAX_BUTTON_CHARACTERS),
    action_id: press.action,
    value: press.value,
    ...(press.style ? { style: press.style } : {}),
  }
}
