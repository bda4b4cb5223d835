/**
 * One way in which something is said: where that way is described, what is said, and lines in which it is (split by ` | `).
 *
 * Words, split by ` | ` as well, are found in any case and as whole words. In them `*` stands for the rest of a word, `_` for whatever
 * joins the parts of a name (`max_size`: maxSize, MAX-SIZE), `=` for what stands between a key and its value, `...` for up to 100
 * characters. Each is its own example too. A pattern stands where words do not do, and has an example of each of its alternatives.
 */
export type Way = readonly [source: string, said: string | RegExp, example: string]

/** Ways to say one thing. */
export interface Vocabulary {
  readonly ways: readonly Way[]
  /** Together they find all of the ways, and every place of each. */
  readonly patterns: readonly RegExp[]
}

/** Splits the words of a way, and its examples. */
export const BETWEEN = ' | '

export function vocabulary(ways: readonly Way[]): Vocabulary {
  const words = ways.flatMap(([, said]) => (typeof said === 'string' ? said.split(BETWEEN) : []))
  const patterns = ways.flatMap(([, said]) => (typeof said === 'string' ? [] : [new RegExp(said, `g${said.flags}`)]))
  return { ways, patterns: words.length > 0 ? [patternOf(words), ...patterns] : patterns }
}

export function says({ patterns }: Vocabulary, text: string): boolean {
  return patterns.some((pattern) => text.search(pattern) >= 0)
}

/** Every place of the text that says it, pattern by pattern. */
export function saidIn({ patterns }: Vocabulary, text: string): readonly string[] {
  return patterns.flatMap((pattern) => text.match(pattern) ?? [])
}

/** The text without what says it. */
export function without({ patterns }: Vocabulary, text: string): string {
  return patterns.reduce((rest, pattern) => rest.replace(pattern, ''), text)
}

/** Words that begin, and that end, with a letter are whole; each such sort is looked for at once, which is much faster than one by one. */
export function patternOf(words: readonly string[]): RegExp {
  const sorts = Map.groupBy(words, (word) => `${/^\w/.test(word)} ${/\w$/.test(word)}`)
  const sources = [...sorts.values()].map(([first = '', ...others]) => {
    const [before, after] = [/^\w/.test(first) ? String.raw`(?<!\w)` : '', /\w$/.test(first) ? String.raw`(?!\w)` : '']
    return `${before}(?:${[first, ...others].map(sourceOf).join('|')})${after}`
  })
  return new RegExp(sources.join('|'), 'gi')
}

function sourceOf(word: string): string {
  return word
    .replace(/^\*|\*$/g, '')
    .split(/(\*|\.\.\.|_|=|\s+)/)
    .map(partOf)
    .join('')
}

/** Everything has a bound, so that the search takes linear time. */
function partOf(part: string): string {
  if (part === '*') return String.raw`\w{0,40}`
  if (part === '...') return '.{0,100}'
  if (part === '_') return '[-_ ]?'
  if (part === '=') return String.raw`["']?\s{0,4}[:=,]\s{0,4}["']?`
  return /^\s/.test(part) ? String.raw`\s{1,4}` : RegExp.escape(part)
}
