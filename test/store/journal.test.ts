import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JournalGap, NewJournalVersion } from '../../src/domain/journal.ts'
import { openTestStore, type TestStore } from '../support/database.ts'

const minute = (at: number) => new Date(Date.UTC(2026, 11, 1, 2, at))
const NOTHING = { versions: [], opened: [], ended: [] }

function version(name: string, at: number, text: string | null): NewJournalVersion {
  const objectJson = text === null ? null : JSON.stringify({ data: { text } })
  return {
    entity: `shop/ConfigMap/${name}`,
    kind: 'ConfigMap',
    hash: text,
    objectJson,
    observedAt: minute(at),
    changedAt: null,
    by: 'kubectl',
  }
}

function gap(from: number, { kind = 'ConfigMap', to = null }: { readonly kind?: string; readonly to?: number | null } = {}): JournalGap {
  return {
    kind,
    namespace: null,
    from: minute(from),
    to: to === null ? null : minute(to),
    reason: 'unreachable',
    why: 'nothing listens there',
  }
}

describe('src/store/journal', () => {
  let test: TestStore
  let clusters = 0
  let now = minute(1)
  beforeAll(async () => {
    test = await openTestStore({ now: () => now })
  })
  afterAll(() => test.close())

  const hold = (cluster: string, holder: string, at: number, { isKept = true } = {}) =>
    test.store.holdJournal({ cluster, holder, at: minute(at), until: minute(at + 3), isKept })

  async function read(cluster: string, since: number) {
    const excerpt = await test.store.readJournal(cluster, minute(since))
    if (excerpt === null) throw new Error(`${cluster} has no journal`)
    return excerpt
  }

  /** A cluster of its own, held by `one` from minute 0 on. */
  async function held() {
    clusters += 1
    const mine = { cluster: `prod/${clusters}`, holder: 'one' }
    await hold(mine.cluster, 'one', 0)
    const record = (...versions: readonly NewJournalVersion[]) => test.store.recordJournal(mine, { ...NOTHING, versions })
    const texts = async (since: number) => {
      const { versions } = await read(mine.cluster, since)
      return versions.map(({ entity, hash }) => `${entity.split('/')[2]} ${hash ?? 'gone'}`)
    }
    return { ...mine, mine, record, texts }
  }

  it('is held by one until its time is over, or it is released', async () => {
    const { cluster } = await held()
    expect(await hold(cluster, 'two', 1)).toBeNull()
    expect(await hold(cluster, 'one', 2)).toEqual({ heldBefore: minute(0) })
    expect(await hold(cluster, 'two', 4)).toBeNull()
    expect(await hold(cluster, 'two', 5)).toEqual({ heldBefore: minute(2) })
    await test.store.releaseJournal({ cluster, holder: 'one' }, minute(5))
    expect(await hold(cluster, 'one', 6)).toBeNull()
    await test.store.releaseJournal({ cluster, holder: 'two' }, minute(6))
    expect(await hold(cluster, 'one', 6)).toEqual({ heldBefore: minute(5) })
  })

  it('is taken by one of those that ask at the same moment', async () => {
    const asked = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => hold('prod/crowd', holder, 0)))
    expect(asked.filter((one) => one !== null)).toEqual([{ heldBefore: null }])
  })

  it('is not kept while it is only held: the time before goes back to the last keeper', async () => {
    clusters += 1
    const cluster = `prod/${clusters}`
    expect(await hold(cluster, 'one', 0, { isKept: false })).toEqual({ heldBefore: null })
    expect(await hold(cluster, 'one', 1)).toEqual({ heldBefore: null })
    expect(await hold(cluster, 'one', 2, { isKept: false })).toEqual({ heldBefore: minute(1) })
    expect(await hold(cluster, 'one', 9, { isKept: false })).toEqual({ heldBefore: minute(1) })
  })

  it('takes nothing from anybody but its holder', async () => {
    const { cluster, record, texts } = await held()
    await hold(cluster, 'two', 5)
    expect(await record(version('cart', 6, 'a'))).toBe(false)
    expect(await texts(0)).toEqual([])
  })

  it('gives what changed since, with what it was before, and nothing of what stayed', async () => {
    const { record, texts } = await held()
    await record(version('cart', 0, 'a'), version('pay', 0, 'a'), version('quote', 0, 'a'))
    await record(version('cart', 5, 'b'))
    await record(version('cart', 10, 'c'), version('pay', 11, null))
    expect(await texts(7)).toEqual(['pay a', 'cart b', 'cart c', 'pay gone'])
    expect(await texts(20)).toEqual([])
  })

  it('keeps texts as they were, with everything that is said of them', async () => {
    const { cluster, record } = await held()
    const odd = { ...version('cart', 1, 'a'), objectJson: JSON.stringify({ data: { text: '\u0000 \ud800 €' } }), changedAt: minute(0) }
    await record(odd)
    expect((await read(cluster, 0)).versions).toEqual([{ ...odd, id: expect.any(Number) as number }])
  })

  it('knows the newest version of what is there', async () => {
    const { cluster, record } = await held()
    await record(version('cart', 0, 'a'), version('pay', 0, 'a'))
    await record(version('cart', 1, 'b'), version('pay', 1, null))
    expect(await test.store.loadJournalHeads(cluster)).toEqual([
      { entity: 'shop/ConfigMap/cart', kind: 'ConfigMap', hash: 'b', changedAt: null },
    ])
  })

  it('goes on with a gap that is open, ends it, and gives those that had not ended', async () => {
    const { cluster, mine } = await held()
    await test.store.recordJournal(mine, { ...NOTHING, opened: [gap(1), gap(1, { kind: 'Service' }), gap(0, { to: 1 })] })
    await test.store.recordJournal(mine, { ...NOTHING, opened: [gap(3)] })
    await test.store.recordJournal(mine, { ...NOTHING, ended: [{ kind: 'ConfigMap', namespace: null, to: minute(4) }] })
    const { gaps } = await read(cluster, 2)
    expect(gaps).toEqual([{ ...gap(1), to: minute(4) }, gap(1, { kind: 'Service' })])
  })

  it('knows nothing of a cluster that was only held, and says since when one is kept no more', async () => {
    await hold('prod/new', 'one', 0, { isKept: false })
    expect(await test.store.readJournal('prod/new', minute(0))).toBeNull()
    const { cluster } = await held()
    now = minute(4)
    expect((await read(cluster, 0)).gaps).toMatchObject([{ kind: null, from: minute(0), to: null, why: 'the journal is not kept' }])
    now = minute(1)
  })

  it('removes what was superseded too long ago, and never what is there', async () => {
    const { cluster, record, texts } = await held()
    await record(version('cart', 0, 'a'), version('old', 0, 'a'), version('gone', 0, 'a'))
    await record(version('cart', 5, 'b'), version('gone', 5, null))
    await record(version('cart', 20, 'c'))
    await test.store.pruneJournal(cluster, { before: minute(10), maxBytes: 1000, at: minute(30) })
    const left = await test.query('SELECT entity, hash FROM journal_versions WHERE cluster = $1 ORDER BY id', [cluster])
    expect(left).toEqual([
      { entity: 'shop/ConfigMap/old', hash: 'a' },
      { entity: 'shop/ConfigMap/cart', hash: 'b' },
      { entity: 'shop/ConfigMap/cart', hash: 'c' },
    ])
    expect(await texts(15)).toEqual(['cart b', 'cart c'])
  })

  it('removes the oldest that were superseded when there are too many bytes, and says when even what is there has no room', async () => {
    const { cluster, record } = await held()
    const text = (letter: string) => letter.repeat(80)
    await record(
      version('still', 0, text('a')),
      version('cart', 1, text('a')),
      version('cart', 2, text('b')),
      version('cart', 3, text('c')),
    )
    const bytes = async () => (await test.store.journalStates()).find((one) => one.cluster === cluster)?.bytes
    expect(await bytes()).toBe(400)
    expect(await test.store.pruneJournal(cluster, { before: minute(0), maxBytes: 320, at: minute(9) })).toEqual({ removed: 1, lost: 0 })
    expect(await bytes()).toBe(300)
    expect(await test.store.pruneJournal(cluster, { before: minute(0), maxBytes: 110, at: minute(9) })).toEqual({ removed: 1, lost: 1 })
    const { gaps } = await read(cluster, 0)
    expect(gaps).toMatchObject([{ kind: null, from: null, to: minute(9), reason: 'limit' }])
  })

  it('keeps two hundred versions of one that rewrites itself', async () => {
    const { cluster, record } = await held()
    await record(version('quiet', 0, 'a'), ...Array.from({ length: 205 }, (_, index) => version('loud', 1, `v${index}`)))
    expect(await test.store.pruneJournal(cluster, { before: minute(0), maxBytes: 1_000_000, at: minute(9) })).toEqual({
      removed: 5,
      lost: 0,
    })
  })

  it('says of each cluster how far its journal reaches', async () => {
    const { cluster, mine, record } = await held()
    await record(version('cart', 1, 'a'))
    await test.store.recordJournal(mine, { ...NOTHING, opened: [gap(1)] })
    expect((await test.store.journalStates()).find((one) => one.cluster === cluster)).toEqual({
      cluster,
      since: minute(0),
      renewedAt: minute(0),
      versions: 1,
      bytes: 21,
      newestGap: gap(1),
    })
  })

  it('gives no more than its limits, the newest, and says how many it left out', async () => {
    const { cluster, record } = await held()
    for (let batch = 0; batch < 6; batch += 1)
      await record(...Array.from({ length: 1000 }, (_, index) => version(`cart-${index}`, 1 + batch, `v${batch}`)))
    const { versions, leftOut } = await read(cluster, 0)
    expect([versions.length, leftOut, versions[0]?.hash, versions.at(-1)?.hash]).toEqual([5000, 1000, 'v1', 'v5'])
  })
})
