import type { Symptom } from '../../scene/symptoms/symptom.ts'
import type { Hazard, TouchedFile } from '../../../diffs/hazard.ts'
import { plain, termsOf } from '../../../diffs/terms.ts'

/** How much the symptoms of one service speak of what a diff touches, 0 to 1, with the words that both share. */
export interface Spoken {
  readonly words: number
  readonly shared: readonly string[]
}

export interface SpokenInput {
  readonly hazard: Hazard
  readonly touched: readonly TouchedFile[]
  readonly message: string
  /** How telling a word is, 0 to 1. */
  readonly rarity: (term: string) => number
}

/** Sum of rarities from which shared words leave no doubt. */
const ENOUGH_WORDS = 2.2
/** Shorter names are words of every day. */
const LEAST_NAME_CHARACTERS = 6
const IDENTIFIER =
  /(?<![a-z0-9-])[a-z0-9-]+(?:\.[a-z0-9-]+){2,}|[A-Za-z][A-Za-z0-9]{0,80}(?:[_-][A-Za-z0-9]+)+|[A-Za-z]{1,80}[a-z0-9][A-Z]\w*/g
/** What sources are called in stacks: by their own name, or by what they were compiled to. */
const COMPILED = 'go|py|java|kt|kts|tsx?|jsx?|mjs|cjs|rb|rs|cs|cpp|scala|php'
const CODE = /\.(?:go|py|java|kt|ts|tsx|js|rb|rs|cs|cpp|scala|php)$/

/**
 * Words that the symptoms share with what the diff touches. A changed file in a stack, or a name that the diff brought in or took away,
 * counts in full.
 */
export function spokenWords(input: SpokenInput, here: readonly Symptom[]): Spoken {
  const { hazard, message, rarity } = input
  const file = input.touched.find((touched) => touched.diff.path === hazard.path)
  const text = here.map(({ said }) => said).join('\n')
  const base = hazard.path.split('/').at(-1) ?? ''
  const terms = termsOf(wordsTouched(hazard, file, `${message} ${base}`))
  const shared = [...termsOf(text)].filter((term) => terms.has(term))
  const weight = shared.reduce((sum, term) => sum + rarity(term), 0)
  const module = base.replace(CODE, '')
  if (CODE.test(base) && sourcePattern(module).test(text)) return { words: 1, shared: [base, ...shared] }
  const told = namesExchanged(file).find((name) => rarity(plain(name)) > 0 && wordPattern(name).test(text))
  if (told !== undefined) return { words: 1, shared: [told, ...shared] }
  return { words: Math.min(1, weight / ENOUGH_WORDS), shared }
}

/** A new version speaks by its package; a change without a name only by its own lines, for the words around it are those of its trade. */
function wordsTouched(hazard: Hazard, file: TouchedFile | undefined, named: string): string {
  if (hazard.kind === 'dependency_bumped') return `${hazard.quote} ${hazard.text}`
  const changed = [...(file?.removed ?? []), ...(file?.added ?? [])]
  const around = hazard.kind === 'behaviour_changed' ? [] : (file?.around ?? [])
  // A line that only moved is no changed line, and still may be the one that shows the hazard.
  return [...changed, hazard.quote, ...around, named].join('\n')
}

/** Compound names that stand on one side of the change alone: what came in, or what others will miss. */
function namesExchanged(file: TouchedFile | undefined): readonly string[] {
  const [gone, come, around] = [file?.removed ?? [], file?.added ?? [], file?.around ?? []].map(
    (lines) => new Set((lines.join('\n').match(IDENTIFIER) ?? []).filter((name) => name.length >= LEAST_NAME_CHARACTERS)),
  )
  return [...(gone ?? []).values().filter((name) => !come?.has(name)), ...(come ?? []).values().filter((name) => !gone?.has(name))].filter(
    (name) => !around?.has(name),
  )
}

/** A name by itself, not as a part of a longer one. */
export function wordPattern(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${RegExp.escape(name)}(?![\\w-])`)
}

/** A source file as stacks name it. */
export function sourcePattern(module: string): RegExp {
  return new RegExp(`(?<!\\w)${RegExp.escape(module)}\\.(?:${COMPILED})\\b`)
}
