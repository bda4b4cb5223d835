import { TEMPLATES } from './tables/files.ts'
import { GIVES_BACK, GUARDS, MARKUP, WATCHES } from './tables/harmless.ts'
import type { TouchedFile } from './hazard.ts'
import { says, type Vocabulary } from './words.ts'

const DEFINES =
  /\b(?:func|function|def|fn|fun|class|struct|interface|type|const|let|var|val|sub|proc)\s+(?:\([^()]*\)\s*)?([A-Za-z_]\w*)|^\s*(?:(?:public|private|protected|static|final|async)\s+){1,4}[\w<>[\],?][\w<>[\], ?]{0,120}\s+(\w+)\s*\(/g
const CALLED = /(?<!\w)([A-Za-z_]\w*)\s*\(/g
/** Words before a bracket that call nothing. */
const KEYWORDS = new Set('if for while switch return func function def fn fun catch match elif when'.split(' '))
const NUMBER = /(?<![\w.])\d[\d_]*(?:\.\d+)?/g
/** A number moved by less than these factors is tuned: services run with more margin than that. */
const TUNED = { least: 0.7, most: 3 }

/**
 * True when an edit in which no hazard was found does what the code did before, or adds only what hurts nobody: other words for the same,
 * a part that moved into a function of its own, measurements, checks that end early, releases, markup, numbers that are tuned.
 */
export function isHarmless(file: TouchedFile): boolean {
  return isRewording(file) || isExtraction(file) || addsOnly(file, [WATCHES, GUARDS, GIVES_BACK]) || isMarkup(file) || isTuning(file)
}

/** Everything new is a definition, or a call of something that is defined right there; what it holds moved. */
function isExtraction({ removed, added }: TouchedFile): boolean {
  const defined = new Set(added.flatMap((line) => [...line.matchAll(DEFINES)].flatMap((match) => match[1] ?? match[2] ?? [])))
  const calls = added.flatMap((line) => [...line.matchAll(CALLED)].map((match) => match[1] ?? '')).filter((name) => !KEYWORDS.has(name))
  return removed.length === 0 && defined.size > 0 && calls.length > 0 && calls.every((name) => defined.has(name))
}

function addsOnly({ removed, added }: TouchedFile, harmless: readonly Vocabulary[]): boolean {
  return removed.length === 0 && added.length > 0 && added.every((line) => harmless.some((said) => says(said, line)))
}

function isMarkup({ diff, removed, added }: TouchedFile): boolean {
  return says(TEMPLATES, diff.path) && [...removed, ...added].every((line) => says(MARKUP, line))
}

/** Nothing but numbers changed, and none by much. */
function isTuning({ removed, added }: TouchedFile): boolean {
  if (removed.length !== added.length || removed.length === 0) return false
  return removed.every((old, index) => {
    const now = added[index] ?? ''
    const [before, after] = [old, now].map((line) => (line.match(NUMBER) ?? []).map((text) => Number(text.replaceAll('_', ''))))
    const ratios = (before ?? []).map((number, at) => (after?.[at] ?? Number.NaN) / number)
    return old.replace(NUMBER, '#') === now.replace(NUMBER, '#') && ratios.every((ratio) => ratio > TUNED.least && ratio < TUNED.most)
  })
}

/** Words that carry a value along without changing it. */
const CARRIERS = new Set('return const let var val def fun func fn final auto mut self this new'.split(' '))
const TOKEN = /"[^"]*"|'[^']*'|`[^`]*`|[A-Za-z_]\w*|\d[\w.]*|[-+*/%<>=!&|?]{1,3}/g

/**
 * True when the new lines say everything that the old ones said, in the same order, and add nothing that acts: only names for parts
 * of it. Such an edit does what the code did before, whatever words it shares with an error.
 */
function isRewording({ removed, added }: TouchedFile): boolean {
  const [before, after] = [tokensOf(removed), tokensOf(added)]
  if (before.length === 0) return false
  const extra: string[] = []
  let at = 0
  for (const token of after) {
    if (token === before[at]) at += 1
    else extra.push(token)
  }
  const called = new Set(added.flatMap((line) => [...line.matchAll(CALLED)].map((match) => match[1])))
  return at === before.length && extra.every((token) => (isName(token) && !called.has(token)) || isKey(token, added))
}

function tokensOf(lines: readonly string[]): readonly string[] {
  return (lines.join('\n').match(TOKEN) ?? []).filter((token) => !CARRIERS.has(token) && !/^[:=]=?$/.test(token))
}

/** `true` and `false` switch something and are no names. */
function isName(token: string): boolean {
  return /^[A-Za-z_]/.test(token) && !/^(?:true|false)$/i.test(token)
}

/** A further field of an answer: readers take what they know. Those that refuse the unknown say so by its name. */
function isKey(token: string, lines: readonly string[]): boolean {
  return /^["']/.test(token) && lines.some((line) => line.includes(`${token}:`))
}
