import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { TimeWindow } from '../../domain/time-window.ts'
import { openEnvironment, type EnvironmentSource } from '../environment.ts'
import type { Ask } from '../http/ask.ts'
import type { Telemetry } from '../port.ts'
import { createFronts } from '../identity/fronts.ts'
import { createIdentities } from '../identity/identities.ts'
import { objectNames } from '../identity/object-names.ts'
import type { ClusterJournal } from './kubernetes/journal.ts'
import { openCluster } from './kubernetes/open.ts'
import { openPrometheus } from './prometheus/open.ts'

/** A linked source as the process of a run knows it: plain values, no address and no credentials. */
export type LiveSource =
  | {
      readonly kind: 'kubernetes'
      readonly name: string
      /** Null: every namespace. */
      readonly namespaces: readonly string[] | null
      /** Read where not all of them may be. */
      readonly ownNamespace: string
    }
  | { readonly kind: 'prometheus'; readonly name: string }
  /** One that could not be opened; every question to it ends this way. */
  | { readonly kind: 'closed'; readonly name: string; readonly why: string }

export interface LiveEnvironment {
  readonly name: string
  readonly window: TimeWindow
  readonly sources: readonly LiveSource[]
}

/**
 * Opens the linked sources of an environment over one window; `askOf` gives the way to each, `journalOf` what is known of the past of each cluster. What is counted at the caller or the server goes before what is counted in
 * logs: a Prometheus is asked before a cluster.
 */
export function openLive(
  { name, window, sources }: LiveEnvironment,
  askOf: (source: string) => Ask,
  journalOf?: (source: string) => ClusterJournal,
): Telemetry {
  const clusters = sources
    .filter((source) => source.kind === 'kubernetes')
    .map((source) => {
      const journal = journalOf?.(source.name)
      return openCluster({ ...source, ask: askOf(source.name), window, ...(journal === undefined ? {} : { journal }) })
    })
  const objects = async (signal: AbortSignal) => (await Promise.all(clusters.map((cluster) => cluster.objects(signal)))).flat()
  const identify = async (signal: AbortSignal) => createIdentities(await objects(signal))
  const fronts = async (signal: AbortSignal) => createFronts(objectNames(await objects(signal)))
  const others = sources.flatMap((source): readonly EnvironmentSource[] => {
    switch (source.kind) {
      case 'kubernetes':
        return []
      case 'prometheus':
        return [{ name: source.name, telemetry: openPrometheus({ name: source.name, ask: askOf(source.name), window, identify }) }]
      case 'closed':
        return [{ name: source.name, telemetry: closed(source.name, source.why) }]
    }
  })
  const sourcesInOrder = [...others, ...clusters.map((cluster) => ({ name: cluster.name, telemetry: cluster }))]
  return openEnvironment(name, { sources: sourcesInOrder, window, fronts })
}

function closed(name: string, why: string): Telemetry {
  const reading: Reading<Rows['alerts']> = { status: 'error', code: 'telemetry_failed', why: `${name}: ${why}` }
  return { label: name, read: () => Promise.resolve(reading as Reading<never>), close: () => Promise.resolve() }
}
