import { describe, expect, it } from 'vitest'
import { ask, at, logRow, RECORD_COLUMNS, snapshotFolder, tsv } from './fixture.ts'

/** Enough records for several read buffers (8 MB) and many row groups, so that both threads work on the file at once. */
const RECORDS = 60_000
const MARKED_EVERY = 7_919
const PADDING = 'x'.repeat(400)

// No level, number or text: the reader has to look into the message, which once went through a join that lost the order.
function body(record: number): string {
  return record % MARKED_EVERY === 0 ? `marked ${record} is gone\n\tat line two` : `kept ${record}\n${PADDING}`
}

describe('telemetry/snapshot/record-numbers', () => {
  it('names the record of a row in a file that is read by several threads', async () => {
    const rows = Array.from({ length: RECORDS }, (_, index) => logRow((index / RECORDS) * 600, 'orders', { body: body(index + 2) }))
    const dir = snapshotFolder({ 'otel_logs_raw.tsv': tsv(RECORD_COLUMNS, rows) })
    const window = { start: at(0), end: at(600) }

    const reading = await ask(dir, { kind: 'log_patterns', incident: window, baseline: null })
    const examples = await ask(dir, {
      kind: 'log_examples',
      entity: 'shop/Service/orders',
      window,
      onlyErrors: false,
      offset: 7_917,
      limit: 1,
    })

    const first = reading.status === 'ok' ? reading.rows.map(({ example, locator }) => [example.split('\n')[0], locator]) : []
    expect(first).toEqual(
      expect.arrayContaining([
        ['kept 2', 'otel_logs_raw.tsv#2'],
        [`marked ${MARKED_EVERY} is gone`, `otel_logs_raw.tsv#${MARKED_EVERY}`],
      ]),
    )
    expect(examples).toMatchObject({ rows: [{ locator: `otel_logs_raw.tsv#${MARKED_EVERY}`, body: body(MARKED_EVERY) }] })
  })
})
