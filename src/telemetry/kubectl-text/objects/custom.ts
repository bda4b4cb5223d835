import { readBlocks, type Block } from '../describe-block.ts'
import { blocksIn, findBlock, valueOf } from '../describe-block.ts'
import { compact } from './compact.ts'
import { readMetadata } from './pod-spec.ts'

/**
 * A custom resource: `describe` prints its fields with words in capitals (`Last Transition Time`). Its conditions are what speaks about its state; of
 * the rest only texts at the outermost level of its status are kept, since printing lost which values were numbers or lists.
 */
export function readCustom(fields: readonly Block[]): Record<string, unknown> {
  const status = blocksIn(fields, 'Status')
  const created = blocksIn(fields, 'Metadata').find(({ key }) => key === 'Creation Timestamp')?.values[0]
  const flat = status
    .filter(({ values, body }) => values.length > 0 && body.length === 0)
    .map(({ key, values }) => [fieldOf(key), values.join(' ')])
  return {
    apiVersion: valueOf(fields, 'API Version'),
    metadata: { ...readMetadata(fields), ...compact({ creationTimestamp: created }) },
    status: { ...Object.fromEntries(flat), ...compact({ conditions: conditionsOf(findBlock(status, 'Conditions')?.body ?? []) }) },
  }
}

/** Conditions stand one behind the other without a mark between them; a key that comes again begins the next. */
function conditionsOf(lines: readonly string[]): readonly Record<string, string>[] | undefined {
  const conditions: Record<string, string>[] = []
  for (const { key, values } of readBlocks(lines)) {
    const field = fieldOf(key)
    const open = conditions.at(-1)
    if (open === undefined || Object.hasOwn(open, field)) conditions.push({ [field]: values.join(' ') })
    else open[field] = values.join(' ')
  }
  return conditions.length === 0 ? undefined : conditions
}

/** `Last Transition Time` is printed for `lastTransitionTime`. */
function fieldOf(key: string): string {
  const joined = key.replaceAll(' ', '')
  return `${joined.charAt(0).toLowerCase()}${joined.slice(1)}`
}
