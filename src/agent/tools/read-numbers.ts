import { z } from 'zod'
import type { EvidenceRow } from '../../evidence/rendering.ts'
import type { Brief } from '../brief.ts'
import { isAbout, recordedRows, whyNone } from './recorded-rows.ts'
import { defineTool, rowsAnswer, type ToolAnswer } from './tool.ts'

// Numbers on a regular grid, each with its median before and after the onset, so that nobody has to average a list by eye.

const entityOrNull = z.string().nullable().describe('scope/Kind/name or the bare name; null for all')
const offset = z.number().int().min(0).describe('rows to skip; 0 first')

export const readCalls = defineTool({
  name: 'read_calls',
  description:
    'What services did and who called whom, from traces, per step: counts, errors, own errors (the span failed and no child did), latency in milliseconds. Each row is followed by medians before and after the onset. Caller latency well above callee latency points at the network between them.',
  input: z.object({ entity: entityOrNull, offset }),
  run({ entity, offset }, { ledger, marker, brief }) {
    const services = recordedRows(ledger, 'service_calls').filter(({ row }) => isAbout(entity, row.service))
    const edges = recordedRows(ledger, 'call_edges').filter(({ row }) => isAbout(entity, row.caller, row.callee))
    const none = whyNone(ledger, 'service_calls', `calls of ${entity ?? 'any service'}`)
    return withMedians(rowsAnswer([...services, ...edges], { offset, marker, none }), [...services, ...edges].slice(offset), brief)
  },
})

export const readMetrics = defineTool({
  name: 'read_metrics',
  description:
    'Metric series of one entity per step, with the metric name of the source and what it means (cpu_cores, memory_bytes, latency_ms, error_ratio ...). Each row is followed by medians before and after the onset. null is "no data", never zero.',
  input: z.object({
    entity: entityOrNull,
    metric: z.string().nullable().describe('word in the metric name or meaning; null for all'),
    offset,
  }),
  run({ entity, metric, offset }, { ledger, marker, brief }) {
    const wanted = metric?.toLowerCase() ?? ''
    const rows = recordedRows(ledger, 'series').filter(
      ({ row }) => isAbout(entity, row.entity) && `${row.metric} ${row.meaning}`.toLowerCase().includes(wanted),
    )
    return withMedians(
      rowsAnswer(rows, { offset, marker, none: whyNone(ledger, 'series', `metrics of ${entity ?? 'anything'}`) }),
      rows.slice(offset),
      brief,
    )
  },
})

function withMedians(answer: ToolAnswer, rows: readonly EvidenceRow[], brief: Brief): ToolAnswer {
  if (brief.onset === null || answer.shown.length === 0) return answer
  const onset = brief.onset
  const lines = rows
    .slice(0, answer.shown.length)
    .map(({ evidence, row }) => `${evidence.id} ${row.locator}: ${gridMedians(row, onset).join('; ')}`)
  return { ...answer, text: `${answer.text}\nMedians before and after the onset:\n${lines.join('\n')}` }
}

function gridMedians(row: object, onset: Date): string[] {
  if (!('startAt' in row) || !('stepSeconds' in row) || !(row.startAt instanceof Date)) return []
  const split = Math.ceil((onset.getTime() - row.startAt.getTime()) / (Number(row.stepSeconds) * 1000))
  return Object.entries(row).flatMap(([name, values]) =>
    Array.isArray(values) ? [`${name} ${median(values.slice(0, Math.max(0, split)))} -> ${median(values.slice(Math.max(0, split)))}`] : [],
  )
}

function median(values: readonly unknown[]): string {
  const known = values.filter((value) => typeof value === 'number').sort((a, b) => a - b)
  const middle = known[Math.floor(known.length / 2)]
  return middle === undefined ? 'no data' : String(Math.round(middle * 1000) / 1000)
}
