import type { EntityId } from '../../../domain/entity.ts'
import type { TimeWindow } from '../../../domain/time-window.ts'
import { citeFirst, type Facts, type Grid, stepsUntil } from '../cite.ts'
import type { Graph, ObjectHistory, ObjectVersion } from '../scene.ts'
import type { Symptom, SymptomKind } from './symptom.ts'
import { topicsOfMessage } from './topics.ts'
import type { Topic } from './topic-words.ts'

/** What every reader of symptoms may look at. */
export interface SymptomSources {
  readonly facts: Facts
  readonly objects: ObjectHistory
  readonly graph: Graph
  /** Period of the data (UTC); null when no reading has a time. */
  readonly window: TimeWindow | null
  /** Everything before this moment surely is from before the incident; null when no reading has a time. */
  readonly calmUntil: Date | null
  /** Since when users were hurt (UTC) where the recording begins in the middle of that, so that nothing in it is from before; null for all others. */
  readonly begunAt: Date | null
  /** True for scopes whose workloads are described; the platform's own noise scopes are not. */
  readonly isInScope: (entity: EntityId) => boolean
}

/** A symptom before it gets its id and its unit, and before onset decides whether it is background. */
export type RawSymptom = Omit<Symptom, 'id' | 'unit'>

/** What each kind of symptom is about by itself; for the others only words and names tell. */
const TOPICS_OF_KIND: Readonly<Partial<Record<SymptomKind, readonly Topic[]>>> = {
  error_rate: ['unavailable'],
  latency: ['latency'],
  traffic_drop: ['traffic'],
  traffic_surge: ['traffic'],
  throttling: ['cpu'],
  container_restart: ['startup'],
  workload_unready: ['startup'],
  no_endpoints: ['connect'],
  unreachable: ['connect'],
  cost: ['cost'],
}

/** What a reader says of a symptom; what it leaves out is as most have it. */
type Read = Pick<RawSymptom, 'kind' | 'entity' | 'since' | 'strength' | 'text' | 'citations'> & Partial<RawSymptom>

/** A symptom that lasts, belongs to the incident, says what its sentence says and is about that and its kind, unless `read` says otherwise. */
export function symptomFrom(source: RawSymptom['source'], read: Read): RawSymptom {
  const said = read.said ?? read.text
  const byKind = new Set(TOPICS_OF_KIND[read.kind])
  const about = read.about ?? (read.departure ? byKind : topicsOfMessage(said).union(byKind))
  return { until: null, departure: null, isBackground: false, ...read, source, said, about }
}

/** Without a clock, this share of a grid from its start is taken as the baseline. */
const BASELINE_SHARE = 1 / 3

/** How many samples of a grid, from its start, belong to the baseline; 0 only where nothing recorded is from before. */
export function baselineSamples(
  grid: Grid & { readonly values?: readonly unknown[]; readonly counts?: readonly unknown[] },
  { calmUntil, begunAt }: SymptomSources,
): number {
  const length = (grid.values ?? grid.counts ?? []).length
  if (calmUntil === null) return Math.floor(length * BASELINE_SHARE)
  return Math.max(begunAt === null ? 1 : 0, Math.floor(stepsUntil(calmUntil, grid)))
}

/** What the newest state of an object shows. `fragments`: where it stands in it, the first that is there is quoted. */
export interface State {
  readonly kind: SymptomKind
  readonly strength: number
  readonly text: string
  readonly fragments: readonly string[]
}

/** A symptom of what an object shows until now, since it was last written (UTC). */
export function stateSymptom(version: ObjectVersion, state: State): RawSymptom {
  const { row } = version
  return symptomFrom('object', {
    kind: state.kind,
    entity: row.entity,
    since: row.changedAt ?? row.firstSeenAt,
    strength: state.strength,
    text: `${row.entity} ${state.text}`,
    citations: citeFirst(version, state.fragments, { role: 'symptom', at: row.lastSeenAt }),
  })
}
