import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp'
import { alphabetOf, type Alphabet, type Leaf } from './alphabet.ts'
import { guardOf, type Guard } from './guard.ts'

/** The states of a pattern: one for each character it consumes. Edges carry what must hold between the two characters. */
export interface Automaton {
  readonly alphabet: Alphabet
  /** For each state the atoms it consumes. */
  readonly consumes: readonly (readonly boolean[])[]
  /** For each state, and last the start, where it goes on. Two ways to one state are two edges. */
  readonly edges: readonly (readonly Edge[])[]
  /** For each state, whether the pattern may end right there whatever follows. */
  readonly mayEnd: readonly boolean[]
  readonly start: number
}

interface Edge {
  readonly to: number
  readonly guards: readonly Guard[]
}

/** Why a pattern has no automaton. */
export class Unsupported extends Error {}

interface Node {
  readonly consumes: readonly boolean[] | null
  readonly links: { readonly to: number; readonly guard: Guard | null }[]
}

/** Above these a pattern is said to be too large to be proven; the largest of the code base has a tenth. */
const MAX_NODES = 20_000
const MAX_WAYS = 20_000

/**
 * The automaton of a pattern. A bounded repetition above `longestRepeat` counts as endless when `longestRepeat` is given.
 * Throws `Unsupported` on back references, lookbehinds without a bound, and patterns that are too large.
 */
export function automatonOf(pattern: RegExp, longestRepeat = Number.POSITIVE_INFINITY): Automaton {
  const tree = new RegExpParser().parseLiteral(String(pattern)).pattern
  const alphabet = alphabetOf(leavesOf(tree), pattern.flags)
  const builder = new Builder(alphabet, pattern.multiline, longestRepeat)
  const first = builder.node()
  const last = builder.either(tree.alternatives, first)
  return flattened(builder.nodes, { alphabet, first, last })
}

function leavesOf(tree: AST.Pattern): readonly Leaf[] {
  const leaves: Leaf[] = []
  visitRegExpAST(tree, {
    onCharacterEnter: (leaf) => void leaves.push(leaf),
    onCharacterSetEnter: (leaf) => void leaves.push(leaf),
    onCharacterClassEnter: (leaf) => void leaves.push(leaf),
    onExpressionCharacterClassEnter: (leaf) => void leaves.push(leaf),
  })
  return leaves.filter(({ parent }) => parent.type === 'Alternative' || parent.type === 'Quantifier')
}

class Builder {
  readonly nodes: Node[] = []
  private readonly alphabet: Alphabet
  private readonly isMultiline: boolean
  private readonly longestRepeat: number

  constructor(alphabet: Alphabet, isMultiline: boolean, longestRepeat: number) {
    this.alphabet = alphabet
    this.isMultiline = isMultiline
    this.longestRepeat = longestRepeat
  }

  node(consumes: readonly boolean[] | null = null): number {
    if (this.nodes.length >= MAX_NODES) throw new Unsupported('too many characters: a repetition with a high bound inside another')
    return this.nodes.push({ consumes, links: [] }) - 1
  }

  link(from: number, to: number, guard: Guard | null = null): void {
    this.nodes[from]?.links.push({ to, guard })
  }

  either(alternatives: readonly AST.Alternative[], from: number): number {
    const end = this.node()
    for (const { elements } of alternatives) {
      const entry = this.node()
      this.link(from, entry)
      this.link(
        elements.reduce((at, element) => this.element(element, at), entry),
        end,
      )
    }
    return end
  }

  private element(element: AST.Element, from: number): number {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return this.either(element.alternatives, from)
      case 'Quantifier':
        return this.repeat(element, from)
      case 'Assertion':
        return this.assertion(element, from)
      case 'Backreference':
        return this.backReference(element, from)
      default:
        return this.leaf(element, from)
    }
  }

  /** What a group matched is at most what it can match; a group that took no part is matched by nothing. */
  private backReference({ resolved }: AST.Backreference, from: number): number {
    if (Array.isArray(resolved) || !('alternatives' in resolved)) throw new Unsupported('a back reference to several groups')
    const end = this.either(resolved.alternatives, from)
    this.link(from, end)
    return end
  }

  private leaf(leaf: Leaf, from: number): number {
    const state = this.node(this.alphabet.matchedBy(leaf))
    this.link(from, state)
    return state
  }

  private repeat({ element, min, max }: AST.Quantifier, from: number): number {
    const isEndless = max === Number.POSITIVE_INFINITY || max > this.longestRepeat
    const end = this.node()
    let at = from
    for (let count = 0; count < (isEndless ? Math.min(min, this.longestRepeat) - 1 : min); count++) at = this.element(element, at)
    if (isEndless) return this.endless(element, { from: at, end, mayBeNone: min === 0 })
    for (let count = min; count < max; count++) {
      this.link(at, end)
      const entry = this.node()
      this.link(at, entry)
      at = this.element(element, entry)
    }
    this.link(at, end)
    return end
  }

  /** The way in and the way round are nodes apart, so that a loop within a loop keeps its two ways to go round. */
  private endless(element: AST.QuantifiableElement, { from, end, mayBeNone }: { from: number; end: number; mayBeNone: boolean }): number {
    const body = this.node()
    const again = this.element(element, body)
    const round = this.node()
    this.link(from, body)
    if (mayBeNone) this.link(from, end)
    this.link(again, round)
    this.link(round, body)
    this.link(round, end)
    return end
  }

  private assertion(assertion: AST.Assertion, from: number): number {
    const to = this.node()
    this.link(from, to, guardOf(assertion, this.alphabet, this.isMultiline))
    if (assertion.kind === 'lookahead') this.either(assertion.alternatives, from)
    if (assertion.kind === 'lookbehind' && isEndless(assertion)) throw new Unsupported('a lookbehind without a bound')
    return to
  }
}

function isEndless(assertion: AST.LookbehindAssertion): boolean {
  let found = false
  visitRegExpAST(assertion, { onQuantifierEnter: ({ max }) => void (found ||= max === Number.POSITIVE_INFINITY) })
  return found
}

/** The nodes that consume, joined by every way between them. */
function flattened(nodes: readonly Node[], { alphabet, first, last }: { alphabet: Alphabet; first: number; last: number }): Automaton {
  const stateOf = new Map(nodes.flatMap((node, index) => (node.consumes ? [index] : [])).map((index, state) => [index, state]))
  const waysFrom = (index: number): { edges: Edge[]; mayEnd: boolean } => {
    const edges: Edge[] = []
    let mayEnd = false
    const passed = new Set<number>()
    const follow = (at: number, guards: readonly Guard[]): void => {
      for (const { to, guard } of nodes[at]?.links ?? []) {
        if (passed.has(to)) continue
        const held = guard === null ? guards : [...guards, guard]
        const state = stateOf.get(to)
        if (state !== undefined) edges.push({ to: state, guards: held })
        else {
          mayEnd ||= to === last && held.length === 0
          passed.add(to)
          follow(to, held)
          passed.delete(to)
        }
        if (edges.length > MAX_WAYS) throw new Unsupported('too many ways through')
      }
    }
    follow(index, [])
    return { edges, mayEnd }
  }
  const ways = [...stateOf.keys(), first].map(waysFrom)
  return {
    alphabet,
    consumes: [...stateOf.keys()].map((index) => nodes[index]?.consumes ?? []),
    edges: ways.map(({ edges }) => edges),
    mayEnd: ways.map(({ mayEnd }) => mayEnd),
    start: stateOf.size,
  }
}
