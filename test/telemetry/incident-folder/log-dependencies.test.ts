import { isAnswered } from '../../../src/domain/reading.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openFolder } from '../../../src/telemetry/incident-folder/folder.ts'
import { readLogDependencies } from '../../../src/telemetry/incident-folder/log-dependencies.ts'

const dirs: string[] = []

/** Callers and callees that a folder with these log lines (`service level text`) and spans gives. */
async function pairsIn(lines: readonly string[], spans: readonly object[] = []): Promise<readonly string[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'dependencies-'))
  dirs.push(dir)
  const records = lines.map((line) => {
    const [service, level, ...words] = line.split(' ')
    return JSON.stringify({ timestamp: '2031-04-09T06:00:00Z', service, severity_text: level, msg: words.join(' ') })
  })
  writeFileSync(path.join(dir, 'logs.ndjson'), records.join('\n'))
  writeFileSync(path.join(dir, 'traces.json'), JSON.stringify(spans))
  const reading = await readLogDependencies(openFolder(dir))
  return isAnswered(reading) ? reading.rows.map(({ caller, callee }) => `${caller} > ${callee}`) : []
}

afterEach(() => dirs.splice(0).forEach((dir) => rmSync(dir, { recursive: true })))

describe('src/telemetry/incident-folder/log-dependencies', () => {
  it('takes a complaint about another known service for a call', async () => {
    const pairs = await pairsIn(['basket ERROR quotes answered 503', 'quotes INFO ready'])

    expect(pairs).toEqual(['app/Service/basket > app/Service/quotes'])
  })

  it('turns a complaint round that names who asked', async () => {
    const pairs = await pairsIn(['quotes WARN cancelled by client basket', 'basket INFO ready'])

    expect(pairs).toEqual(['app/Service/basket > app/Service/quotes'])
  })

  it.each([
    '2031-04-09 06:00:00.123 UTC [71] basket@shop FATAL:  sorry, too many clients already',
    'FATAL:  password authentication failed for user "basket"',
    "Access denied for user 'basket'@'10.0.0.7' (using password: YES)",
    "Aborted connection 12 to db: 'shop' user: 'basket' host: '10.0.0.7'",
  ])('takes whose session it is for who asked: %s', async (line) => {
    const pairs = await pairsIn([`ledger ERROR ${line}`, 'basket INFO ready'])

    expect(pairs).toEqual(['app/Service/basket > app/Service/ledger'])
  })

  it('believes no line that is no complaint, and no name inside a longer word', async () => {
    const pairs = await pairsIn(['basket INFO asked quotes', 'basket ERROR misquotes everywhere', 'quotes INFO ready'])

    expect(pairs).toEqual([])
  })

  it('lets spans decide the direction', async () => {
    const span = { trace_id: 't', start: '2031-04-09T06:00:00Z', duration_ms: 4, name: 'call', status: 'OK' }
    const spans = [
      { ...span, span_id: 'a', parent_id: null, service: 'quotes' },
      { ...span, span_id: 'b', parent_id: 'a', service: 'basket' },
    ]

    const pairs = await pairsIn(['basket ERROR quotes reset the connection'], spans)

    expect(pairs).toEqual([])
  })
})
