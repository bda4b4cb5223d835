import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../config.ts'
import { FIRST_PLAN } from '../isolation/attempts.ts'
import { journalHandlers, type JournalTask } from '../isolation/journal-link.ts'
import { startProcess, type ProcessOptions } from '../isolation/pooled-process.ts'
import { openFollowing, sourceHandlers } from '../isolation/source-link.ts'
import { RENEW_MS } from '../journal/keeper.ts'
import type { Logger } from '../logger.ts'
import type { JournalHolder, JournalStore } from '../store/journal-port.ts'
import type { Links } from '../telemetry/link/open-links.ts'
import type { LiveSource } from '../telemetry/live/open-live.ts'

export interface JournalParts {
  readonly config: Pick<Config, 'environments' | 'redaction'>
  readonly store: JournalStore
  readonly linksOf: (environment: string) => Promise<Links>
  /** How the process of each keeper is started. */
  readonly process: ProcessOptions
  readonly clock: () => Date
  /** A new unique id on each call. */
  readonly newId: () => string
  readonly logger: Logger
}

export interface RunningJournals {
  /** Ends every keeper and lets other replicas take over at once. */
  close(): Promise<void>
}

/** How long the others wait for a keeper that is not heard of. */
const LEASE_MS = 3 * RENEW_MS
/** How often what is beyond the bounds is removed. */
const PRUNE_MS = 600_000
/** Longest wait before a keeper that failed is started again. */
const LONGEST_PAUSE_MS = 300_000
const SECOND_MS = 1000

/** The name of a cluster in the journal. */
export function journalOf(environment: string, source: string): string {
  return `${environment}/${source}`
}

interface Kept {
  readonly environment: string
  readonly source: string
  readonly keepSeconds: number
  readonly maxBytes: number
}

/** Clusters of configured environments whose journal is kept. */
export function keptIn({ environments }: Pick<Config, 'environments'>): readonly Kept[] {
  return Object.entries(environments).flatMap(([environment, { sources }]) =>
    sources.flatMap((one) =>
      one.kind === 'kubernetes' && one.journal !== false
        ? [{ environment, source: one.name, keepSeconds: one.journal.keep, maxBytes: one.journal.maxBytes }]
        : [],
    ),
  )
}

/** Keeps the journal of each cluster for as long as nobody else does. What fails is tried again; nothing here ends the program. */
export function startJournals(parts: JournalParts): RunningJournals {
  const stopping = new AbortController()
  const kept = keptIn(parts.config).map((one) => keepOne(one, parts, stopping.signal))
  return {
    async close() {
      stopping.abort()
      await Promise.all(kept)
    },
  }
}

async function keepOne(kept: Kept, parts: JournalParts, signal: AbortSignal): Promise<void> {
  const { store, clock, newId, logger } = parts
  const mine: JournalHolder = { cluster: journalOf(kept.environment, kept.source), holder: newId() }
  let failures = 0
  while (!signal.aborted) {
    const beganAt = clock()
    try {
      const held = await hold(mine, parts, false)
      if (held !== null) await keepWhileHeld(kept, { ...parts, mine, heldBefore: held.heldBefore }, signal)
      failures = clock().getTime() - beganAt.getTime() > LONGEST_PAUSE_MS ? 0 : failures
    } catch (error) {
      failures += 1
      logger.warn({ error, cluster: mine.cluster }, 'the journal of a cluster is interrupted')
    }
    await pause(failures === 0 ? RENEW_MS : Math.min(SECOND_MS * 2 ** failures, LONGEST_PAUSE_MS), signal)
  }
  await store
    .releaseJournal(mine, clock())
    .catch((error: unknown) => logger.warn({ error, cluster: mine.cluster }, 'a journal was not released'))
}

function hold(mine: JournalHolder, { store, clock }: Pick<JournalParts, 'store' | 'clock'>, isKept: boolean) {
  const at = clock()
  return store.holdJournal({ ...mine, at, until: new Date(at.getTime() + LEASE_MS), isKept })
}

interface HeldParts extends JournalParts {
  readonly mine: JournalHolder
  readonly heldBefore: Date | null
}

/** Runs a keeper in a process of its own until it ends. Rejects when it failed, so that it is tried again. */
async function keepWhileHeld(kept: Kept, parts: HeldParts, signal: AbortSignal): Promise<void> {
  const { config, store, linksOf, mine, heldBefore, logger } = parts
  const links = await linksOf(kept.environment)
  const source = links.sources.find(({ name }) => name === kept.source)
  if (source?.kind !== 'kubernetes') throw new Error(source?.kind === 'closed' ? source.why : `there is no cluster ${kept.source}`)
  const keeper = startProcess(parts.process)
  const input: JournalTask = {
    ...placeOf(source),
    heads: await store.loadJournalHeads(mine.cluster),
    heldBefore,
    redaction: config.redaction,
  }
  const pruning = pruneAgain(kept, parts)
  const following = openFollowing(links.follow)
  try {
    const handlers = {
      ...sourceHandlers(links.ask),
      ...following.handlers,
      ...journalHandlers({
        renew: async () => (await hold(mine, parts, true)) !== null,
        record: (entry) => store.recordJournal(mine, entry),
      }),
    }
    logger.info({ cluster: mine.cluster }, 'the journal of a cluster is kept')
    const ending = await keeper.run({ name: 'keep-journal', input, handlers }, FIRST_PLAN, signal)
    if (ending.kind === 'failed') throw ending.error
    if (ending.kind === 'killed' && !signal.aborted) throw new Error(`the process of the keeper was ended (${ending.reason})`)
  } finally {
    clearInterval(pruning)
    following.close()
    await keeper.end()
  }
}

function placeOf({ name, namespaces, ownNamespace }: Extract<LiveSource, { kind: 'kubernetes' }>) {
  return { source: name, namespaces, ownNamespace }
}

function pruneAgain({ keepSeconds, maxBytes }: Kept, { store, clock, logger, mine: { cluster } }: HeldParts): NodeJS.Timeout {
  const prune = async () => {
    const at = clock()
    const before = new Date(at.getTime() - keepSeconds * SECOND_MS)
    const { lost } = await store.pruneJournal(cluster, { before, maxBytes, at })
    if (lost > 0) logger.warn({ cluster, versions: lost, maxBytes }, 'the journal of a cluster has no room for all objects that are there')
  }
  return setInterval(() => void prune().catch((error: unknown) => logger.warn({ error, cluster }, 'a journal was not pruned')), PRUNE_MS)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return delay(ms, undefined, { signal }).catch(() => undefined)
}
