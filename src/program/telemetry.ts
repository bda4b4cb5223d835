import type { Config } from '../config.ts'
import { periodBefore } from '../domain/live-window.ts'
import { AppError } from '../errors.ts'
import type { SourceOf } from '../isolation/isolated-runs.ts'
import { openLinks, type LinkParts, type Links } from '../telemetry/link/open-links.ts'

/** The telemetry of every configured environment. */
export interface ConfiguredTelemetry {
  readonly sourceOf: SourceOf
  close(): Promise<void>
}

/**
 * Where the telemetry of each environment is: a recorded incident, or linked sources over the configured window. The links are opened at the first run that wants them and
 * shared by all. `sourceOf` rejects with `config_missing` for an environment that is not configured.
 */
export function createTelemetry(config: Config, parts: LinkParts): ConfiguredTelemetry {
  const links = new Map<string, Promise<Links>>()
  return {
    async sourceOf(name, { ends, now }) {
      const { sources = [], window = 0 } = config.environments[name] ?? {}
      const [first] = sources
      if (first === undefined)
        throw new AppError('config_missing', `There is no environment "${name}" any more.`, {
          remedy: 'Add it to firstcause.yaml and ask again.',
        })
      if (first.kind === 'snapshot') return { source: { paths: [first.dir] } }
      const linked = sources.filter((one) => one.kind !== 'snapshot')
      const opening = links.get(name) ?? openLinks(linked, parts)
      links.set(name, opening)
      const opened = await opening
      return { source: { live: { name, window: periodBefore(now, window, ends), sources: opened.sources } }, ask: opened.ask }
    },
    async close() {
      for (const opening of links.values()) await (await opening).close()
    },
  }
}
