import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { archiveKindOf, foreignPackingOf } from '../../../src/telemetry/archives/archive-kind.ts'
import { tarOf } from '../../support/tar-archive.ts'

const TAR = tarOf([{ path: 'a' }])

describe('telemetry/archives/archive-kind', () => {
  it('tells archives by their first bytes, old tar without a magic word too', () => {
    const old = Buffer.from(TAR.subarray(0, 512))
    old.fill(0, 257, 512)
    const sum = old.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
    old.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')

    expect([gzipSync('x'), TAR.subarray(0, 512), old].map(archiveKindOf)).toEqual(['gzip', 'tar', 'tar'])
  })

  it('takes nothing else for one', () => {
    const others = ['', '{"kind":"Pod"}', 'Name: a\n'.repeat(100), Buffer.alloc(512), TAR.subarray(0, 500), TAR.subarray(1, 513)]

    expect(others.map((other) => archiveKindOf(Buffer.from(other)))).toEqual(others.map(() => null))
  })

  it('names what is packed in another way', () => {
    expect(foreignPackingOf(Buffer.from('PK\u0003\u0004rest'))).toBe('a zip archive')
    expect(foreignPackingOf(Buffer.from('BZh91AY'))).toBe('packed with bzip2')
    expect(foreignPackingOf(TAR)).toBeNull()
  })
})
