import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJournal } from '../../handlers/journal.ts'
import type { Delivery } from '../../src/store/port.ts'

const AT = new Date('2026-11-16T12:00:00.000Z')
const delivery = (id: string, body: unknown = { text: 'hello' }): Delivery => ({ id, kind: 'event', body, receivedAt: AT })

describe('handlers/journal', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'firstcause-journal-'))
    file = path.join(folder, 'intake.journal')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('gives back what was appended and not done, oldest first, with its time', async () => {
    const first = await openJournal(folder)
    for (const id of ['Ev1', 'Ev2', 'Ev3']) await first.append(delivery(id))
    await first.markDone('Ev2')
    await first.close()

    const second = await openJournal(folder)

    expect(second.left).toEqual([delivery('Ev1'), delivery('Ev3')])
    await second.close()
  })

  it('is on the disk when append resolves', async () => {
    const journal = await openJournal(folder)

    await journal.append(delivery('Ev1'))

    expect(readFileSync(file, 'utf8')).toContain('"Ev1"')
    await journal.close()
  })

  it('overlooks a partial last line, and keeps what is appended after it whole', async () => {
    writeFileSync(file, `${JSON.stringify(delivery('Ev1'))}\n{"id":"Ev2","kind":"ev`)

    const journal = await openJournal(folder)
    await journal.append(delivery('Ev3'))
    await journal.close()
    const again = await openJournal(folder)

    expect(journal.unreadable).toBe(0)
    expect(again.left.map(({ id }) => id)).toEqual(['Ev1', 'Ev3'])
    await again.close()
  })

  it('counts lines it cannot read and uses the rest', async () => {
    writeFileSync(file, `garbage\n${JSON.stringify(delivery('Ev1'))}\n{"id":7}\n`)

    const journal = await openJournal(folder)

    expect(journal.unreadable).toBe(2)
    expect(journal.left.map(({ id }) => id)).toEqual(['Ev1'])
    await journal.close()
  })

  it('shrinks when everything is done, without losing what comes next', async () => {
    const journal = await openJournal(folder)
    const large = 'x'.repeat(70 * 1024)
    await journal.append(delivery('Ev1', large))

    await Promise.all([journal.markDone('Ev1'), journal.append(delivery('Ev2'))])

    expect(statSync(file).size).toBeLessThan(1024)
    await journal.close()
    const again = await openJournal(folder)
    expect(again.left.map(({ id }) => id)).toEqual(['Ev2'])
    await again.close()
  })

  it('rejects when the file cannot be written', async () => {
    const journal = await openJournal(folder)
    await journal.close()

    await expect(journal.append(delivery('Ev1'))).rejects.toThrow('file closed')
  })

  it('is read by nobody but its owner', async () => {
    const journal = await openJournal(folder)
    await journal.close()

    expect(statSync(file).mode & 0o077).toBe(0)
    appendFileSync(file, '')
  })
})
