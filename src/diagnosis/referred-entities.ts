import { ownValue } from '../domain/own-value.ts'
import { CLUSTER_SCOPE, parseEntity, type Entity, type EntityId } from '../domain/entity.ts'
import type { Evidence } from '../domain/evidence.ts'
import { instructionLike } from '../domain/instruction-like.ts'
import { rowsOf } from '../domain/reading.ts'
import type { QueryKind } from '../domain/telemetry-rows.ts'

type Row = Readonly<Record<string, unknown>> & { readonly locator: string }

const ENTITY_FIELDS = ['entity', 'service', 'caller', 'callee'] as const
/** What the cluster itself wrote: a kind beside a name there is a reference to an object, also to one that is missing. */
const CLUSTER_KINDS: ReadonlySet<QueryKind> = new Set(['object_versions', 'kubernetes_events', 'checks'])
/** Words under which a kind appears in messages that do not spell it as the object's own `kind`. */
const KIND_WORDS: Readonly<Record<string, readonly string[]>> = {
  Certificate: ['cn', 'certificate'],
  ResourceQuota: ['quota'],
  PersistentVolumeClaim: ['claim', 'pvc'],
  PersistentVolume: ['volume'],
}
/** Characters of names. A name counts where it stands whole: `orders` is not named by `orders-db`. */
const NAME_CHARACTER = /[a-z0-9_-]/
/** Characters between a kind and a name that belongs to it, as in `"kind":"Secret","name":"x"` and `"configMapKeyRef":{"key":"a","name":"x"`. */
const REFERENCE_GAP = 40
/** What may stand between a kind and a name in a sentence: a plural, a group, marks, a namespace. */
const IN_BETWEEN = /^s?(?:\.[a-z0-9.]{1,40})?[\s"'\\/:=(]*(?:named?[\s"'\\:=]*)?(?:[a-z0-9-]{1,40}\/)?$/

/**
 * Tells whether the records refer to an entity as to an object, more strictly than the gate asks: as its object or subject; as what a record of that
 * kind is about (a commit, a flag, a provider); as an owner or reference, also a missing one, in what the cluster wrote; or, in anybody's text, as
 * `namespace/name` after its kind. A text that addresses its reader names nothing. The engine reads names with rules of its own; this is for a
 * model, which could be told any name.
 */
export function createReferenceTest(evidence: readonly Evidence[]): (entity: EntityId) => boolean {
  const rows = evidence.flatMap(({ query, reading }) => rowsOf<Row>(reading as never).map((row) => ({ kind: query.kind, row })))
  const subjects = new Set(rows.flatMap(({ row }) => ENTITY_FIELDS.map((field) => row[field])))
  const scopes = new Set([...subjects].flatMap((subject) => (typeof subject === 'string' ? [subject.split('/')[0]] : [])))
  let mentions: readonly Mention[] | undefined
  return (id) => {
    if (subjects.has(id)) return true
    const entity = parseEntity(id)
    if (entity.kind === 'Namespace' && scopes.has(entity.name)) return true
    mentions ??= rows.map(({ kind, row }) => ({ kind, row, text: JSON.stringify(row).toLowerCase() }))
    return mentions.some((mention) => isMentioned(entity, mention))
  }
}

/** True when a row is about an entity or names it, so that a line of it can speak for a claim about that entity. */
export function namesEntity(id: EntityId, { kind, row }: { readonly kind: QueryKind; readonly row: Row }): boolean {
  const { name } = parseEntity(id)
  return (
    ENTITY_FIELDS.some((field) => row[field] === id) ||
    wholeWordsAt(JSON.stringify({ kind, ...row }).toLowerCase(), name.toLowerCase()).length > 0
  )
}

interface Mention {
  readonly kind: QueryKind
  readonly row: Row
  /** The row as JSON in lower case. */
  readonly text: string
}

function isMentioned({ scope, kind, name }: Entity, { kind: source, row, text }: Mention): boolean {
  // The cheap test first: most rows do not hold the name at all.
  const places = wholeWordsAt(text, name.toLowerCase())
  if (places.length === 0) return false
  if (kind === 'Commit') return source === 'changes' && (row['sha'] === name || row['commit'] === name)
  if (kind === 'Provider') return source === 'provider_status'
  if (kind === 'FeatureFlag' && source === 'changes') return row['key'] === name
  const qualified = wholeWordsAt(text, `${scope}/${name}`.toLowerCase())
  if (CLUSTER_KINDS.has(source)) return qualified.length > 0 || (isInScope(scope, row, text) && hasKindBeside(text, places, kind))
  const isUnique = scope === CLUSTER_SCOPE || scope === 'external' || scope === 'env'
  return hasKindBeside(text, isUnique ? places : qualified, kind) && instructionLike(row).length === 0
}

/** The record stands in the entity's namespace or refers to it; objects of the cluster have none. */
function isInScope(scope: string, row: Row, text: string): boolean {
  const own = typeof row['entity'] === 'string' ? row['entity'].split('/')[0] : null
  return scope === CLUSTER_SCOPE || own === scope || text.includes(`"namespace":"${scope.toLowerCase()}"`)
}

/** True at a place where the name is referred to as an object of that kind: as a value in an object, or behind the kind in a sentence. */
function hasKindBeside(text: string, places: readonly Place[], kind: string): boolean {
  const words = [kind.toLowerCase(), ...(ownValue(KIND_WORDS, kind) ?? [])]
  return places.some(({ at, end }) => {
    const before = text.slice(Math.max(0, at - kind.length - REFERENCE_GAP), at)
    const isValue = text[at - 1] === '"' && text[end] === '"'
    return words.some((word) => (isValue ? before.includes(word) : isSpokenOf(before, word, text.slice(at, end))))
  })
}

/** `secret "x"`, `configmap/x`, `quota: x`, `node pool-1b2`; but not `deployment timeout`, where the word may be no name. */
function isSpokenOf(before: string, word: string, name: string): boolean {
  const start = before.lastIndexOf(word)
  const gap = start < 0 ? null : before.slice(start + word.length)
  if (gap === null || !IN_BETWEEN.test(gap)) return false
  return /["'/:=]/.test(gap) || /[\d-]/.test(name)
}

interface Place {
  readonly at: number
  readonly end: number
}

function wholeWordsAt(text: string, word: string): readonly Place[] {
  const places: Place[] = []
  if (word === '') return places
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length
    if (!NAME_CHARACTER.test(text[at - 1] ?? ' ') && !NAME_CHARACTER.test(text[end] ?? ' ')) places.push({ at, end })
  }
  return places
}
