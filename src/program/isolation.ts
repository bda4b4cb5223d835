import path from 'node:path'
import type { Config } from '../config.ts'
import { answerIn, investigateIn, type IsolationReports } from '../isolation/isolated-runs.ts'
import { DEFAULT_LIMITS, type Limits } from '../isolation/limits.ts'
import { passedOn } from '../isolation/passed-on.ts'
import { createPool, type Pool } from '../isolation/pool.ts'
import type { ProcessOptions } from '../isolation/pooled-process.ts'
import { removeLeftovers } from '../isolation/temporary-folders.ts'
import type { Logger } from '../logger.ts'
import type { JournalStore } from '../store/journal-port.ts'
import type { Store } from '../store/port.ts'
import { wordsForPart } from '../domain/part.ts'
import { journalOf, keptIn, startJournals } from './journals.ts'
import { createTelemetry } from './telemetry.ts'

/** Runs and answers that the queue works on at once: with fewer processes one would wait behind another that asks a model. */
const LEAST_PROCESSES = 2
const SECOND_MS = 1000
/** The module that the process of a journal's keeper runs. */
const JOURNAL_ENTRY = new URL('../isolation/journal-entry.ts', import.meta.url)
const MEGABYTE = 1_000_000

export interface IsolationParts {
  readonly config: Config
  /** The module that each process runs. */
  readonly entry: URL
  readonly dataDir: string
  readonly store: Pick<Store, 'appendAudit'> & JournalStore
  readonly cores: number
  /** The program's own environment; of it only what tunes reading is passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: () => Date
  readonly newId: () => string
  readonly logger: Logger
}

/** The pool of processes, below the data folder, and what the workers do in it. Removes what a killed program left there. */
export function openIsolation(parts: IsolationParts) {
  const { config, entry, dataDir, store, cores, environment, clock, logger } = parts
  const temporaryBase = path.join(path.resolve(dataDir), 'tmp')
  const removed = removeLeftovers(temporaryBase)
  if (removed > 0) logger.info({ folders: removed }, 'temporary folders of an earlier program were removed')
  const limits = limitsOf(config)
  const options: ProcessOptions = {
    entry,
    limits,
    temporaryBase,
    mayRead: Object.values(config.environments).flatMap(({ sources }) =>
      sources.flatMap((source) => (source.kind === 'snapshot' ? [source.dir] : [])),
    ),
    environment: passedOn(environment),
    onBreakdown: (details) => logger.error(details, 'a process that reads telemetry broke down'),
  }
  const sizes = { run: config.isolation.processes ?? Math.max(LEAST_PROCESSES, cores), answer: LEAST_PROCESSES }
  const pool: Pool = createPool({ ...options, sizes })
  const reports: IsolationReports = {
    async onKill(subject, { reason, busyWith }, next) {
      const at = clock()
      const details = { reason, busyWith: busyWith.map(wordsForPart), goesOn: next !== null }
      logger.warn({ investigationId: subject, ...details }, 'a process that reads telemetry was ended')
      const key = `process-kill:${subject}:${at.toISOString()}`
      await store.appendAudit({ key, at, actor: 'firstcause', action: 'process-kill', subject, reason: `${reason} while reading`, details })
    },
  }
  const kept = new Set(keptIn(config).map(({ environment, source }) => journalOf(environment, source)))
  const telemetry = createTelemetry(config, {
    variable: (name) => environment[name],
    now: () => clock().getTime(),
    readJournal: async (name, source, since) =>
      kept.has(journalOf(name, source)) ? store.readJournal(journalOf(name, source), since) : null,
  })
  return {
    pool,
    investigate: investigateIn(pool, telemetry.sourceOf, reports),
    answerFollowUp: answerIn(pool, telemetry.sourceOf, reports),
    /** From now on the journals of linked clusters are kept, here or by another replica. */
    keepJournals: () => startJournals({ ...parts, linksOf: telemetry.linksOf, process: { ...options, entry: JOURNAL_ENTRY, mayRead: [] } }),
    async close() {
      await pool.close()
      await telemetry.close()
    },
  }
}

function limitsOf({ isolation: { stallSeconds, memoryMB, temporaryMB } }: Config): Limits {
  return {
    stallMs: stallSeconds === undefined ? DEFAULT_LIMITS.stallMs : stallSeconds * SECOND_MS,
    memoryBytes: memoryMB === undefined ? DEFAULT_LIMITS.memoryBytes : memoryMB * MEGABYTE,
    temporaryBytes: temporaryMB === undefined ? DEFAULT_LIMITS.temporaryBytes : temporaryMB * MEGABYTE,
  }
}
