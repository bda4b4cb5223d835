import { configSchema, loadConfig, type ConfiguredSource } from '../config.ts'
import type { AskedEnds } from '../domain/asked-period.ts'
import { periodBefore } from '../domain/live-window.ts'
import { AppError } from '../errors.ts'
import type { OpenedSource } from '../isolation/isolated-runs.ts'
import { openLinks, type LinkedSource, type Links } from '../telemetry/link/open-links.ts'

export interface LiveOptions {
  readonly environment?: string
  readonly kubeconfig?: string
  readonly context?: string
  readonly namespace?: readonly string[]
  readonly prometheus?: string
}

/** What a command looks at live. */
export interface LiveTarget {
  readonly name: string
  readonly windowSeconds: number
  readonly sources: readonly LinkedSource[]
}

const DEFAULT_CONFIG = './firstcause.yaml'

/** The sources that the options name: an environment of `firstcause.yaml`, or a cluster and a Prometheus without one. Throws `usage_wrong`, `config_*`. */
export async function liveTarget(options: LiveOptions): Promise<LiveTarget> {
  const { environment, kubeconfig, prometheus } = options
  if (kubeconfig === undefined && (options.context !== undefined || options.namespace !== undefined))
    throw new AppError('usage_wrong', '--context and --namespace say where to look in a cluster', { remedy: 'Add --kubeconfig FILE.' })
  if (environment !== undefined) return configured(environment)
  const sources = [
    ...(kubeconfig === undefined
      ? []
      : [{ kind: 'kubernetes', name: options.context ?? 'cluster', kubeconfig, context: options.context, namespaces: options.namespace }]),
    ...(prometheus === undefined ? [] : [{ kind: 'prometheus', url: prometheus }]),
  ]
  const name = [kubeconfig, prometheus].filter((one) => one !== undefined).join(' and ')
  // The same checks as those of a file, under the names of the options.
  const parsed = configSchema.safeParse({ environments: { live: { sources } }, channels: [] })
  if (!parsed.success)
    throw new AppError('usage_wrong', parsed.error.issues.map(({ path, message }) => `${String(path.at(-1))}: ${message}`).join('\n'), {
      remedy: 'Correct what is named above.',
    })
  return targetOf(name, parsed.data.environments['live'])
}

/** Every environment of `firstcause.yaml` that has linked sources. Throws `config_*`. */
export async function everyTarget(): Promise<readonly LiveTarget[]> {
  const { environments } = await loadConfig(configFile())
  return Object.entries(environments).flatMap(([name, environment]) =>
    environment.sources.some(({ kind }) => kind !== 'snapshot') ? [targetOf(name, environment)] : [],
  )
}

function configFile(): string {
  return process.env['FIRSTCAUSE_CONFIG'] ?? DEFAULT_CONFIG
}

async function configured(name: string): Promise<LiveTarget> {
  const file = configFile()
  const { environments } = await loadConfig(file)
  const environment = environments[name]
  if (environment === undefined)
    throw new AppError('config_missing', `${file} has no environment "${name}"`, {
      remedy: `It has: ${Object.keys(environments).join(', ') || 'none'}.`,
    })
  return targetOf(name, environment)
}

function targetOf(
  name: string,
  environment: { readonly window: number; readonly sources: readonly ConfiguredSource[] } | undefined,
): LiveTarget {
  const sources = environment?.sources.filter((one) => one.kind !== 'snapshot') ?? []
  if (sources.length === 0)
    throw new AppError('usage_wrong', `the environment "${name}" is a recorded incident`, { remedy: 'Investigate it with --snapshot.' })
  return { name, windowSeconds: environment?.window ?? 0, sources }
}

/** Opens the links of a target. Throws `config_invalid` when not one of its sources can be opened. */
export async function openTarget({ sources }: LiveTarget): Promise<Links> {
  const links = await openLinks(sources, { variable: (name) => process.env[name], now: () => performance.now() })
  const closed = links.sources.flatMap((source) => (source.kind === 'closed' ? [source.why] : []))
  if (closed.length < links.sources.length) return links
  await links.close()
  throw new AppError('config_invalid', closed.join('\n'), { remedy: 'No source could be opened, so there is nothing to look at.' })
}

/** The target for one run about this period. */
export function sourceForRun({ name, windowSeconds }: LiveTarget, links: Links, ends: AskedEnds | null): OpenedSource {
  const window = periodBefore(new Date(), windowSeconds, ends)
  return { source: { live: { name, window, sources: links.sources } }, ask: links.ask }
}
