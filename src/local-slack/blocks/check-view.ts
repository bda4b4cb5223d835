import { z } from 'zod'
import { type Block, type JsonObject, SlackRefusal } from '../model.ts'
import type { Workspace } from '../workspace.ts'
import { blockProblems, checkBlocks, refusalOf } from './check-blocks.ts'
import { problemsOf } from './problems.ts'
import { id, plainText } from './text.ts'

/** A view as a whole may not be larger than this. */
const MAX_VIEW_BYTES = 250 * 1024
const MAX_PRIVATE_METADATA = 3000
const MAX_BUTTON = 24

const shared = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(MAX_PRIVATE_METADATA).optional(),
  callback_id: id.optional(),
  external_id: z.string().max(255).optional(),
}

const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(MAX_BUTTON),
  submit: plainText(MAX_BUTTON).optional(),
  close: plainText(MAX_BUTTON).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...shared,
})
const home = z.strictObject({ type: z.literal('home'), ...shared })

interface CheckOptions {
  readonly newId: () => string
  readonly realm: { readonly workspace: Workspace }
}

/** Checks a view and gives its blocks ids. Refuses with `invalid_arguments` (the frame), `invalid_blocks` or `view_too_large`. */
export function checkView(view: unknown, type: 'modal' | 'home', options: CheckOptions): { content: JsonObject; blocks: readonly Block[] } {
  const problems = viewProblems(view, type, options)
  if (problems.length > 0) throw refusalOf('invalid_arguments', problems)
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) throw new SlackRefusal('view_too_large')
  const { blocks, ...content } = view as JsonObject
  return { content, blocks: checkBlocks(blocks, { ...options, surface: type }) }
}

/** Slack's sentences about a view; empty means valid. Blocks are checked for the view's own surface. */
export function viewProblems(view: unknown, type: 'modal' | 'home', options: CheckOptions): readonly string[] {
  const result = (type === 'modal' ? modal : home).safeParse(view)
  if (!result.success) return problemsOf(result.error, '/view')
  const inside = blockProblems(result.data.blocks, { ...options, surface: type })
  if (inside.length > 0) return inside.map((problem) => problem.replace('[json-pointer:/blocks', '[json-pointer:/view/blocks'))
  const asks = result.data.blocks.some((block) => (block as Block).type === 'input')
  const hasSubmit = result.data.type === 'home' || result.data.submit !== undefined
  return asks && !hasSubmit ? ['missing required field: submit [json-pointer:/view]'] : []
}
