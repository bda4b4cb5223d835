import { wordsOf } from './settings.ts'

// Words that stand in every second diff and every second error; sharing them says nothing.
const COMMON = new Set(
  (
    'the and for with from into that this not was were has have had are but all any can could will would should may must its each per new old one two more most only also then than when while where which what who how ' +
    'func function return class def const var let type struct interface public private static final void int string bool boolean float double number true false null nil none undefined self import package export default async await ' +
    'err error errors failed failure fail exception warn warning info debug msg message log logger logging print fmt ctx context req request requests res resp response handler handle client server service services api http https grpc rpc get set put post delete list add remove update create make ' +
    'data value values key keys name names id ids item items index count total size len length max min time date now start end result results output input out config cfg settings option options param params arg args ' +
    'main test tests file files path line code call calls called run running start started stop stopped host port status state user users upstream downstream chore feat fix refactor perf docs tidy bump update simplify extract helper use using after before during over under while over rate ratio ' +
    'com org net io github google golang sdk v2 v3 www http https internal ' +
    'seconds second minutes minute milliseconds millis exceeded above below timeout timed pod pods container node svc app base core common shared internal pkg lib src utils util json yaml go py java ts js sql'
  ).split(' '),
)
/** Shorter pieces are articles, loop variables and units. */
const LEAST_CHARACTERS = 3

/** A name as everybody spells it alike: letters and digits alone, lower case. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** The telling words of a text: identifiers split into their parts, and the identifiers themselves, lower case, without common words. */
export function termsOf(text: string): ReadonlySet<string> {
  const identifiers = text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []
  const whole = identifiers.filter((name) => /[a-z][A-Z]|_/.test(name)).map((name) => name.toLowerCase().replace(/_/g, ''))
  const parts = identifiers.flatMap((name) => wordsOf(name).split(' '))
  return new Set([...whole, ...parts.map(stem)].filter((term) => term.length >= LEAST_CHARACTERS && !COMMON.has(term)))
}

/** Singular and plural, and the common endings of verbs, are one word. */
function stem(word: string): string {
  if (word.length > 5 && word.endsWith('ing')) return word.slice(0, -3)
  if (word.length > 4 && word.endsWith('es')) return word.slice(0, -2)
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/**
 * How telling each term is among these documents: 1 for a term of one of them, towards 0 for a term of all (the usual inverse
 * document frequency, scaled by its largest value).
 */
export function rarityIn(documents: readonly ReadonlySet<string>[]): (term: string) => number {
  const counts = new Map<string, number>()
  for (const document of documents) for (const term of document) counts.set(term, (counts.get(term) ?? 0) + 1)
  const most = Math.log(documents.length + 1)
  return (term) => (most === 0 ? 1 : Math.log((documents.length + 1) / (counts.get(term) ?? 1)) / most)
}
