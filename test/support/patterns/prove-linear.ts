import { RegExpParser, type AST } from '@eslint-community/regexpp'
import { automatonOf, Unsupported } from './automaton.ts'
import { loopsOf, type Loops } from './loops.ts'
import { stepsOf, type Steps } from './steps.ts'

/** `window`: how many steps at most the bounded repetitions cost at each character; 1 when they cost none. */
export type Proof =
  | { readonly kind: 'linear'; readonly window: number }
  | { readonly kind: 'superlinear'; readonly prefix: string; readonly pump: string }
  | { readonly kind: 'unproven'; readonly why: string }

/** A bound above this is held to be none: the pattern must be linear without it. */
const LARGEST_REPEAT = 1_000
/** A bounded repetition up to here is a constant like any other. */
const SMALL_REPEAT = 8
/** Above these a pattern counts as unproven: the largest of the code base has a tenth. */
const MAX_PAIRS = 3_000_000

/**
 * Whether a search for the pattern takes steps in proportion to the text at most, whatever the text, in an engine that backtracks and begins anew
 * at every character. It does when no text can be gone through in more and more ways: neither within one loop of the pattern nor from one loop
 * (the search itself is one) into another (Weber and Seidl 1991; Weideman and others 2016). A loop in which the pattern has matched wherever it is
 * stuck is left out, as nothing is tried again after it. Assertions that look further than one character are taken to hold and not to hold.
 */
export function proveLinear(pattern: RegExp): Proof {
  try {
    const exact = witnessOf(pattern, LARGEST_REPEAT)
    if (exact !== null) return { kind: 'superlinear', ...exact }
    return { kind: 'linear', window: windowOf(pattern) }
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unproven', why: error.message }
    throw error
  }
}

/** What the bounded repetitions of a pattern multiply to, when it would not be linear without their bounds. */
function windowOf(pattern: RegExp): number {
  const bound = boundOf(new RegExpParser().parseLiteral(String(pattern)).pattern.alternatives)
  return bound === 1 || isLinearUnbound(pattern) ? 1 : bound
}

function isLinearUnbound(pattern: RegExp): boolean {
  try {
    return witnessOf(pattern, SMALL_REPEAT) === null
  } catch (error) {
    if (error instanceof Unsupported) return false
    throw error
  }
}

/** The largest product of bounds along one way through the alternatives. What an assertion looks at is gone through beside what follows it. */
function boundOf(alternatives: readonly AST.Alternative[]): number {
  return Math.max(...alternatives.map(({ elements }) => boundAlong(elements)))
}

function boundAlong(elements: readonly AST.Element[]): number {
  let [bound, most] = [1, 1]
  for (const element of elements) {
    if (element.type !== 'Assertion') bound *= boundOfElement(element)
    else if ('alternatives' in element) most = Math.max(most, bound * boundOf(element.alternatives))
  }
  return Math.max(most, bound)
}

function boundOfElement(element: AST.Element): number {
  if (element.type === 'Quantifier') {
    const isBound = element.max > SMALL_REPEAT && element.max !== Number.POSITIVE_INFINITY
    return (isBound ? element.max : 1) * boundOfElement(element.element)
  }
  if (element.type === 'Group' || element.type === 'CapturingGroup') return boundOf(element.alternatives)
  return 1
}

interface Witness {
  readonly prefix: string
  readonly pump: string
}

function witnessOf(pattern: RegExp, longestRepeat: number): Witness | null {
  const automaton = automatonOf(pattern, longestRepeat)
  const steps = stepsOf(automaton, pattern.sticky)
  const loops = loopsOf(steps)
  const found = twoWaysInOneLoop(steps, loops) ?? fromLoopToLoop(steps, loops)
  const spelt = (atoms: readonly number[]): string => atoms.map((atom) => automaton.alphabet.atoms[atom] ?? '').join('')
  return found === null ? null : { prefix: spelt(wayTo(found.at, loops)), pump: spelt(found.pump) }
}

interface Found {
  readonly at: number
  readonly pump: readonly number[]
}

function wayTo(id: number, { reached }: Loops): readonly number[] {
  const way: number[] = []
  for (let at = reached.get(id); at !== undefined && at.from !== null; at = reached.get(at.from)) way.unshift(at.atom)
  return way
}

