import type { Config } from '../config.ts'
import type { JournalExcerpt } from '../domain/journal.ts'
import { periodBefore } from '../domain/live-window.ts'
import { AppError } from '../errors.ts'
import type { SourceOf } from '../isolation/isolated-runs.ts'
import { openLinks, type LinkParts, type Links } from '../telemetry/link/open-links.ts'

export interface TelemetryParts extends LinkParts {
  /** What the journal of a source of an environment knows since then; null where none is kept. */
  readonly readJournal: (environment: string, source: string, since: Date) => Promise<JournalExcerpt | null>
}

/** The telemetry of every configured environment. */
export interface ConfiguredTelemetry {
  readonly sourceOf: SourceOf
  /** The links of a configured environment, opened when they are not yet. */
  readonly linksOf: (environment: string) => Promise<Links>
  close(): Promise<void>
}

/**
 * Where the telemetry of each environment is: a recorded incident, or linked sources over the configured window. The links are opened at the first run that wants them and
 * shared by all. `sourceOf` rejects with `config_missing` for an environment that is not configured.
 */
export function createTelemetry(config: Config, parts: TelemetryParts): ConfiguredTelemetry {
  const links = new Map<string, Promise<Links>>()
  const linksOf = (name: string) => {
    const opening = links.get(name) ?? openLinks(config.environments[name]?.sources.filter((one) => one.kind !== 'snapshot') ?? [], parts)
    links.set(name, opening)
    return opening
  }
  return {
    linksOf,
    async sourceOf(name, { ends, now }) {
      const { sources = [], window = 0 } = config.environments[name] ?? {}
      const [first] = sources
      if (first === undefined)
        throw new AppError('config_missing', `There is no environment "${name}" any more.`, {
          remedy: 'Add it to firstcause.yaml and ask again.',
        })
      if (first.kind === 'snapshot') return { source: { paths: [first.dir] } }
      const opened = await linksOf(name)
      return {
        source: { live: { name, window: periodBefore(now, window, ends), sources: opened.sources } },
        ask: opened.ask,
        readJournal: (source, since) => parts.readJournal(name, source, since),
      }
    },
    async close() {
      for (const opening of links.values()) await (await opening).close()
    },
  }
}
