import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { TimeWindow } from '../../domain/time-window.ts'
import { openEnvironment, type EnvironmentSource } from '../environment.ts'
import type { Ask } from '../http/ask.ts'
import type { Telemetry } from '../port.ts'
import { openCluster, type LiveCluster } from './kubernetes/open.ts'

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

/** Opens the linked sources of an environment over one window; `askOf` gives the way to each. */
export function openLive({ name, window, sources }: LiveEnvironment, askOf: (source: string) => Ask): Telemetry {
  const clusters: LiveCluster[] = []
  const opened = sources.map((source): EnvironmentSource => {
    switch (source.kind) {
      case 'kubernetes': {
        const cluster = openCluster({ ...source, ask: askOf(source.name), window })
        clusters.push(cluster)
        return { name: source.name, telemetry: cluster }
      }
      case 'prometheus':
      case 'closed':
        return { name: source.name, telemetry: closed(source.name, 'why' in source ? source.why : 'it is not read yet') }
    }
  })
  return openEnvironment(name, { sources: opened, window })
}

function closed(name: string, why: string): Telemetry {
  const reading: Reading<Rows['alerts']> = { status: 'error', code: 'telemetry_failed', why: `${name}: ${why}` }
  return { label: name, read: () => Promise.resolve(reading as Reading<never>), close: () => Promise.resolve() }
}
