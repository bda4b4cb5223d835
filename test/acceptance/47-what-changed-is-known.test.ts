import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { ServedObject } from '../../benchmarks/live/object-api.ts'
import { manifests } from '../../scripts/rbac.ts'
import type { Rows } from '../../src/domain/telemetry-rows.ts'
import { unpackEvidence } from '../../src/evidence/stored-evidence.ts'
import { JOURNALED } from '../../src/telemetry/live/kubernetes/kinds.ts'
import {
  blockText,
  BOT,
  CHECKOUT,
  createWorld,
  MENTION,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestWorld,
} from '../support/firstcause.ts'
import { LiveShop } from '../support/live-shop.ts'
import { findRealCluster, RealNamespace } from '../support/real-cluster.ts'
import { deployed, HEALTHY, object, service } from '../support/shop-objects.ts'

const ENTRY = new URL('../../src/isolation/entry.ts', import.meta.url)
const TEAM = 'T0FIRST0001'

type Versions = readonly Rows['object_versions'][]

/** A bot with one cluster whose journal it keeps. */
async function startWith(world: TestWorld, kubeconfig: string, namespaces?: readonly string[]): Promise<TestBot> {
  const sources = [{ kind: 'kubernetes', name: 'prod', kubeconfig, namespaces }]
  return startTestBot(world, { entry: ENTRY, keepsJournals: true, config: { environments: { shop: { sources } } } })
}

const kept = async ({ store }: TestBot) => (await store.journalStates()).find(({ cluster }) => cluster === 'shop/prod')

/** Resolves when every kind was listed, this time: its gap from the start is over. */
async function isWatching({ store }: TestBot, starts = 1): Promise<void> {
  const ended = async () => {
    const excerpt = await store.readJournal('shop/prod', new Date(0))
    const over = excerpt?.gaps.filter(({ reason, to }) => reason === 'start' && to !== null) ?? []
    if (over.length < starts * JOURNALED.length) throw new Error(`${over.length} gaps are over`)
  }
  await vi.waitFor(ended, { timeout: 60_000, interval: 100 })
}

/** Asks in a thread of its own; gives the answer's text and the versions of objects that the run read. */
async function investigate(world: TestWorld, bot: TestBot) {
  const threadTs = await world.ava.post(CHECKOUT, `${MENTION} what broke?`)
  const text = blockText(await waitForAnswer(world.ava, threadTs))
  await world.ava.waitForMessage((message) => message.thread_ts === threadTs && message.text.startsWith('Done with'))
  const [run] = await bot.store.findInvestigationsInThread({ teamId: TEAM, channelId: CHECKOUT, threadTs })
  const evidence = (await bot.store.loadEvidence(run?.id ?? '')).map((stored) => unpackEvidence(stored))
  const versions = evidence.flatMap(({ query, reading }): Versions =>
    query.kind === 'object_versions' && query.entity === undefined && 'rows' in reading ? (reading.rows as Versions) : [],
  )
  return { threadTs, text, of: (name: string) => versions.filter(({ entity }) => entity.endsWith(name)) }
}

async function follow(world: TestWorld, threadTs: string, question: string): Promise<string> {
  const ts = await world.ava.post(CHECKOUT, `${MENTION} ${question}`, threadTs)
  const answer = await world.ava.waitForMessage(
    (message) => message.user === BOT && message.thread_ts === threadTs && message.ts > ts && !message.is_ephemeral,
  )
  return blockText(answer)
}

function changed(one: ServedObject, fields: Readonly<Record<string, unknown>>): ServedObject {
  const time = new Date().toISOString().replace(/\.\d+/, '')
  return { ...one, ...fields, metadata: { ...one.metadata, managedFields: [{ manager: 'kubectl-edit', operation: 'Update', time }] } }
}

