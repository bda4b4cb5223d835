import { z } from 'zod'
import { entityId } from '../../domain/entity.ts'
import { rowsOf, whyEmpty, type Query } from '../../domain/reading.ts'
import { defineTool, plainAnswer, rowsAnswer, type ToolAnswer, type ToolContext } from './tool.ts'

/** Raw records in one page. */
const PAGE_ROWS = 20

const input = z.object({
  entity: entityId.describe('the service, scope/Service/name'),
  only_errors: z.boolean(),
  page: z.number().int().min(0).describe('0 first'),
})

export const readLogs = defineTool({
  name: 'read_logs',
  description: `Raw log records of one service in the incident window, ${PAGE_ROWS} a page, in order of time (UTC). Prefer read_log_patterns first.`,
  input,
  run: (asked, context) => readPage('log_examples', asked, context),
})

export const readSpans = defineTool({
  name: 'read_spans',
  description: `Example spans of one service in the incident window, ${PAGE_ROWS} a page: operation, duration in milliseconds, status message, attributes. Failed and slow ones first.`,
  input,
  run: (asked, context) => readPage('span_examples', asked, context),
})

async function readPage(kind: 'log_examples' | 'span_examples', asked: z.infer<typeof input>, context: ToolContext): Promise<ToolAnswer> {
  const { window } = context.brief
  if (window === null)
    return plainAnswer('The recordings have no clock that can be trusted, so raw records cannot be cut to a window. Use the other tools.')
  const query = {
    kind,
    entity: asked.entity,
    window,
    onlyErrors: asked.only_errors,
    offset: asked.page * PAGE_ROWS,
    limit: PAGE_ROWS,
  } satisfies Query
  const evidence = await context.ledger.read(query)
  const { reading } = evidence
  const why = whyEmpty(reading)
  if (why !== null) return plainAnswer(`${evidence.id}: nothing to show, ${why}. This says nothing about health.`)
  const rows = (rowsOf<unknown>(reading) as readonly { readonly locator: string }[]).map((row) => ({ evidence, row }))
  return rowsAnswer(rows, { offset: 0, marker: context.marker, none: `${evidence.id}: no such records in the window.` })
}
