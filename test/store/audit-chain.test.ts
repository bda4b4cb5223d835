import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestStore, type TestStore } from '../support/database.ts'
import { NOON } from '../support/investigation.ts'

/** More than two pages of the walk. */
const ENTRIES = 1_100
const GENESIS = '0'.repeat(64)

describe('src/store/audit-chain', () => {
  let test: TestStore
  beforeAll(async () => {
    test = await openTestStore()
    for (let number = 1; number <= ENTRIES; number += 1) await append(number)
    for (const table of ['audit_entries', 'audit_head', 'steps', 'verdicts', 'diagnoses'])
      await test.query(`CREATE TABLE copy_of_${table} AS TABLE ${table}`)
  })
  afterAll(() => test.close())
  // Every test starts from the untouched chain.
  beforeEach(() =>
    forge(
      'DELETE FROM audit_entries; INSERT INTO audit_entries SELECT * FROM copy_of_audit_entries; UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM copy_of_audit_head)',
    ),
  )

  function append(number: number) {
    return test.store.appendAudit({
      key: `message-post:${number}`,
      at: NOON,
      actor: 'firstcause',
      action: 'message-post',
      subject: `answer:${number}`,
      reason: 'Slack has it\u0000',
      details: { number, nested: { b: 1, a: [null, 'é\u0000'] } },
    })
  }

  /** What somebody can do who may switch triggers off. */
  async function forge(sql: string): Promise<void> {
    const tables = ['audit_entries', 'audit_head']
    await test.query(tables.map((table) => `ALTER TABLE ${table} DISABLE TRIGGER USER;`).join(' '))
    await test.query(sql)
    await test.query(tables.map((table) => `ALTER TABLE ${table} ENABLE TRIGGER USER;`).join(' '))
  }

  it('finds an untouched chain whole', async () => {
    const report = await test.store.verifyAudit()

    expect(report).toEqual({ entries: ENTRIES, brokenAt: null, head: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('writes a known key once', async () => {
    await append(1)

    expect((await test.store.verifyAudit()).entries).toBe(ENTRIES)
  })

  it.each([
    ['an actor', "UPDATE audit_entries SET actor = 'slack:U9' WHERE seq = 700"],
    ['a time', "UPDATE audit_entries SET at = at + interval '1 millisecond' WHERE seq = 700"],
    ['a detail', 'UPDATE audit_entries SET details_json = replace(details_json, \'"number":700\', \'"number":701\') WHERE seq = 700'],
    ['a key', "UPDATE audit_entries SET key = 'other' WHERE seq = 700"],
    ['a hash', `UPDATE audit_entries SET hash = '${GENESIS}' WHERE seq = 700`],
    ['a link', `UPDATE audit_entries SET prev_hash = '${GENESIS}' WHERE seq = 700`],
    ['an entry, by removing it,', 'DELETE FROM audit_entries WHERE seq = 700'],
    ['a whole page, by removing it,', 'DELETE FROM audit_entries WHERE seq BETWEEN 700 AND 1000'],
    [
      'the order of two entries',
      'UPDATE audit_entries SET seq = CASE seq WHEN 700 THEN -1 ELSE 700 END WHERE seq IN (700, 701); UPDATE audit_entries SET seq = 701 WHERE seq = -1',
    ],
  ])('finds the place where somebody changed %s', async (_what, sql) => {
    await forge(sql)

    expect(await test.store.verifyAudit()).toMatchObject({ entries: 699, brokenAt: 700 })
  })

  it('finds a tail that was cut off', async () => {
    await forge('DELETE FROM audit_entries WHERE seq > 1000')

    expect(await test.store.verifyAudit()).toMatchObject({ entries: 1000, brokenAt: 1001 })
  })

  it('finds an entry behind the head', async () => {
    await forge('UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_entries WHERE seq = 1099)')

    expect(await test.store.verifyAudit()).toMatchObject({ brokenAt: ENTRIES })
  })

  it('finds a head that points at another hash', async () => {
    await forge(`UPDATE audit_head SET hash = '${GENESIS}'`)

    expect(await test.store.verifyAudit()).toMatchObject({ brokenAt: ENTRIES })
  })

  it('finds that the head is gone, and stores nothing without it', async () => {
    await forge('DELETE FROM audit_head')

    const report = await test.store.verifyAudit()
    const attempt = await append(ENTRIES + 1).catch((error: unknown) => error)
    await forge('INSERT INTO audit_head SELECT * FROM copy_of_audit_head')

    expect(report).toMatchObject({ entries: 0, brokenAt: 0 })
    expect(attempt).toMatchObject({ code: 'store_tampered' })
  })

  it('keeps one chain when many append at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => append(ENTRIES + 1 + index)))

    expect(await test.store.verifyAudit()).toMatchObject({ entries: ENTRIES + 40, brokenAt: null })
  })

  it.each(['audit_entries', 'steps', 'verdicts', 'diagnoses'])('lets nobody update, delete or truncate %s', async (table) => {
    for (const sql of [`UPDATE ${table} SET hash = hash`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
      const column = table === 'audit_entries' ? sql : sql.replace('hash = hash', table === 'steps' ? 'source = source' : 'id = id')
      await expect(test.query(table === 'verdicts' ? column.replace('id = id', 'note = note') : column)).rejects.toThrow(/append-only/)
    }
  })

  it('lets nobody move the head by more than one entry', async () => {
    await expect(test.query('UPDATE audit_head SET seq = seq + 2')).rejects.toThrow(/forward by one/)
    await expect(test.query('UPDATE audit_head SET seq = seq - 1')).rejects.toThrow(/forward by one/)
    await expect(test.query('DELETE FROM audit_head')).rejects.toThrow(/append-only/)
  })
})
