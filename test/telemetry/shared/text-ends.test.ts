import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readTextEnds } from '../../../src/telemetry/shared/text-ends.ts'

const dir = mkdtempSync(path.join(os.tmpdir(), 'text-ends-'))
afterAll(() => rmSync(dir, { recursive: true }))

const LIMITS = { startBytes: 25, endBytes: 25 }

function read(text: string) {
  writeFileSync(path.join(dir, 'api.log'), text)
  return readTextEnds(dir, 'api.log', LIMITS)
}

describe('telemetry/shared/text-ends', () => {
  it('reads a file whole that both limits take together', () => {
    expect(read('x'.repeat(50))).toEqual({ parts: [{ text: 'x'.repeat(50), from: 0 }], problems: [] })
  })

  it('reads of a longer one whole lines of its beginning and of its end, and says how much lies between', () => {
    const lines = Array.from({ length: 10 }, (_, index) => `line 000${index}\n`)

    expect(read(lines.join(''))).toEqual({
      parts: [
        { text: 'line 0000\nline 0001\n', from: 0 },
        { text: 'line 0008\nline 0009\n', from: 80 },
      ],
      problems: [
        {
          where: 'api.log',
          record: null,
          what: 'of 100 bytes only the first 20 and the last 20 are read',
          unreadable: { count: 60, of: 100, unit: 'bytes' },
        },
      ],
    })
  })

  it('reads ends of one endless line as they are', () => {
    expect(read('y'.repeat(100)).parts).toEqual([
      { text: 'y'.repeat(25), from: 0 },
      { text: 'y'.repeat(25), from: 75 },
    ])
  })

  it('gives nothing for a file that is not there', () => {
    expect(readTextEnds(dir, 'absent.log', LIMITS)).toEqual({ parts: [], problems: [] })
  })
})