describe('acceptance/47 what changed is known', () => {
  const settings = object('v1', 'ConfigMap', 'basket-settings', { data: { LIMIT: '10', DB_PASSWORD: 'hunter2-hunter2' } })
  const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'basket', { spec: { podSelector: { matchLabels: { app: 'basket' } } } })
  const quota = object('v1', 'ResourceQuota', 'shop', { spec: { hard: { pods: '10' } }, status: { used: { pods: '3' } } })
  const own = service('basket')
  let world: TestWorld
  let bot: TestBot
  let shop: LiveShop
  beforeAll(async () => {
    const others = HEALTHY.filter(({ kind, metadata }) => !(kind === 'Service' && metadata.name === 'basket'))
    ;[world, shop] = await Promise.all([createWorld(), LiveShop.open({ objects: [...others, own, settings, policy, quota] })])
    bot = await startWith(world, shop.kubeconfig)
    await isWatching(bot)
  })
  afterAll(async () => {
    await bot.stop()
    await Promise.all([world.remove(), shop.close()])
  })

  it('a ConfigMap, Service, policy, quota and image edited before the question stand with before, after, time and who', async () => {
    const before = await kept(bot)
    shop.api.put(changed(settings, { data: { LIMIT: '0', DB_PASSWORD: 'hunter2-hunter2' } }))
    shop.api.put(changed(own, { spec: { ...(own as { spec?: object }).spec, selector: { app: 'elsewhere' } } }))
    shop.api.put(changed(policy, { spec: { podSelector: {} } }))
    shop.api.put(changed(quota, { spec: { hard: { pods: '1' } } }))
    const [deployment] = deployed('basket', { container: { image: 'registry.example/shop/basket:1.5.0' } })
    if (deployment) shop.api.put(changed(deployment, {}))
    await expect.poll(async () => ((await kept(bot))?.versions ?? 0) - (before?.versions ?? 0)).toBe(5)

    const { threadTs, of, text } = await investigate(world, bot)

    const limits = of('ConfigMap/basket-settings').map(({ object: one }) => (one['data'] as Record<string, string>)['LIMIT'])
    expect(limits).toEqual(['10', '0'])
    expect(of('ConfigMap/basket-settings').at(-1)).toMatchObject({ writes: [{ by: 'kubectl-edit' }], changedAt: expect.any(Date) as Date })
    for (const name of ['Service/basket', 'NetworkPolicy/basket', 'ResourceQuota/shop', 'Deployment/basket'])
      expect([name, of(name).length]).toEqual([name, 2])
    expect(await follow(world, threadTs, 'what changed in basket-settings?')).toMatch(/LIMIT.*10.*0|LIMIT.*0.*10/s)
    expect(await follow(world, threadTs, 'what changed in Service/basket?')).toContain('elsewhere')
    // The journal began inside of the hour that the answer is about.
    expect(text).toMatch(/from \S+Z to \S+Z nobody watched it \(no journal was kept before\)/)
    expect(JSON.stringify(await bot.store.readJournal('shop/prod', new Date(0)))).not.toContain('hunter2')
  })

  it('what is gone is known, with what it was', async () => {
    shop.api.remove(policy)
    await expect.poll(async () => (await bot.store.readJournal('shop/prod', new Date(0)))?.versions.at(-1)?.objectJson).toBeNull()
    const { of } = await investigate(world, bot)
    expect(of('NetworkPolicy/basket').map(({ isCurrent }) => isCurrent)).toEqual([false, false])
  })

  it('a program that starts again goes on, and says when nobody watched', async () => {
    await bot.stop()
    shop.api.put(changed(settings, { data: { LIMIT: '5' } }))
    bot = await startWith(world, shop.kubeconfig)
    await isWatching(bot, 2)
    const { of, text } = await investigate(world, bot)
    const limits = of('ConfigMap/basket-settings').map(({ object: one }) => (one['data'] as Record<string, string>)['LIMIT'])
    expect(limits).toEqual(['10', '0', '5'])
    expect(text).toContain('the journal was not kept')
  })
})

const cluster = findRealCluster()
const whyNot = 'missing' in cluster ? cluster.missing : ''
const { admin, reader } = 'missing' in cluster ? { admin: '', reader: '' } : cluster

describe.skipIf(whyNot !== '')(`acceptance/47 what changed is known, on a real cluster ${whyNot}`, () => {
  let world: TestWorld
  let bot: TestBot
  let shop: RealNamespace
  beforeAll(async () => {
    ;[world, shop] = await Promise.all([createWorld(), RealNamespace.make(admin)])
    await shop.create({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'basket-settings' }, data: { LIMIT: '10' } })
    // The rights of the manifest for one namespace are enough.
    for (const document of parseAllDocuments(manifests()['objects-in-namespace.yaml'] ?? '')) {
      const manifest = document.toJS() as ServedObject
      const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' }]
      await shop.create('subjects' in manifest ? { ...manifest, subjects } : manifest)
    }
    bot = await startWith(world, reader, [shop.name])
    await isWatching(bot)
  })
  afterAll(async () => {
    await bot.stop()
    await Promise.all([world.remove(), shop.close()])
  })

  it('an edit is in the journal, with before, after, time and who', async () => {
    const at = Date.now()
    await shop.replace({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'basket-settings' }, data: { LIMIT: '0' } })
    const newest = async () => (await bot.store.readJournal('shop/prod', new Date(0)))?.versions.at(-1)
    await expect.poll(async () => (await newest())?.objectJson, { interval: 20 }).toContain('"LIMIT":"0"')
    const { of } = await investigate(world, bot)
    const rows = of('ConfigMap/basket-settings')
    expect(rows.map(({ object: one }) => one['data'])).toEqual([{ LIMIT: '10' }, { LIMIT: '0' }])
    expect(rows[1]?.writes?.[0]).toMatchObject({ by: expect.stringMatching(/\w/) as string })
    expect(Math.abs((rows[1]?.changedAt?.getTime() ?? 0) - at)).toBeLessThan(5000)
  })
})
