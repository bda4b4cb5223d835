import { parseEntity } from '../domain/entity.ts'
import type { Diagnosis } from '../domain/diagnosis.ts'
import type { PastIncident, SimilarIncident } from '../domain/past-incident.ts'
import { entitiesIn, searchWords, wordsOf } from '../domain/search-words.ts'

/** Shared words named as the reason of a match; the rarest say most. */
const MAX_REASON_WORDS = 6
/** Shared entities named as the reason of a match. */
const MAX_REASON_ENTITIES = 3

/** A past incident with everything its answer says, which is what a text is compared with. */
export interface StoredIncident extends PastIncident {
  readonly diagnosis: Diagnosis
}

/**
 * The incidents that share something with the text, best first: the same environment; then those whose cause (as named or as corrected)
 * or mechanism the text names; then judged ones; then by shared words, rare ones counting more; then the newest. Sharing the
 * environment alone is no likeness. Pure.
 */
export function rankIncidents(
  stored: readonly StoredIncident[],
  { text, environment }: { readonly text: string; readonly environment: string },
): readonly SimilarIncident[] {
  const words = searchWords(text)
  const texts = stored.map((incident) => ({ incident, said: new Set(wordsOf(saidOf(incident))) }))
  const rarity = new Map(words.map((word) => [word, rarityOf(texts.filter(({ said }) => said.has(word)).length, stored.length)]))
  return texts
    .map(({ incident, said }) => compare(incident, { text, environment, rarity, words: words.filter((word) => said.has(word)) }))
    .filter(({ hasLikeness }) => hasLikeness)
    .sort((a, b) => firstDifference(b.order, a.order))
    .map(({ similar }) => similar)
}

interface Comparison {
  readonly text: string
  readonly environment: string
  readonly rarity: ReadonlyMap<string, number>
  /** Words of the text that the incident's answer holds too. */
  readonly words: readonly string[]
}

function compare({ diagnosis, ...incident }: StoredIncident, { text, environment, rarity, words }: Comparison) {
  const named = namesIn(text)
  const isNamed = (entity: string) => named.has(entity.toLowerCase()) || named.has(nameOf(entity))
  const causes = [...incident.causes.map(({ entity }) => entity), ...(incident.verdict?.trueCauses ?? [])].filter(isNamed)
  const involved = entitiesOf(diagnosis).filter((entity) => isNamed(entity) && !causes.includes(entity as never))
  const asked = ` ${text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `
  const mechanisms = incident.causes.map(({ mechanism }) => mechanism).filter((name) => asked.includes(` ${name.replaceAll('_', ' ')} `))
  const byRarity = words.toSorted((a, b) => (rarity.get(b) ?? 0) - (rarity.get(a) ?? 0))
  const because = [
    ...(incident.environment === environment ? ['the same environment'] : []),
    ...distinct(causes).map((entity) => `the cause ${entity}`),
    ...[...new Set(mechanisms)].map((mechanism) => `the mechanism ${mechanism}`),
    ...distinct(involved).map((entity) => `${entity} was involved`),
    ...(words.length > 0 ? [`the words ${byRarity.slice(0, MAX_REASON_WORDS).join(', ')}`] : []),
  ]
  return {
    similar: { ...incident, because } satisfies SimilarIncident,
    hasLikeness: causes.length + mechanisms.length + involved.length + words.length > 0,
    order: [
      Number(incident.environment === environment),
      Number(causes.length > 0) + Number(mechanisms.length > 0),
      Number(incident.verdict !== null),
      Number(involved.length > 0),
      words.reduce((sum, word) => sum + (rarity.get(word) ?? 0), 0),
      incident.openedAt.getTime(),
    ],
  }
}

/** Inverse document frequency as in BM25 (Robertson and Zaragoza, 2009, section 3.1, with 1 added so that it stays above 0). */
function rarityOf(containing: number, all: number): number {
  return Math.log(1 + (all - containing + 0.5) / (containing + 0.5))
}

/** Lower case: what stands between spaces and signs, entities in full and by their bare names. */
function namesIn(text: string): ReadonlySet<string> {
  const pieces = text.toLowerCase().split(/[^\p{L}\p{N}._/-]+/u)
  return new Set([...pieces.map((piece) => piece.replace(/(?<![._/-])[._/-]+$/, '')), ...entitiesIn(text).map(nameOf)])
}

/** Everything that was said about an incident, as one text. */
function saidOf({ title, verdict, diagnosis }: StoredIncident): string {
  return [title, verdict?.note ?? '', ...(verdict?.trueCauses ?? []), ...textsOf(diagnosis)].join(' ')
}

/** The strings of a value without the names of its fields. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

function entitiesOf({ rootCauses, alternatives, ruledOut }: Diagnosis): readonly string[] {
  return [...rootCauses, ...alternatives, ...ruledOut].flatMap((entry) => [
    entry.entity,
    ...('propagation' in entry ? entry.propagation : []),
  ])
}

function nameOf(entity: string): string {
  return parseEntity(entity as `${string}/${string}/${string}`).name.toLowerCase()
}

function distinct(entities: readonly string[]): readonly string[] {
  return [...new Set(entities)].slice(0, MAX_REASON_ENTITIES)
}

/** The difference of the first pair that is not equal. */
function firstDifference(a: readonly number[], b: readonly number[]): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0
}
