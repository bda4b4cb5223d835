import type { AST } from '@eslint-community/regexpp'

/** What matches one character: the leaves of a pattern. */
export type Leaf = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass

/** Before the first and after the last character of a text. */
export const START = -1
export const END = -2

export interface Alphabet {
  /** One character for each class of characters that the pattern cannot tell apart. */
  readonly atoms: readonly string[]
  /** Which atoms a leaf matches. */
  readonly matchedBy: (leaf: Leaf) => readonly boolean[]
  readonly isWord: (atom: number) => boolean
  readonly isLineEnd: (atom: number) => boolean
}

const ASCII_CHARACTERS = 128
/** Letters of other scripts, typographic quotes, white space and line ends beyond ASCII, half a surrogate pair. */
const FOREIGN = ['é', 'ß', 'Ж', '日', '’', '“', '…', '\u00A0', '\uFEFF', '\u2028', '\u2029', '\u0085', '\uD83D']

/**
 * The characters that a pattern tells apart. Each leaf is asked by the regular expression engine itself, under the pattern's own flags, so that
 * case folding and classes are what they are when the pattern runs.
 */
export function alphabetOf(leaves: readonly Leaf[], flags: string): Alphabet {
  const own = flags.replaceAll(/[gyd]/g, '')
  const sets = new Map(leaves.map(({ raw }) => [raw, new RegExp(`^(?:${raw})$`, own)]))
  sets.set('word', /^\w$/).set('line end', /^[\n\r\u2028\u2029]$/)
  const classes = new Map<string, string>()
  for (const character of charactersOf(leaves)) {
    const signature = [...sets.values()].map((set) => (set.test(character) ? '1' : '0')).join('')
    if (!classes.has(signature)) classes.set(signature, character)
  }
  const atoms = [...classes.values()]
  const members = new Map([...sets].map(([raw, set]) => [raw, atoms.map((atom) => set.test(atom))]))
  return {
    atoms,
    matchedBy: ({ raw }) => members.get(raw) ?? [],
    isWord: (atom) => members.get('word')?.[atom] ?? false,
    isLineEnd: (atom) => members.get('line end')?.[atom] ?? false,
  }
}

function charactersOf(leaves: readonly Leaf[]): readonly string[] {
  const named = leaves.flatMap(({ raw }) => Array.from(raw)).filter((character) => character > '\u007F')
  return [...Array.from({ length: ASCII_CHARACTERS }, (_, code) => String.fromCodePoint(code)), ...FOREIGN, ...named]
}
