import type { EntityId } from '../../../domain/entity.ts'
import type { Problem } from '../../../domain/reading.ts'
import type { TimeWindow } from '../../../domain/time-window.ts'
import type { Identify } from '../../identity/identities.ts'
import type { Labels } from '../../identity/telemetry-labels.ts'
import type { Client, Outcome } from './client.ts'

/** What the reads of one run share. */
export interface Source {
  readonly client: Client
  /** Of the run. */
  readonly window: TimeWindow
  readonly identify: () => Promise<Identify>
  /** Names of the metrics that there are, of those the adapter knows. */
  readonly names: () => Promise<Outcome<ReadonlySet<string>>>
  /** Where services run, by job or name, for labels that do not say it themselves. */
  readonly places: () => Promise<Outcome<ReadonlyMap<string, Labels>>>
}

/** Whom series are about, and which of them fit two. */
export interface Naming {
  readonly entityOf: (labels: Labels) => EntityId | null
  /** One for each name that fits several objects, in order of first use. */
  readonly problems: () => readonly Problem[]
}

/** Most names that fit several objects that one answer lists. */
const MAX_AMBIGUOUS = 20

/** Names entities by `identify` and keeps account of what is ambiguous, whose rows are left out. */
export async function createNaming({ client, identify: join }: Source): Promise<Naming> {
  const identify = await join()
  const ambiguous = new Map<string, readonly EntityId[]>()
  return {
    entityOf(labels) {
      const identity = identify(labels)
      if (identity === null) return null
      if ('entity' in identity) return identity.entity
      ambiguous.set(namesIn(labels), identity.ambiguous)
      return null
    },
    problems() {
      const listed = [...ambiguous]
        .slice(0, MAX_AMBIGUOUS)
        .map(([name, entities]) => `"${name}" may be ${entities.join(' or ')}; what it measures is left out`)
      const more = ambiguous.size - listed.length
      return [...listed, ...(more > 0 ? [`${more} more names fit several objects`] : [])].map((what) => ({
        where: client.name,
        record: null,
        what,
      }))
    },
  }
}

function namesIn(labels: Labels): string {
  return Object.values(labels)
    .filter((value) => value !== '')
    .join(' ')
}

/** Adds to labels where their service runs; without knowing that, names lack their namespace and nothing else. */
export async function createPlacing(source: Source): Promise<(labels: Labels) => Labels> {
  const outcome = await source.places()
  const places: ReadonlyMap<string, Labels> = outcome.isAnswered ? outcome.value : new Map()
  return (labels) => ({ ...places.get(labels['service_name'] ?? labels['exported_job'] ?? labels['job'] ?? ''), ...labels })
}
