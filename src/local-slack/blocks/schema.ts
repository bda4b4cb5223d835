import { z } from 'zod'
import { accessoryElement, actionElement, contextActionElement, contextElement, imageElement, inputElement } from './elements.ts'
import { richText } from './rich-text.ts'
import { anyText, id, plainText, slackFile, text } from './text.ts'

/** Every block with its documented limits. Source: docs.slack.dev/reference/block-kit/blocks. */
const MAX_TABLE_ROWS = 100
const MAX_TABLE_COLUMNS = 20
const MAX_CHART_SERIES = 12
const MAX_CHART_POINTS = 20

const block_id = id.optional()

const header = z.strictObject({
  type: z.literal('header'),
  block_id,
  text: plainText(150),
  level: z.number().int().min(1).max(4).optional(),
})
const divider = z.strictObject({ type: z.literal('divider'), block_id })
const section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.union([imageElement, accessoryElement]).optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'must provide text or fields')
const context = z.strictObject({ type: z.literal('context'), block_id, elements: z.array(contextElement).min(1).max(10) })
const actions = z.strictObject({ type: z.literal('actions'), block_id, elements: z.array(actionElement).min(1).max(25) })
const input = z.strictObject({
  type: z.literal('input'),
  block_id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
})
const imageParts = { type: z.literal('image'), block_id, alt_text: text(2000), title: plainText(2000).optional() }
const image = z.union([
  z.strictObject({ ...imageParts, image_url: z.url().max(3000) }),
  z.strictObject({ ...imageParts, slack_file: slackFile }),
])
const markdown = z.strictObject({ type: z.literal('markdown'), block_id, text: text(12_000) })

const rawText = z.strictObject({ type: z.literal('raw_text'), text: text(3000) })
const rawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().optional() })
const cell = z.union([rawText, rawNumber, richText])
const table = z.strictObject({
  type: z.literal('table'),
  block_id,
  rows: z.array(z.array(cell).min(1).max(MAX_TABLE_COLUMNS)).min(1).max(MAX_TABLE_ROWS),
  column_settings: z
    .array(z.strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() }).nullable())
    .max(MAX_TABLE_COLUMNS)
    .optional(),
})
const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id,
    caption: text(2000),
    rows: z
      .array(z.array(cell).min(1).max(MAX_TABLE_COLUMNS))
      .min(2)
      .max(MAX_TABLE_ROWS + 1),
    page_size: z.number().int().min(1).max(100).optional(),
    row_header_column_index: z.number().int().min(0).optional(),
  })
  .refine(({ rows }) => rows.every((row) => row.length === rows[0]?.length), 'rows must have equal length')
  .refine(({ rows }) => rows[0]?.every((one) => one.type !== 'rich_text'), 'header cells must not be rich_text')

const point = z.strictObject({ label: text(20), value: z.number() })
const axes = z.strictObject({
  categories: z.array(text(20)).min(1).max(MAX_CHART_POINTS),
  x_label: z.string().optional(),
  y_label: z.string().optional(),
})
const series = z.strictObject({ name: text(20), data: z.array(point).min(1).max(MAX_CHART_POINTS) })
const chart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['line', 'bar', 'area']), series: z.array(series).min(1).max(MAX_CHART_SERIES), axis_config: axes }),
  z.strictObject({ type: z.literal('pie'), segments: z.array(point).min(1).max(MAX_CHART_SERIES) }),
])
const dataVisualization = z.strictObject({ type: z.literal('data_visualization'), block_id, title: text(50), chart })

const taskStatus = z.enum(['pending', 'in_progress', 'complete', 'error'])
const source = z.strictObject({ type: z.literal('url'), url: z.url().max(3000), text: text(150) })
const taskCard = z.strictObject({
  type: z.literal('task_card'),
  block_id,
  task_id: id,
  title: text(150),
  status: taskStatus,
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(source).optional(),
})
const plan = z.strictObject({ type: z.literal('plan'), block_id, title: text(150), tasks: z.array(taskCard).max(50).optional() })
const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  block_id,
  elements: z.array(contextActionElement).min(1).max(5),
})
const alert = z.strictObject({
  type: z.literal('alert'),
  block_id,
  text: anyText(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
})
const card = z.strictObject({
  type: z.literal('card'),
  block_id,
  title: anyText(150).optional(),
  subtitle: anyText(150).optional(),
  body: anyText(200).optional(),
  icon: imageElement.optional(),
  hero_image: imageElement.optional(),
  actions: z.array(actionElement).max(5).optional(),
})
const carousel = z.strictObject({ type: z.literal('carousel'), block_id, elements: z.array(card).min(1).max(10) })
const child = z.union([z.discriminatedUnion('type', [actions, context, divider, header, input, richText, table]), section, image])
const container = z
  .strictObject({
    type: z.literal('container'),
    block_id,
    title: plainText(150).optional(),
    rich_text_title: richText.optional(),
    child_blocks: z.array(child).min(1).max(10),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    width: z.string().optional(),
  })
  .refine((block) => block.title !== undefined || block.rich_text_title !== undefined, 'must provide title or rich_text_title')

/** Which blocks each surface takes; where Slack's pages disagree (see facts on `alert`) the stricter reading is used. */
const everywhere = { header, divider, section, context, actions, input, image, rich_text: richText, card }
export const BLOCKS: Readonly<Record<Surface, Readonly<Record<string, z.ZodType>>>> = {
  message: {
    ...everywhere,
    markdown,
    table,
    data_table: dataTable,
    data_visualization: dataVisualization,
    task_card: taskCard,
    plan,
    context_actions: contextActions,
    container,
    carousel,
  },
  modal: { ...everywhere, alert },
  home: { ...everywhere, carousel },
}
export type Surface = 'message' | 'modal' | 'home'
