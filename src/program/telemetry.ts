import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import type { SourceOf } from '../isolation/isolated-runs.ts'

/** Where the configuration says that an environment is recorded. Throws `config_missing` for one that is not configured. */
export function createSourceOf(config: Config): SourceOf {
  return (name) => {
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
    return { paths: [source.dir] }
  }
}
