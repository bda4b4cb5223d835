import type { KnownBlock } from '@slack/types'

// Slack's limits for one message, with room to spare. Sources: docs.slack.dev block reference; the cap over all blocks of a
// message is undocumented (about 13,000 characters measured by users), so we stay under 10,000.

/** Blocks in one message. */
export const MAX_BLOCKS = 50
/** Blocks in one modal or Home tab. */
export const MAX_VIEW_BLOCKS = 100
/** Characters over all blocks of one message, counted on the JSON that is sent. */
export const MAX_MESSAGE_CHARACTERS = 9900
/** Characters in the text of one section. */
export const MAX_SECTION_CHARACTERS = 3000
/** Characters in one context element. */
export const MAX_CONTEXT_CHARACTERS = 2000
/** Characters of the top-level text; it feeds notifications, so far below Slack's 40,000. */
export const MAX_TEXT_CHARACTERS = 1000

/** What we send: `text` is a full sentence with the result, for notifications and screen readers. */
export interface SlackMessage {
  readonly text: string
  readonly blocks: readonly KnownBlock[]
}

/** A block and how long it stays when a message is too large: `required` stays, of the others the highest number goes first. */
export interface DraftBlock {
  readonly block: KnownBlock
  readonly dropOrder: 'required' | number
}

/** Cuts by code point (never inside a character) and ends with an ellipsis that counts. `max` at least 1. */
export function clamp(text: string, max: number): string {
  if (text.length <= max) return text
  let kept = ''
  for (const point of text) {
    // UTF-16 length, because the strictest counter of the three (units, points, graphemes) must be satisfied.
    if (kept.length + point.length > max - 1) break
    kept += point
  }
  return `${kept}…`
}

/** Joins lines up to `max` characters, then says how many were left out. A single line that is too long is cut. */
export function clampLines(lines: readonly string[], max: number): string {
  const whole = lines.join('\n')
  if (whole.length <= max) return whole
  const kept: string[] = []
  let length = 0
  const room = max - MORE_LINE_CHARACTERS
  for (const line of lines) {
    if (length + line.length + 1 > room) break
    kept.push(line)
    length += line.length + 1
  }
  if (kept.length === 0) kept.push(clamp(lines[0] ?? '', room))
  const left = lines.length - kept.length
  return left > 0 ? `${kept.join('\n')}\n_… and ${left} more_` : kept.join('\n')
}

/** Room for the line that says how many lines were left out. */
const MORE_LINE_CHARACTERS = 40

/**
 * The largest message within Slack's limits: optional blocks go first (highest `dropOrder`, then from the end), and a note
 * says that something was left out. Required blocks that alone are too large are cut from the end, which builders avoid.
 */
export function fitMessage(text: string, drafts: readonly DraftBlock[]): SlackMessage {
  let kept = [...drafts]
  while (!isWithinLimits(kept.map(({ block }) => block)) && kept.length > 1) kept = dropOne(kept)
  const isShortened = kept.length < drafts.length
  const blocks = kept.map(({ block }) => block)
  return { text: clamp(text, MAX_TEXT_CHARACTERS), blocks: isShortened ? withNote(blocks) : blocks }
}

/** The note that tells a reader where the rest is; placed before the buttons. */
const SHORTENED: KnownBlock = {
  type: 'context',
  elements: [{ type: 'mrkdwn', text: 'Shortened to fit Slack; the rest is behind the buttons.', verbatim: true }],
}
const SHORTENED_CHARACTERS = JSON.stringify(SHORTENED).length + 1

function withNote(blocks: readonly KnownBlock[]): KnownBlock[] {
  const last = blocks.at(-1)
  return last?.type === 'actions' ? [...blocks.slice(0, -1), SHORTENED, last] : [...blocks, SHORTENED]
}

function isWithinLimits(blocks: readonly KnownBlock[]): boolean {
  // One block less than allowed, so that the note always has room.
  return blocks.length < MAX_BLOCKS && JSON.stringify(blocks).length + SHORTENED_CHARACTERS <= MAX_MESSAGE_CHARACTERS
}

function dropOne(drafts: readonly DraftBlock[]): DraftBlock[] {
  const order = (draft: DraftBlock) => (draft.dropOrder === 'required' ? -1 : draft.dropOrder)
  const highest = Math.max(...drafts.map(order))
  const victim = drafts.findLastIndex((draft) => order(draft) === highest)
  return drafts.filter((_, index) => index !== victim)
}

/** Block types that every Slack-compatible server has known for years; anything newer goes when a message is refused. */
const CLASSIC_TYPES = new Set<string>(['header', 'section', 'context', 'actions', 'divider', 'image'])

/** What to try, in order, when Slack refuses blocks: as built, then without newer blocks and options, then text only. */
export function fallbacksOf(message: SlackMessage): SlackMessage[] {
  const classic = message.blocks.filter(({ type }) => CLASSIC_TYPES.has(type)).map(withoutNewerOptions)
  return [message, { text: message.text, blocks: classic }, { text: message.text, blocks: [] }]
}

function withoutNewerOptions(block: KnownBlock): KnownBlock {
  if (block.type !== 'section') return block
  const { expand: _expand, ...rest } = block
  return rest
}
