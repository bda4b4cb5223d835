import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunbookSearch } from '../../src/domain/runbook.ts'
import { openRunbooks } from '../../src/runbooks/open-runbooks.ts'

describe('src/runbooks/open-runbooks', () => {
  let dir: string
  let warnings: string[]
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'firstcause-runbooks-'))
    warnings = []
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  function write(name: string, text: string | Buffer): string {
    const file = path.join(dir, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  }

  const open = (...dirs: string[]) => openRunbooks(dirs.length === 0 ? [dir] : dirs, (problem) => void warnings.push(problem))
  const headings = (search: RunbookSearch) => (search.kind === 'searched' ? search.passages.map(({ heading }) => heading) : null)

  it('finds passages by their words, a heading before a mention, and says where they stand', async () => {
    write('orders.md', '# Orders\n## Image pull fails\nLook at the registry.\n## Restarting\nNothing to see.')
    write('deep/er/quotes.txt', 'The image of quotes is large; its pull takes minutes. '.repeat(3))
    const runbooks = await open()

    const found = await runbooks.search('image pull')

    expect(found).toMatchObject({
      kind: 'searched',
      left: 0,
      fileCount: 2,
      stale: null,
      passages: [
        { file: `${path.basename(dir)}/orders.md`, heading: 'Orders > Image pull fails', line: 2, text: 'Look at the registry.' },
        { file: `${path.basename(dir)}/deep/er/quotes.txt`, line: 1 },
      ],
    })
    expect(headings(await runbooks.search('restart'))).toEqual(['Orders > Restarting'])
    expect(headings(await runbooks.search('kangaroo'))).toEqual([])
    expect(headings(await runbooks.search('what is the cause?'))).toEqual([])
  })

  it('shows the best five and counts the rest', async () => {
    for (let n = 0; n < 8; n += 1) write(`${n}.md`, `# Part ${n}\nrestart`)

    expect(await (await open()).search('restart')).toMatchObject({ passages: { length: 5 }, left: 3, fileCount: 8 })
  })

  it('masks secrets before anything can show them', async () => {
    write('a.md', '# Login\nexport DATABASE_URL=postgres://admin:hunter2secret@db/shop')

    const found = JSON.stringify(await (await open()).search('login database'))

    expect(found).toContain('Login')
    expect(found).not.toContain('hunter2secret')
  })

  it('reads a changed, a new and a removed file at the next search', async () => {
    const file = write('a.md', '# Old\nrestart')
    const gone = write('b.md', '# Gone\nrestart')
    const runbooks = await open()
    expect(headings(await runbooks.search('restart'))?.toSorted()).toEqual(['Gone', 'Old'])

    writeFileSync(file, '# New\nrestart')
    utimesSync(file, 1, 1)
    rmSync(gone)
    write('c.md', '# Added\nrestart')

    expect(headings(await runbooks.search('restart'))?.toSorted()).toEqual(['Added', 'New'])
  })

  it('answers from what it read while the folder is away, and says so', async () => {
    write('inner/a.md', '# Kept\nrestart')
    const runbooks = await open(path.join(dir, 'inner'))
    rmSync(path.join(dir, 'inner'), { recursive: true })

    const found = await runbooks.search('restart')

    expect(headings(found)).toEqual(['Kept'])
    expect(found).toMatchObject({ stale: expect.stringContaining('cannot be read just now') })
  })

  it('names everything that cannot be read at once', async () => {
    const binary = write('binary.txt', Buffer.from([1, 0, 2]))
    const link = path.join(dir, 'dangling.md')
    symlinkSync(path.join(dir, 'nowhere.md'), link)
    const missing = path.join(dir, 'missing')
    const file = write('a.md', 'text')

    await expect(open(dir, missing, file)).rejects.toMatchObject({ code: 'config_invalid' })
    const message = await open(dir, missing, file).catch((error: Error) => error.message)
    for (const line of [`${missing} does not exist`, `${file} is not a folder`, `${link} does not exist`, `${binary} is not a text file`])
      expect(message).toContain(line)
  })

  it.skipIf(process.getuid?.() === 0)('names a file that this user may not read', async () => {
    const file = write('secret.md', 'text')
    chmodSync(file, 0o000)

    await expect(open()).rejects.toThrow(`${file} may not be read by this user`)
  })

  it('reads the links of a mounted ConfigMap once', async () => {
    write('..2026/a.md', '# Mounted\nrestart')
    symlinkSync(path.join(dir, '..2026', 'a.md'), path.join(dir, 'a.md'))

    expect(headings(await (await open()).search('restart'))).toEqual(['Mounted'])
  })

  it('ends at a folder that links to itself', async () => {
    write('a.md', '# A\nrestart')
    symlinkSync(dir, path.join(dir, 'loop'))

    expect(await (await open()).search('restart')).toMatchObject({ kind: 'searched', fileCount: 8 })
  })

  it('leaves out what is over a limit and says what and why', async () => {
    const large = write('large.md', 'x'.repeat(256 * 1024 + 1))
    for (let n = 0; n < 501; n += 1) write(`many/${n}.md`, 'restart')

    expect(await (await open()).search('restart')).toMatchObject({ fileCount: 500 })
    expect(warnings).toEqual([
      expect.stringContaining(`${large} is larger than 262144 bytes`),
      expect.stringContaining('left out for the limit of 500 files and 8388608 bytes in all: 1'),
    ])
  })

  it('warns about a folder without runbooks and answers that nothing was searched', async () => {
    write('a.pdf', 'restart')

    expect(await (await open()).search('restart')).toMatchObject({ passages: [], fileCount: 0 })
    expect(warnings).toEqual([`there is no .md or .txt file in ${dir}`])
  })

  it('says that none are configured when there is no folder', async () => {
    const runbooks = await openRunbooks([], () => undefined)

    expect(await runbooks.search('restart')).toEqual({ kind: 'unavailable', why: 'No runbooks are configured.' })
  })
})
