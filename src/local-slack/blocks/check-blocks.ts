import { z } from 'zod'
import { slackId } from '../ids.ts'
import { asText, type Block, type JsonObject, SlackRefusal } from '../model.ts'
import type { Workspace } from '../workspace.ts'
import { problemsOf } from './problems.ts'
import { BLOCKS, type Surface } from './schema.ts'

/** How many blocks a surface takes. */
const MAX_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }
/** Undocumented cap over all blocks of one message, measured by others between 13,172 and 13,297; the round figure is the safe one. */
export const MAX_MESSAGE_BLOCK_CHARACTERS = 13_000
const MAX_MARKDOWN_CHARACTERS = 12_000
const MAX_TABLES = 1
const MAX_CHARTS = 2

interface CheckOptions {
  readonly surface: Surface
  readonly newId: () => string
  readonly realm: { readonly workspace: Workspace }
}

/**
 * Checks blocks as Slack does and gives each a `block_id`. Refuses with `invalid_blocks`, every problem with its JSON
 * pointer, or with `msg_blocks_too_long`.
 */
export function checkBlocks(blocks: unknown, options: CheckOptions): readonly Block[] {
  const problems = blockProblems(blocks, options)
  if (problems.length > 0) throw refusalOf('invalid_blocks', problems)
  const checked = (blocks as JsonObject[]).map((block) => ({
    ...block,
    block_id: block['block_id'] ?? slackId('', options.newId()).slice(-5),
  }))
  if (options.surface === 'message' && charactersOf(checked) > MAX_MESSAGE_BLOCK_CHARACTERS) throw new SlackRefusal('msg_blocks_too_long')
  return checked as readonly unknown[] as readonly Block[]
}

/** The same check without a refusal: Slack's sentences, each ending in a JSON pointer below `/blocks`. Empty means valid. */
export function blockProblems(blocks: unknown, options: CheckOptions): readonly string[] {
  const list = z.array(z.looseObject({ type: z.string() })).safeParse(blocks)
  if (!list.success) return problemsOf(list.error, '/blocks')
  const { data } = list
  if (data.length > MAX_BLOCKS[options.surface]) return [`no more than ${MAX_BLOCKS[options.surface]} items allowed [json-pointer:/blocks]`]
  const each = data.flatMap((block, index) => {
    const schema = BLOCKS[options.surface][block.type]
    if (!schema) return [`unsupported type: ${block.type} [json-pointer:/blocks/${index}/type]`]
    const result = schema.safeParse(block)
    return result.success ? [] : problemsOf(result.error, `/blocks/${index}`)
  })
  return each.length > 0 ? each : wholeProblems(data as readonly JsonObject[], options)
}

/** A refusal in the shape of Slack's: the sentences stand in `errors` and again, marked, in `response_metadata`. */
export function refusalOf(error: string, problems: readonly string[]): SlackRefusal {
  return new SlackRefusal(error, { errors: problems, response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) } })
}

function wholeProblems(blocks: readonly JsonObject[], options: CheckOptions): string[] {
  const ids = blocks.flatMap((block, index) => (typeof block['block_id'] === 'string' ? [{ id: block['block_id'], index }] : []))
  const repeated = ids.filter(({ id }, position) => ids.findIndex((other) => other.id === id) !== position)
  return [
    ...repeated.map(({ id, index }) => `\`block_id\` ${id} already exists [json-pointer:/blocks/${index}/block_id]`),
    ...tooMany(blocks, 'table', MAX_TABLES),
    ...tooMany(blocks, 'data_visualization', MAX_CHARTS),
    ...markdownProblems(blocks),
    ...blocks.flatMap((block, index) => [...actionProblems(block, index), ...fileProblems(block, index, options)]),
  ]
}

function tooMany(blocks: readonly JsonObject[], type: string, max: number): string[] {
  const found = blocks.filter((block) => block['type'] === type).length
  return found > max ? [`only ${max} ${type} allowed [json-pointer:/blocks]`] : []
}

function markdownProblems(blocks: readonly JsonObject[]): string[] {
  const length = blocks.filter((block) => block['type'] === 'markdown').reduce((sum, block) => sum + asText(block['text']).length, 0)
  return length > MAX_MARKDOWN_CHARACTERS
    ? [`must be less than ${MAX_MARKDOWN_CHARACTERS + 1} characters over all markdown blocks [json-pointer:/blocks]`]
    : []
}

function actionProblems(block: JsonObject, index: number): string[] {
  const elements = Array.isArray(block['elements']) ? (block['elements'] as JsonObject[]) : []
  const ids = elements.map((element) => element['action_id']).filter((id) => typeof id === 'string')
  const repeated = ids.filter((id, position) => ids.indexOf(id) !== position)
  return repeated.map((id) => `\`action_id\` ${id} already exists [json-pointer:/blocks/${index}/elements]`)
}

/** A file can be shown only when its upload has been completed and processed. */
function fileProblems(block: JsonObject, index: number, options: CheckOptions): string[] {
  const { files } = options.realm.workspace
  return slackFilesIn(block, `/blocks/${index}`).flatMap(({ id, pointer }) =>
    files.get(id)?.state === 'ready' ? [] : [`invalid slack file [json-pointer:${pointer}/slack_file]`],
  )
}

function slackFilesIn(value: unknown, pointer: string): { id: string; pointer: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => slackFilesIn(item, `${pointer}/${index}`))
  if (typeof value !== 'object' || value === null) return []
  const file = 'slack_file' in value && typeof value.slack_file === 'object' ? (value.slack_file as { id?: string; url?: string }) : null
  const own = file ? [{ id: file.id ?? /\/files\/([^/]+)/.exec(file.url ?? '')?.[1] ?? '', pointer }] : []
  return [...own, ...Object.entries(value).flatMap(([key, child]) => slackFilesIn(child, `${pointer}/${key}`))]
}

/** All characters a reader would see, over all blocks. Ids, types and values do not count. */
function charactersOf(blocks: unknown): number {
  if (Array.isArray(blocks)) return blocks.reduce((sum: number, block) => sum + charactersOf(block), 0)
  if (typeof blocks !== 'object' || blocks === null) return 0
  return Object.entries(blocks).reduce((sum, [key, value]) => {
    if (typeof value === 'string') return SEEN.has(key) ? sum + value.length : sum
    return sum + charactersOf(value)
  }, 0)
}

const SEEN = new Set(['text', 'title', 'subtitle', 'body', 'caption', 'alt_text', 'label', 'name'])
