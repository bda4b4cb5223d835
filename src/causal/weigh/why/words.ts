import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import type { Symptom, SymptomKind } from '../../scene/symptoms/symptom.ts'

/** Each kind of symptom as the object of "shows …". */
const SYMPTOM_WORDS: Readonly<Record<SymptomKind, string>> = {
  error_rate: 'failing calls',
  latency: 'slow answers',
  traffic_drop: 'a drop in traffic',
  traffic_surge: 'a surge of traffic',
  saturation: 'a resource used up',
  throttling: 'throttled CPU',
  log_error: 'errors in the log',
  workload_unready: 'pods that are not ready',
  pod_pending: 'pods that wait for a node',
  pod_not_created: 'pods that cannot be created',
  image_pull_failed: 'images that cannot be pulled',
  container_restart: 'restarts',
  no_endpoints: 'no ready endpoint',
  unreachable: 'addresses that do not answer',
  node_unhealthy: 'an unhealthy node',
  job_failed: 'a Job given up',
  state_unmet: 'an object that is not as it should be',
  cost: 'higher cost',
  trouble: 'signs of trouble',
  news: 'something new',
}

/** Characters of a commit that people write. */
const SHA_CHARACTERS = 10
const SECONDS_PER_MINUTE = 60
const SECONDS_PER_HOUR = 3600
/** From here on seconds are no news. */
const LONGEST_IN_SECONDS = 120

export function symptomWords(kind: SymptomKind): string {
  return SYMPTOM_WORDS[kind]
}

/** `failing calls at Service checkout`. */
export function symptomAt({ kind, entity }: Pick<Symptom, 'kind' | 'entity'>): string {
  return `${SYMPTOM_WORDS[kind]} at ${nameOf(entity)}`
}

/** `Deployment shipping`: as one says it; the scope stands with the candidate. */
export function nameOf(entity: EntityId): string {
  const { kind, name } = parseEntity(entity)
  return `${kind} ${kind === 'Commit' ? name.slice(0, SHA_CHARACTERS) : name}`
}

/** `14:02:11 UTC`. */
export function clockText(at: Date): string {
  return `${at.toISOString().slice(11, 19)} UTC`
}

/** `45 s`, `7 min` or `3 h 20 min`; never negative. */
export function spanText(from: Date, to: Date): string {
  const seconds = Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000))
  if (seconds < LONGEST_IN_SECONDS) return `${seconds} s`
  if (seconds < SECONDS_PER_HOUR) return `${Math.round(seconds / SECONDS_PER_MINUTE)} min`
  const minutes = Math.round(seconds / SECONDS_PER_MINUTE)
  return `${Math.floor(minutes / SECONDS_PER_MINUTE)} h ${minutes % SECONDS_PER_MINUTE} min`
}

/** `a, b and c`. Empty for nothing. */
export function listText(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

/** `1 symptom`, `3 symptoms`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
