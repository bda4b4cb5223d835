import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import { openRecorded } from '../telemetry/open.ts'
import type { Telemetry } from '../telemetry/port.ts'

/** Opens what the configuration names for an environment. Throws `config_missing` for one that is not configured, else `telemetry_*`. */
export function createTelemetryOpener(config: Config): (environment: string) => Promise<Telemetry> {
  return async (name) => {
    const [source, ...others] = config.environments[name]?.sources ?? []
    if (source === undefined) {
      throw new AppError('config_missing', `There is no environment "${name}" any more.`, {
        remedy: 'Add it to firstcause.yaml and ask again.',
      })
    }
    if (others.length > 0) {
      throw new AppError('config_invalid', `The environment "${name}" has several sources.`, {
        remedy: 'Name one snapshot per environment.',
      })
    }
    return openRecorded(source.dir)
  }
}
