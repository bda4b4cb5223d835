// `kubectl describe` prints nested `Key: value` blocks by indentation. One parser for all kinds; what the keys mean is the
// business of `objects/`. Source of the layout: k8s.io/kubectl/pkg/describe (tabwriter output, two spaces a level).

/** One `Key: value` with everything that is indented below it. */
export interface Block {
  readonly key: string
  /** The value and, for lists, its continuation lines; empty when the key only opens a block. `<none>` and the like are kept. */
  readonly values: readonly string[]
  /** The lines indented below it, as printed. */
  readonly body: readonly string[]
}

const KEY_LINE = /^(\s*)([^:\s][^:]*):(?:(\s+)(\S.*|)|)$/
const UNSET = new Set(['', '<none>', '<unset>', '<nil>', '<unknown>', '<error>'])

/**
 * Splits lines into the blocks of their outermost indentation, in printed order; repeated keys stay repeated. Lines without a
 * key at that level (table rows) are left out; `readTable` reads those. Never throws; no lines give no blocks.
 */
export function readBlocks(lines: readonly string[]): Block[] {
  const base = indentOf(lines.find((line) => line.trim() !== '') ?? '')
  const blocks: { key: string; values: string[]; body: string[]; valueColumn: number }[] = []
  for (const line of lines) {
    const open = blocks.at(-1)
    const key = indentOf(line) <= base ? KEY_LINE.exec(line) : null
    if (key?.[2] !== undefined) blocks.push(openBlock(key))
    else if (open === undefined || line.trim() === '') continue
    else if (open.values.length > 0 && indentOf(line) === open.valueColumn) open.values.push(line.trim())
    else if (indentOf(line) > base) open.body.push(line)
  }
  return blocks.map(({ key, values, body }) => ({ key, values, body }))
}

/** Blocks of a whole `describe` output. */
export function readDescription(text: string): Block[] {
  return readBlocks(text.split('\n'))
}

/** The first block of that key; keys are compared as printed. */
export function findBlock(blocks: readonly Block[], key: string): Block | undefined {
  return blocks.find((block) => block.key === key)
}

/** The single value of a key; `undefined` when the key is absent or its value says that it is not set. */
export function valueOf(blocks: readonly Block[], key: string): string | undefined {
  const value = findBlock(blocks, key)?.values[0]
  return value === undefined || UNSET.has(value) ? undefined : value
}

/** All lines of a list-valued key, without the words for "nothing". */
export function valuesOf(blocks: readonly Block[], key: string): string[] {
  return (findBlock(blocks, key)?.values ?? []).filter((value) => !UNSET.has(value))
}

/** The blocks indented below a key; empty when there are none. */
export function blocksIn(blocks: readonly Block[], key: string): Block[] {
  return readBlocks(findBlock(blocks, key)?.body ?? [])
}

/** `Key: value` lines below a key as a map; values as printed, unset ones left out. */
export function mapIn(blocks: readonly Block[], key: string): Record<string, string> | undefined {
  const inner = blocksIn(blocks, key).filter((block) => block.values[0] !== undefined && !UNSET.has(block.values[0]))
  return inner.length === 0 ? undefined : Object.fromEntries(inner.map((block) => [block.key, block.values.join(' ')]))
}

function openBlock(match: RegExpExecArray): { key: string; values: string[]; body: string[]; valueColumn: number } {
  const [, indent = '', key = '', gap = '', value = ''] = match
  const values = value.trim() === '' ? [] : [value.trim()]
  return { key: key.trim(), values, body: [], valueColumn: indent.length + key.length + 1 + gap.length }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
