import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { createArchives } from '../../../src/telemetry/archives/archives.ts'
import { ARCHIVE_LIMITS, type ArchiveLimits } from '../../../src/telemetry/archives/limits.ts'
import { tarOf, type TarEntry } from '../../support/tar-archive.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'archives-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Unpacks bytes; the files by name with their text, and the problems. */
async function unpack(bytes: Buffer, name = 'bundle.tar.gz', limits: Partial<ArchiveLimits> = {}) {
  const file = path.join(folder, 'archive')
  writeFileSync(file, bytes)
  const archives = createArchives({ ...ARCHIVE_LIMITS, ...limits })
  const fd = openSync(file, 'r')
  try {
    const { dir, problems } = await archives.unpack({ fd, name })
    return { files: textsIn(dir), problems, whats: problems.map(({ what }) => what) }
  } finally {
    closeSync(fd)
    archives.close()
  }
}

function textsIn(dir: string): Record<string, string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
  const places = entries.map((entry) => path.join(entry.parentPath, entry.name))
  return Object.fromEntries(places.map((place) => [path.relative(dir, place).split(path.sep).join('/'), readFileSync(place, 'utf8')]))
}

const packed = (...entries: readonly TarEntry[]) => gzipSync(tarOf(entries))
const PODS = { path: 'dump/shop/pods.json', body: '{"kind":"PodList"}' }

