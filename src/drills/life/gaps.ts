import type { Fact } from '../faults/families.ts'
import type { Random } from '../random.ts'
import type { LifeElement } from './elements.ts'

/** What the recorder leaves out. Times in seconds from the start of the simulation. */
export interface Gaps {
  /** When it begins to record; 0: with the simulation. */
  readonly from: number
  /** Events that were last seen earlier than this are gone. */
  readonly eventsFrom: number
  /** Which listings of objects there are: all, the last one, or all with the last one broken off. */
  readonly objects: 'all' | 'last' | 'cut'
  /** Where in the last listing it breaks off, as the share that is lost. */
  readonly lostShare: number
  /** Files and folders that are not written. */
  readonly missing: readonly string[]
}

/** Everything is recorded. */
export const NO_GAPS: Gaps = { from: 0, eventsFrom: 0, objects: 'all', lostShare: 0, missing: [] }

export interface Course {
  /** When the cause is put in, when it bites, and when the recording ends, in seconds. */
  readonly injectedAt: number
  readonly onset: number
  readonly durationSeconds: number
}

const LATE_SECONDS = [90, 360] as const
/** What a recording must at least show of the trouble. */
const LEAST_SECONDS = 480
const EVENTS_KEPT_SECONDS = [240, 720] as const
const SOURCES: readonly { readonly element: LifeElement; readonly path: string; readonly facts: readonly Fact[] }[] = [
  { element: 'no_alerts', path: 'alerts', facts: ['alerts'] },
  { element: 'no_traces', path: 'otel_traces_raw.tsv', facts: ['traces'] },
  { element: 'no_metrics', path: 'metrics', facts: ['metrics'] },
  { element: 'no_logs', path: 'otel_logs_raw.tsv', facts: ['logs'] },
  { element: 'no_events', path: 'k8s_events_raw.tsv', facts: ['events', 'events_at_cause'] },
]
/** An object seen so soon after onset may not show it yet. */
const SETTLE_SECONDS = 60

/** The gaps that the elements of life ask for, beside files that the drill lacks anyway. */
export function gapsOf(life: readonly LifeElement[], course: Course, parts: { random: Random; missing: readonly string[] }): Gaps {
  const { random } = parts
  const lateBy = random.between(...LATE_SECONDS)
  const kept = random.between(...EVENTS_KEPT_SECONDS)
  const lostShare = random.between(0.1, 0.85)
  const latest = course.durationSeconds - LEAST_SECONDS
  const from = life.includes('late_start') ? Math.round(Math.min(latest, course.onset + lateBy)) : 0
  const eventsFrom = life.includes('events_expired') ? Math.max(from, Math.round(course.durationSeconds - kept)) : from
  const objects = life.includes('objects_once') ? 'last' : life.includes('objects_cut') ? 'cut' : 'all'
  const gone = SOURCES.filter(({ element }) => life.includes(element)).map(({ path }) => path)
  return { from, eventsFrom, objects, lostShare, missing: [...new Set([...parts.missing, ...gone])] }
}

/** What can be read in a recording with these gaps. `polls`: when objects were listed, ascending. */
export function factsOf(gaps: Gaps, course: Course, polls: readonly number[]): ReadonlySet<Fact> {
  const listed = listedWhole(gaps, polls)
  const hasObjects = listed.some((at) => at >= course.onset + SETTLE_SECONDS)
  const facts = new Set<Fact>(['events', 'logs', 'traces', 'metrics', 'alerts'])
  if (gaps.eventsFrom <= course.injectedAt) facts.add('events_at_cause')
  if (gaps.from < course.onset - SETTLE_SECONDS) facts.add('calm')
  if (hasObjects) facts.add('objects')
  if (hasObjects && listed.some((at) => at < course.injectedAt)) facts.add('history')
  for (const { path, facts: own } of SOURCES) if (gaps.missing.includes(path)) for (const fact of own) facts.delete(fact)
  return facts
}

/** True when the recorder lists the objects at that poll. */
export function isListed(gaps: Gaps, at: number, polls: readonly number[]): boolean {
  return at >= gaps.from && (gaps.objects !== 'last' || at === polls.at(-1))
}

function listedWhole(gaps: Gaps, polls: readonly number[]): readonly number[] {
  const listed = polls.filter((at) => isListed(gaps, at, polls))
  return gaps.objects === 'cut' ? listed.slice(0, -1) : listed
}
