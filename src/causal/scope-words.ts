import type { TelemetrySource } from '../domain/reading.ts'
import { rowsHeld } from './scene/cite.ts'
import { answeredSources } from './scene/holes.ts'
import type { Scene } from './scene/scene.ts'
import { isClear, type SymptomKind } from './scene/symptoms/symptom.ts'
import { listText } from './weigh/why/words.ts'

/** What can show health, as people call it. */
const SOURCE_WORDS = [
  ['kubernetes', 'objects and events'],
  ['traces', 'traces'],
  ['metrics', 'metrics'],
  ['logs', 'logs'],
] as const satisfies readonly (readonly [TelemetrySource, string])[]
/** Namespaces that are named; of more only the number is told. */
const MAX_SCOPES = 3
/** Old failures that are told; of more only the number. */
const MAX_STANDING = 2
/** Of a time as text, up to its minute. */
const MINUTES = 'YYYY-MM-DDThh:mm'.length

/** What was read, and what was not there to be read: `the objects and events and the logs of shop; no traces and no metrics were there to be read`. */
export function scopeWords({ facts }: Scene): string {
  const answered = answeredSources(facts)
  const read = SOURCE_WORDS.filter(([source]) => answered.has(source)).map(([, words]) => `the ${words}`)
  const unread = SOURCE_WORDS.filter(([source]) => !answered.has(source)).map(([, words]) => `no ${words.replace(' and ', ' or ')}`)
  const scopes = [...new Set(rowsHeld(facts, 'overview').flatMap(({ row }) => row.scopes))]
  const of = scopes.length === 0 ? '' : ` of ${scopes.length > MAX_SCOPES ? `${scopes.length} namespaces` : listText(scopes)}`
  const missing = unread.length === 0 ? '' : `; ${listText(unread)} were there to be read`
  return `${read.length === 0 ? 'what was read' : `${listText(read)}${of}`}${missing}`
}

/** Kinds that say in which state something is: only a state can have stood since before. */
const STATES: ReadonlySet<SymptomKind> = new Set([
  'workload_unready',
  'pod_pending',
  'pod_not_created',
  'image_pull_failed',
  'container_restart',
  'job_failed',
  'state_unmet',
  'node_unhealthy',
])

/** What was broken well before anything else departed and is so still, one sentence for each; none when nothing was. */
export function standingFailures({ symptoms }: Scene): readonly string[] {
  // A Job that was given up runs no more, and its work is still not done.
  const standing = symptoms.filter(
    (one) =>
      one.isBackground && STATES.has(one.kind) && isClear(one) && one.since !== null && (one.until === null || one.kind === 'job_failed'),
  )
  const first = [...Map.groupBy(standing, ({ unit }) => unit).values()].flatMap((own) => own.slice(0, 1))
  const told = first.slice(0, MAX_STANDING).map(({ text, since }) => `broken since before, and so still: ${text}, since ${minuteOf(since)}`)
  const more = first.length - told.length
  return more > 0 ? [...told, `${more} more ${more === 1 ? 'thing was' : 'things were'} broken since before`] : told
}

function minuteOf(at: Date | null): string {
  return `${(at?.toISOString() ?? '').slice(0, MINUTES).replace('T', ' ')} UTC`
}
