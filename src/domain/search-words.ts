import { entityId, type EntityId } from './entity.ts'

/** Words of one search. A question has about ten; more than this is a pasted log, whose first lines say what it is about. */
const MAX_SEARCH_WORDS = 40
/** Entities taken from one search text. */
const MAX_ENTITIES = 20
/** A single letter or digit says nothing. */
const MIN_WORD_CHARACTERS = 2
/** Longer runs without a space are hashes and encoded blobs, not words. */
const MAX_WORD_CHARACTERS = 64

/** Words of every question about every incident: finding by them finds everything. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'an and any are as at be been but by can cause causes did do does for from had has have how if in incident into is it its no not of on ' +
    'or our root so than that the their then there they this to was we were what when where which who why will with you your'
  ).split(' '),
)

/**
 * The words of a text that are worth searching for: lower case, each once, in order of appearance, at most 40. Of an entity
 * (`scope/Kind/name`) only the name's words count: scope and kind are shared with everything around it. Empty when nothing is left.
 */
export function searchWords(text: string): readonly string[] {
  const bare = entitiesIn(text).reduce((rest, entity) => rest.replaceAll(entity, ` ${entity.split('/').slice(2).join(' ')} `), text)
  return wordsOf(bare).filter(isTelling).slice(0, MAX_SEARCH_WORDS)
}

/** The entities that a text names in full, each once, in order of appearance; punctuation after a name is not part of it. */
export function entitiesIn(text: string): readonly EntityId[] {
  const pieces = text.split(/[\s"'`<>(){}[\],;|]+/).map((piece) => piece.replace(/(?<![.:!?])[.:!?]+$/, ''))
  return [...new Set(pieces.filter((piece) => piece.includes('/')).flatMap((piece) => entityId.safeParse(piece).data ?? []))].slice(
    0,
    MAX_ENTITIES,
  )
}

/** Every run of letters and digits, lower case, each once; the way the database takes a text apart. */
export function wordsOf(text: string): readonly string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))]
}

function isTelling(word: string): boolean {
  return word.length >= MIN_WORD_CHARACTERS && word.length <= MAX_WORD_CHARACTERS && !STOP_WORDS.has(word)
}
