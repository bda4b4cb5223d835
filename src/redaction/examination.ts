import type { NameJudge } from './names/judge-name.ts'
import { MASK, type Mark } from './marks.ts'

/** Which parts of a text belong to Kubernetes Secrets. */
export interface SecretObjects {
  /** Whether the object around a position is a Secret. */
  holds(at: number): boolean
}

/** How the options of a command carry a secret: as the next word, joined to the option, either way, or as `user:password`. */
export type CommandOptions = Readonly<Record<string, 'next' | 'joined' | 'either' | 'login'>>

/** A name and where what follows its separator begins. */
export interface Pair {
  readonly name: string
  readonly nameStart: number
  /** Quote that closes the name, with its backslashes; empty when it is not quoted. */
  readonly quote: string
  readonly separator: ':' | '='
  /** One past the separator. */
  readonly at: number
}

/** One text under examination: what was found so far, and what the scan remembers while it goes through it once. */
export interface Examination {
  readonly text: string
  readonly marks: Mark[]
  readonly judgeName: NameJudge
  /** Texts that stay whatever they look like. */
  readonly allowed: ReadonlySet<string>
  /** Where the text holds Kubernetes Secrets; null when it holds none. */
  readonly secretObjects: SecretObjects | null
  /** The last `name: X`, whose `value:` may follow; null when none is near. */
  named: { readonly name: string; readonly end: number } | null
  /** Options of the command that is being read, until its line ends. */
  command: CommandOptions | null
}

interface Part {
  readonly start: number
  readonly end: number
  /** Stands around the mask: what was a bare value becomes a string. */
  readonly quote?: string
}

/** Marks a part to be masked, unless it is empty, is masked already or is on the list of what stays. Returns its end. */
export function mark(examination: Examination, part: Part): number {
  const { text, allowed } = examination
  const start = afterMask(text, part.start)
  const end = afterMask(text, part.end)
  if (start >= end) return part.end
  const isMasked = end - start === MASK.length && text.startsWith(MASK, start)
  const stays = isMasked || (allowed.size > 0 && allowed.has(text.slice(start, end)))
  const { quote = '' } = part
  if (!stays) examination.marks.push({ start, end, replacement: `${quote}${MASK}${quote}` })
  return end
}

/** A mask of an earlier pass is never torn: a border inside it moves behind it. */
function afterMask(text: string, at: number): number {
  if (!INSIDE_MASK.has(text[at] ?? '')) return at
  for (let begin = at - 1; begin > at - MASK.length && begin >= 0; begin--) {
    if (text[begin] === '[') return text.startsWith(MASK, begin) ? begin + MASK.length : at
  }
  return at
}

const INSIDE_MASK: ReadonlySet<string> = new Set(MASK.slice(1))
