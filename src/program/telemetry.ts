import type { Config } from '../config.ts'
import type { JournalExcerpt } from '../domain/journal.ts'
import { periodBefore } from '../domain/live-window.ts'
import { AppError } from '../errors.ts'
import type { SourceOf } from '../isolation/isolated-runs.ts'
import { joinLinks, openLink, type Link, type LinkedSource, type LinkParts, type Links } from '../telemetry/link/open-links.ts'

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
 * Where the telemetry of each environment is: a recorded incident, or linked sources over the configured window. The way to a source is opened at the first run that wants it and
 * shared by all; one that could not be opened is tried again by the next. `sourceOf` rejects with `config_missing` for an environment that is not configured.
 */
export function createTelemetry(config: Config, parts: TelemetryParts): ConfiguredTelemetry {
  const opened = new Map<LinkedSource, Promise<Link>>()
  const linkOf = async (source: LinkedSource) => {
    const opening = opened.get(source) ?? openLink(source, parts)
    opened.set(source, opening)
    const link = await opening
    if (link.reader === null) opened.delete(source)
    return link
  }
  const linksOf = async (name: string) => {
    const sources = config.environments[name]?.sources.filter((one) => one.kind !== 'snapshot') ?? []
    return joinLinks(await Promise.all(sources.map(linkOf)))
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
      const links = await linksOf(name)
      return {
        source: { live: { name, window: periodBefore(now, window, ends), sources: links.sources } },
        ask: links.ask,
        readJournal: (source, since) => parts.readJournal(name, source, since),
      }
    },
    async close() {
      for (const opening of opened.values()) await (await opening).reader?.close()
    },
  }
}
