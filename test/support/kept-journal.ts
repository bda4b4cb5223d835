import { setTimeout as delay } from 'node:timers/promises'
import { ObjectApi, type ServedCluster } from '../../benchmarks/live/object-api.ts'
import type { JournalGap, JournalHead, NewJournalVersion } from '../../src/domain/journal.ts'
import { keepJournal, type KeeperPorts, type KeptCluster } from '../../src/journal/keeper.ts'
import { defaultRedactor } from '../../src/redaction/redactor.ts'
import { openHttp } from '../../src/telemetry/http/open-http.ts'
import type { FollowLimits } from '../../src/telemetry/http/limits.ts'
import { KUBERNETES_REQUESTS } from '../../src/telemetry/live/kubernetes/allowed.ts'

export interface KeptJournal {
  readonly api: ObjectApi
  /** In the order in which they were stored. */
  readonly versions: NewJournalVersion[]
  readonly gaps: JournalGap[]
  /** Pauses that were asked for, in milliseconds; they take no time. */
  readonly pauses: number[]
  readonly ended: Promise<'stopped' | 'taken_over'>
  stop(): Promise<void>
}

export interface KeptOptions {
  readonly cluster?: Partial<KeptCluster>
  readonly ports?: Partial<KeeperPorts>
  readonly limits?: Partial<FollowLimits>
}

/** A keeper on an API of these objects, through the real reader; what it stores is kept in memory as a store keeps it. */
export async function keepInMemory(served: ServedCluster, { cluster, ports, limits }: KeptOptions = {}): Promise<KeptJournal> {
  const api = await ObjectApi.open(served)
  const reader = openHttp({
    name: 'prod',
    address: api.url,
    allowed: KUBERNETES_REQUESTS,
    limits: { retries: 0, perSecond: 1000, ...limits },
  })
  const stopping = new AbortController()
  const versions: NewJournalVersion[] = []
  const gaps: JournalGap[] = []
  const pauses: number[] = []
  const heads: readonly JournalHead[] = []
  const ended = keepJournal(
    { namespaces: null, ownNamespace: 'default', heads, heldBefore: null, ...cluster },
    {
      ask: reader.ask,
      follow: reader.follow,
      redactor: defaultRedactor,
      clock: () => new Date(),
      random: () => 0.5,
      renew: () => Promise.resolve(true),
      // Renewals are far between; other pauses take no time.
      wait: async (ms, signal) => {
        pauses.push(ms)
        await delay(ms < RENEWAL_MS ? 1 : ms, undefined, { signal }).catch(() => undefined)
      },
      record: async (entry) => {
        versions.push(...entry.versions)
        for (const { to, kind, namespace } of entry.ended) {
          const open = gaps.findIndex((gap) => gap.to === null && gap.kind === kind && gap.namespace === namespace)
          const gap = gaps[open]
          if (gap !== undefined) gaps[open] = { ...gap, to }
        }
        gaps.push(...entry.opened)
      },
      ...ports,
      signal: stopping.signal,
    },
  )
  ended.catch(() => undefined)
  return {
    api,
    versions,
    gaps,
    pauses,
    ended,
    async stop() {
      stopping.abort()
      await ended.catch(() => undefined)
      await reader.close()
      await api.close()
    },
  }
}

const RENEWAL_MS = 10_000
