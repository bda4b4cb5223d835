import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeCleanCopy } from '../../../src/telemetry/snapshot/clean-copy.ts'

/** Records of several lines with cells behind them, enough that many lie across the pieces in which a file is read. */
const RECORDS = 6000

function table(): string {
  const record = (number: number) => `${number}\t"line one of ${number}\nline ""two""\n"\tlogs\t{}`
  return ['id\tbody\tkind\tattributes', ...Array.from({ length: RECORDS }, (_one, index) => record(index)), ''].join('\n')
}

async function copyOf(bytes: Buffer) {
  const folder = mkdtempSync(path.join(tmpdir(), 'firstcause-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'logs.tsv')
  writeFileSync(file, bytes)
  const copy = await writeCleanCopy({ path: file, name: 'logs.tsv' }, folder)
  return { ...copy, text: readFileSync(copy.path, 'utf8') }
}

describe('src/telemetry/snapshot/clean-copy', () => {
  it('costs nothing but the byte that is no text, wherever the pieces of the file end', async () => {
    const whole = table()
    const bytes = Buffer.from(whole)
    bytes[bytes.indexOf('line one of 3000')] = 0xff

    const copy = await copyOf(bytes)

    expect([copy.lost, copy.replaced]).toEqual([0, 1])
    expect(copy.text).toBe(whole.replace('line one of 3000', '\ufffdine one of 3000'))
  })

  it('leaves out the record that lacks cells, by its number, and no other', async () => {
    const copy = await copyOf(Buffer.from(table().replace('\n4000\t', '\n3999.5\tlogs\n4000\t')))

    expect([copy.lost, copy.rejects.map(({ record }) => record)]).toEqual([1, [4002]])
    expect(copy.text).toBe(table())
  })
})