describe('telemetry/archives', () => {
  it('gives the regular files of an archive, packed or not, whatever its name', async () => {
    const entries = [{ path: 'dump/', type: 'Directory' as const }, PODS, { path: './dump/empty.log' }]

    const expected = { 'dump/shop/pods.json': '{"kind":"PodList"}', 'dump/empty.log': '' }

    expect(await unpack(packed(...entries))).toMatchObject({ files: expected, problems: [] })
    expect(await unpack(tarOf(entries), 'whatever')).toMatchObject({ files: expected, problems: [] })
  })

  it('gives a single packed file under its name without .gz', async () => {
    expect(await unpack(gzipSync('Name: a\n'), '/somewhere/describe.txt.gz')).toMatchObject({
      files: { 'describe.txt': 'Name: a\n' },
      problems: [],
    })
    expect(await unpack(gzipSync(''), 'x.gz')).toMatchObject({ files: { x: '' }, problems: [] })
  })

  it('opens archives inside an archive as folders, and none that lie deeper', async () => {
    const deepest = packed(PODS)
    const inner = packed(PODS, { path: 'deeper.tgz', body: deepest })

    const { files, problems } = await unpack(
      packed({ path: 'logs/inner.tar.gz', body: inner }, { path: 'api.log.gz', body: gzipSync('started\n') }),
    )

    expect(Object.keys(files).toSorted()).toEqual([
      'api.log.gz/api.log',
      'logs/inner.tar.gz/deeper.tgz',
      'logs/inner.tar.gz/dump/shop/pods.json',
    ])
    expect(problems).toEqual([
      {
        where: 'bundle.tar.gz/logs/inner.tar.gz',
        record: null,
        what: '1 entry is an archive inside an archive inside the archive and was not opened (one level is): deeper.tgz',
        unreadable: { count: 1, of: 2, unit: 'files' },
      },
    ])
  })

  it('lets no name lead out of the archive, and takes absolute ones as names inside it', async () => {
    const { files, whats } = await unpack(
      packed(
        { path: '/etc/absolute', body: 'a' },
        { path: 'a/../../up', body: 'b' },
        { path: 'C:/windows', body: 'c' },
        { path: 'a\\..\\b', body: 'd' },
        PODS,
      ),
    )

    expect(files).toEqual({ 'etc/absolute': 'a', 'dump/shop/pods.json': PODS.body })
    expect(whats).toEqual([
      '1 entry has an absolute name, read as one inside the archive: /etc/absolute',
      '3 entries have names that lead out of the archive and were not read: a/../../up, C:/windows, a\\..\\b',
    ])
    expect(existsSync(path.join(os.tmpdir(), 'up'))).toBe(false)
  })

  it('makes no link, device or pipe, and is silent about links to what the archive holds', async () => {
    const { files, problems } = await unpack(
      packed(
        PODS,
        { path: 'logs/same.json', type: 'SymbolicLink', linkpath: '../dump/shop/pods.json' },
        { path: 'all', type: 'SymbolicLink', linkpath: 'dump/shop' },
        { path: 'hard.json', type: 'Link', linkpath: 'dump/shop/pods.json' },
        { path: 'passwd', type: 'SymbolicLink', linkpath: '/etc/passwd' },
        { path: 'up', type: 'SymbolicLink', linkpath: '../../up' },
        { path: 'gone', type: 'Link', linkpath: 'not/there' },
        { path: 'null', type: 'CharacterDevice' },
        { path: 'pipe', type: 'FIFO' },
        { path: 'logs/after', body: 'x' },
      ),
    )

    expect(files).toEqual({ 'dump/shop/pods.json': PODS.body, 'logs/after': 'x' })
    expect(problems.map(({ what, unreadable }) => [what, unreadable?.count, unreadable?.of])).toEqual([
      ['2 entries are devices or pipes and were not made: null, pipe', 2, 10],
      ['3 entries are links that lead out of the archive or to nothing in it and were not followed: passwd, up, gone', 3, 10],
    ])
  })

  it('does not write through a link that an earlier entry asked for', async () => {
    const outside = mkdtempSync(path.join(folder, 'outside-'))

    const { files } = await unpack(packed({ path: 'dir', type: 'SymbolicLink', linkpath: outside }, { path: 'dir/file', body: 'x' }))

    expect(files).toEqual({ 'dir/file': 'x' })
    expect(readdirSync(outside)).toEqual([])
  })

  it('takes the last of a name that comes twice, and says so', async () => {
    const { files, whats } = await unpack(packed({ path: 'a', body: 'first, longer' }, { path: './a', body: 'last' }))

    expect(files).toEqual({ a: 'last' })
    expect(whats).toEqual(['1 entry has the name of an earlier one; the last of each name is used: ./a'])
  })

  it('names entries whose names cannot be file names, shown so that they cannot act', async () => {
    const { files, whats } = await unpack(
      packed({ path: 'a\u001b[2Jb', body: 'x' }, { path: 'file', body: 'y' }, { path: 'file/inside', body: 'z' }),
    )

    expect(files).toEqual({ file: 'y' })
    expect(whats).toEqual([
      String.raw`1 entry has a name with control characters and was not read: a\x1b[2Jb`,
      '1 entry could not be unpacked: its name is also a folder or a file, or the disk took no more: file/inside',
    ])
  })

  it('uses what is whole of a cut archive and says where it ends', async () => {
    const whole = tarOf([PODS, { path: 'long.log', body: 'line\n'.repeat(1000) }])

    const cut = await unpack(whole.subarray(0, 3 * 512), 'cut.tar')
    const cutGzip = await unpack(gzipSync(whole).subarray(0, -9))

    expect(cut.files['dump/shop/pods.json']).toBe(PODS.body)
    expect(cut.whats).toEqual(['the archive ends too early, inside long.log; what is whole before that is used'])
    expect(cutGzip.files['dump/shop/pods.json']).toBe(PODS.body)
    expect(cutGzip.whats[0]).toMatch(/^the archive ends too early, after \d+ unpacked bytes/)
  })

  it('uses what is whole of an archive that is damaged in the middle', async () => {
    const bytes = tarOf([{ path: 'a', body: 'x' }, { path: 'b', body: 'y' }, PODS])
    bytes.fill(0xff, 2 * 512, 2 * 512 + 100)

    const { files, whats } = await unpack(bytes, 'damaged.tar')

    expect(files).toEqual({ a: 'x', 'dump/shop/pods.json': PODS.body })
    expect(whats).toEqual(['the archive is damaged: 2 blocks of 512 bytes were passed over in search of the next entry'])
  })

  it('says that packed bytes are damaged', async () => {
    const bytes = gzipSync(
      tarOf([PODS, { path: 'noise', body: Buffer.from(Array.from({ length: 90_000 }, (_, index) => (index * index) % 251)) }]),
    )
    bytes.fill(0xff, 400, 440)

    const { whats } = await unpack(bytes)

    expect(whats[0]).toMatch(/^the archive is damaged after \d+ unpacked bytes/)
  })

  it('stops at what grows beyond all measure, at too many bytes, and at too many entries', async () => {
    const zeros = { path: 'zeros', body: Buffer.alloc(1_000_000) }

    const bomb = await unpack(packed(PODS, zeros), 'bomb.tgz', { ratioFromBytes: 100_000 })
    const large = await unpack(packed(PODS, zeros), 'large.tgz', { unpackedBytes: 200_000 })
    const many = await unpack(packed(PODS, { path: 'b' }, { path: 'c' }), 'many.tgz', { entries: 2 })

    expect(bomb.files['dump/shop/pods.json']).toBe(PODS.body)
    expect(bomb.whats).toEqual([
      expect.stringMatching(/^it unpacks to more than 500 times its size, .* was left after \d+ bytes, inside zeros$/),
    ])
    expect(large.whats).toEqual([
      expect.stringMatching(/^no more than 200000 bytes of all archives are unpacked; .* after \d+, inside zeros$/),
    ])
    expect(Object.keys(many.files)).toEqual(['b', 'dump/shop/pods.json'])
    expect(many.whats).toEqual(['only its first 2 entries are read (at most 2 of all archives)'])
  })

  it('keeps the beginning and the end of a file that is too long, with a line end between them', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `line ${String(index).padStart(4, '0')}\n`)

    for (const count of [160, 161, 170, 190, 209, 1000]) {
      const { files, problems } = await unpack(packed({ path: 'api.log', body: lines.slice(0, count).join('') }), 'b.tgz', {
        memberBytes: 1600,
      })
      const kept = (files['api.log'] ?? '').split('\n')

      expect(kept.at(0)).toBe('line 0000')
      expect(kept.at(-2)).toBe(`line ${String(count - 1).padStart(4, '0')}`)
      expect(kept.length).toBeLessThanOrEqual(162)
      expect(problems.map(({ where }) => where)).toEqual(count > 160 ? ['b.tgz/api.log'] : [])
    }
  })

  it('shares its limits among all archives of a recording, and leaves nothing behind', async () => {
    const archives = createArchives({ ...ARCHIVE_LIMITS, unpackedBytes: 6000 })
    const open = (name: string) => {
      writeFileSync(path.join(folder, name), packed(PODS))
      return openSync(path.join(folder, name), 'r')
    }
    const fds = ['first', 'second', 'third'].map(open)

    const first = await archives.unpack({ fd: fds[0] ?? -1, name: 'first' })
    const again = await archives.unpack({ fd: fds[0] ?? -1, name: 'first' })
    const second = await archives.unpack({ fd: fds[1] ?? -1, name: 'second' })
    const third = await archives.unpack({ fd: fds[2] ?? -1, name: 'third' })
    fds.forEach((fd) => closeSync(fd))
    const kept = existsSync(first.dir)
    archives.close()
    archives.close()

    expect(kept).toBe(true)
    expect(again).toBe(first)

    expect([first, second].map(({ problems }) => problems)).toEqual([[], []])
    expect(third.problems.map(({ what }) => what)).toEqual([expect.stringContaining('no more than 6000 bytes')])
    expect(existsSync(path.dirname(first.dir))).toBe(false)
  })
})
