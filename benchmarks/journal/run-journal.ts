import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { configSchema } from '../../src/config.ts'
import { DEFAULT_LIMITS } from '../../src/isolation/limits.ts'
import { createLogger } from '../../src/logger.ts'
import { journalOf, startJournals } from '../../src/program/journals.ts'
import type { JournalStore } from '../../src/store/journal-port.ts'
import { openStore } from '../../src/store/open-store.ts'
import { openHttp } from '../../src/telemetry/http/open-http.ts'
import type { Links } from '../../src/telemetry/link/open-links.ts'
import { KUBERNETES_REQUESTS } from '../../src/telemetry/live/kubernetes/allowed.ts'
import { JOURNALED } from '../../src/telemetry/live/kubernetes/kinds.ts'
import { ObjectApi, type ServedObject } from '../live/object-api.ts'

export interface JournalSizes {
  readonly pods: number
  readonly services: number
  readonly settings: number
  readonly edits: number
}

export interface JournalFigures {
  /** From the start of the keeper until every kind was listed. */
  readonly listedMs: number
  /** Resident memory of the keeper's process after the edits. */
  readonly steadyBytes: number
  /** From a change to its version in the database, ascending. */
  readonly delaysMs: readonly number[]
  readonly versions: number
  readonly bytes: number
}

const ENVIRONMENT = 'bench'
const SOURCE = 'prod'
const ENTRY = new URL('../../src/isolation/journal-entry.ts', import.meta.url)
const BYTES_A_KILOBYTE = 1024

/** Keeps the journal of a served cluster in an embedded database, as a program does, and edits one ConfigMap after another. */
export async function runJournal(sizes: JournalSizes): Promise<JournalFigures> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'journal-'))
  const api = await ObjectApi.open({ objects: [...served(sizes)] })
  const reader = openHttp({ name: SOURCE, address: api.url, allowed: KUBERNETES_REQUESTS, limits: { concurrency: 8, perSecond: 100 } })
  const clock = () => new Date()
  const database = await openStore({ databaseUrl: null, dataDir: folder, clock, newId: randomUUID, warn: () => undefined })
  const { store, until } = listening(database.createStore(() => Promise.resolve()))
  const beganAt = performance.now()
  const listed = until(({ ended }) => ended.length > 0, JOURNALED.length)
  const journals = startJournals({
    config: configSchema.parse({
      environments: { [ENVIRONMENT]: { sources: [{ kind: 'kubernetes', name: SOURCE, kubeconfig: 'none' }] } },
      channels: [],
    }),
    store,
    linksOf: () => Promise.resolve(linksTo(reader)),
    process: {
      entry: ENTRY,
      limits: DEFAULT_LIMITS,
      temporaryBase: folder,
      mayRead: [],
      environment: {},
      onBreakdown: (details) => console.error(details),
    },
    clock,
    newId: randomUUID,
    logger: createLogger('warn', process.stderr),
  })
  try {
    await listed
    const listedMs = performance.now() - beganAt
    const delaysMs: number[] = []
    for (let edit = 0; edit < sizes.edits; edit += 1) {
      const changedAt = performance.now()
      const stored = until(({ versions }) => versions.some(({ objectJson }) => objectJson?.includes(`"EDIT":"${edit}"`)), 1)
      api.put(settings(edit % sizes.settings, { EDIT: String(edit) }))
      await stored
      delaysMs.push(performance.now() - changedAt)
    }
    const state = (await store.journalStates()).find(({ cluster }) => cluster === journalOf(ENVIRONMENT, SOURCE))
    const steadyBytes = memoryOfChildren()
    return { listedMs, steadyBytes, delaysMs: delaysMs.toSorted((a, b) => a - b), versions: state?.versions ?? 0, bytes: state?.bytes ?? 0 }
  } finally {
    await journals.close()
    await Promise.all([reader.close(), api.close(), database.close()])
    rmSync(folder, { recursive: true })
  }
}

type Entry = Parameters<JournalStore['recordJournal']>[1]

/** The store, and a way to wait until entries of some sort were stored a number of times. */
function listening(inner: JournalStore) {
  const waiting = new Set<(entry: Entry) => void>()
  const store: JournalStore = {
    ...inner,
    async recordJournal(holder, entry) {
      const isStored = await inner.recordJournal(holder, entry)
      for (const tell of waiting) tell(entry)
      return isStored
    },
  }
  function until(isMeant: (entry: Entry) => boolean, times: number): Promise<void> {
    const met = Promise.withResolvers<void>()
    let left = times
    const tell = (entry: Entry) => {
      if (!isMeant(entry) || --left > 0) return
      waiting.delete(tell)
      met.resolve()
    }
    waiting.add(tell)
    return met.promise
  }
  return { store, until }
}

function linksTo(reader: ReturnType<typeof openHttp>): Links {
  return {
    sources: [{ kind: 'kubernetes', name: SOURCE, namespaces: null, ownNamespace: 'default' }],
    ask: (_name, ...asked) => reader.ask(...asked),
    follow: (_name, ...followed) => reader.follow(...followed),
    close: () => reader.close(),
  }
}

function* served({ pods, services, settings: count }: JournalSizes): Generator<ServedObject> {
  const labels = (index: number) => ({ app: `app-${index % services}`, 'app.kubernetes.io/part-of': 'shop', release: 'stable' })
  for (let index = 0; index < pods; index += 1)
    yield {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: metadata(`pod-${index}`, labels(index)),
      spec: { containers: [{ name: 'app', image: 'app:1' }] },
    }
  for (let index = 0; index < services; index += 1)
    yield {
      kind: 'Service',
      apiVersion: 'v1',
      metadata: metadata(`app-${index}`, labels(index)),
      spec: { selector: labels(index), ports: [{ port: 80 }] },
    }
  for (let index = 0; index < count; index += 1) yield settings(index, {})
}

/** A ConfigMap of four kilobytes, as a service has that is configured by files. */
function settings(index: number, more: Readonly<Record<string, string>>): ServedObject {
  const file = Array.from({ length: 100 }, (_, line) => `option.${line} = value number ${line} of ${index}`).join('\n')
  return { kind: 'ConfigMap', apiVersion: 'v1', metadata: metadata(`settings-${index}`, {}), data: { 'app.properties': file, ...more } }
}

function metadata(name: string, labels: Readonly<Record<string, string>>) {
  const managedFields = [{ manager: 'kubectl', operation: 'Update', time: '2026-12-01T00:00:00Z', fieldsV1: { 'f:data': {} } }]
  return { name, namespace: `shop-${name.length}`, labels, creationTimestamp: '2026-12-01T00:00:00Z', managedFields }
}

/** Resident memory of the processes that this one started; 0 where the system does not tell. */
function memoryOfChildren(): number {
  try {
    const children = readdirSync('/proc/self/task').flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '))
    const sizes = children
      .filter((pid) => pid !== '')
      .map((pid) => /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    return sizes.reduce((sum, size) => sum + Number(size ?? 0) * BYTES_A_KILOBYTE, 0)
  } catch {
    return 0
  }
}