/** Exponential: a text that leads from a place back to it in two ways. */
function twoWaysInOneLoop(steps: Steps, loops: Loops): Found | null {
  for (const [loop, members] of loops.members.entries()) {
    const [first] = members
    if (first === undefined || loops.loopOf.get(first) === undefined || loops.isSure(loop)) continue
    const within = (id: number, atom: number): readonly number[] => steps.after(id, atom).filter((to) => loops.loopOf.get(to) === loop)
    for (const id of members) {
      for (let atom = 0; atom < steps.atoms; atom++) {
        const next = within(id, atom)
        if (new Set(next).size < next.length) return { at: id, pump: [atom, ...backTo(id, next[0] ?? id, within, steps)] }
        for (const [index, one] of next.entries()) {
          for (const other of next.slice(index + 1)) {
            const rest = search([one, other], {
              steps,
              next: ([a = 0, b = 0], atom) => within(a, atom).flatMap((x) => within(b, atom).map((y) => [x, y])),
              isEnd: ([a, b]) => a === b,
            })
            if (rest !== null) return { at: id, pump: [atom, ...rest] }
          }
        }
      }
    }
  }
  return null
}

function backTo(target: number, from: number, within: (id: number, atom: number) => readonly number[], steps: Steps): readonly number[] {
  return search([from], { steps, next: ([id = 0], atom) => within(id, atom).map((to) => [to]), isEnd: ([id]) => id === target }) ?? []
}

/** Polynomial: a text that leads from one loop back into it, into a later loop, and from that back into it. */
function fromLoopToLoop(steps: Steps, loops: Loops): Found | null {
  const stay = (id: number, atom: number): readonly number[] => {
    const loop = loops.loopOf.get(id)
    return steps.after(id, atom).filter((to) => loops.loopOf.get(to) === loop)
  }
  for (const [second, inSecond] of loops.members.entries()) {
    if (loops.isSure(second)) continue
    for (const q of inSecond.filter((id) => loops.loopOf.has(id) && !steps.isSearching(id))) {
      for (const [p, first] of loops.loopOf) {
        if (first <= second || !steps.isOneText(p, q)) continue
        const pump = search([p, p, q], {
          steps,
          next: ([a = 0, x = 0, b = 0], atom) => {
            const [left, right] = [stay(a, atom), stay(b, atom)]
            if (left.length === 0 || right.length === 0) return []
            const middle = steps.after(x, atom)
            return left.flatMap((l) => middle.flatMap((m) => right.map((r) => [l, m, r])))
          },
          isEnd: ([a, x, b]) => a === p && x === q && b === q,
        })
        if (pump !== null) return { at: p, pump }
      }
    }
  }
  return null
}

interface Search {
  readonly steps: Steps
  readonly next: (ids: readonly number[], atom: number) => readonly (readonly number[])[]
  readonly isEnd: (ids: readonly number[]) => boolean
}

/** The shortest text from `start` to an end; null when there is none. The start itself is an end only after a character, unless it stands for one already. */
function search(start: readonly number[], { steps, next, isEnd }: Search): readonly number[] | null {
  if (start.length === 2 && isEnd(start)) return []
  const from = new Map<string, { readonly ids: readonly number[]; readonly before: string | null; readonly atom: number }>()
  from.set(start.join(), { ids: start, before: null, atom: -1 })
  for (const [key, { ids }] of from) {
    for (let atom = 0; atom < steps.atoms; atom++) {
      for (const to of next(ids, atom)) {
        if (isEnd(to)) return [...textTo(key, from), atom]
        const name = to.join()
        if (!from.has(name)) from.set(name, { ids: to, before: key, atom })
      }
    }
    if (from.size > MAX_PAIRS) throw new Unsupported('too many ways to compare')
  }
  return null
}

function textTo(key: string, from: ReadonlyMap<string, { readonly before: string | null; readonly atom: number }>): readonly number[] {
  const text: number[] = []
  for (let at = from.get(key); at !== undefined && at.before !== null; at = from.get(at.before)) text.unshift(at.atom)
  return text
}
