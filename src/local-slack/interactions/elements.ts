import type { Block, JsonObject } from '../model.ts'

export interface FoundElement {
  readonly blockId: string
  readonly actionId: string
  readonly element: JsonObject
  /** The input block around it, when it stands in one. */
  readonly input: Block | null
}

/** Every interactive element of these blocks, containers and cards included, in reading order. */
export function elementsOf(blocks: readonly Block[]): readonly FoundElement[] {
  return blocks.flatMap((block) => {
    const own = [...listOf(block['elements']), ...listOf(block['accessory']), ...listOf(block['element']), ...listOf(block['actions'])]
    const found = own.flatMap((element, index) =>
      typeof element['type'] === 'string' && INTERACTIVE.has(element['type'])
        ? [{ blockId: block.block_id, actionId: actionIdOf(element, index), element, input: block.type === 'input' ? block : null }]
        : [],
    )
    return [...found, ...elementsOf(childrenOf(block))]
  })
}

/** Blocks inside a block: a container's children, a carousel's cards. Each has an id, if need be made from its place. */
export function childrenOf(block: Block): readonly Block[] {
  const children = block.type === 'container' ? listOf(block['child_blocks']) : block.type === 'carousel' ? listOf(block['elements']) : []
  return children.map((child, index) => ({ ...child, block_id: child['block_id'] ?? `${block.block_id}.${index}` }) as Block)
}

/** Slack gives an element without `action_id` one of its own; here it is made from its place, so that it stays the same. */
export function actionIdOf(element: JsonObject, index: number): string {
  return typeof element['action_id'] === 'string' ? element['action_id'] : `action-${index}`
}

function listOf(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return value as JsonObject[]
  return typeof value === 'object' && value !== null ? [value as JsonObject] : []
}

const INTERACTIVE = new Set([
  'button',
  'overflow',
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'radio_buttons',
  'checkboxes',
  'datepicker',
  'timepicker',
  'datetimepicker',
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'feedback_buttons',
  'icon_button',
])
