import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp'
import type { Proof } from './prove-linear.ts'

/** A text of any length: `prefix`, then `pump` over and over, then `suffix`. */
export interface Attack {
  readonly prefix: string
  readonly pump: string
  readonly suffix: string
}

/** What ends a text so that hardly any pattern matches it, and a text that simply ends. */
const SUFFIXES = ['\u0000', '', '\n\u0000']
const GENERAL = [
  ' ',
  '\t',
  '\n',
  '0',
  'a',
  'A',
  'a ',
  'a.',
  'a-',
  'a_b',
  '"',
  "'",
  '\\"',
  '`',
  '(',
  '()',
  '[',
  '{',
  '<',
  '/',
  '-',
  '_',
  '.',
  ',',
  '=',
  ':',
  '#',
  'é',
]
/** Members of a class that are tried, in this order, until one fits. */
const MEMBERS = ['a', 'A', '0', ' ', '.', '-', '/', '"', '(', ',', '=', '<', '\t', '\n', '_', '\u0000', 'é', '日']
/** How many members of a class are tried as what is repeated. */
const MEMBERS_TRIED = 2

/** Texts against one pattern: each of its repetitions fed, reached from the start and begun again and again; what a proof found; and general ones. */
export function attacksOn(pattern: RegExp, proof: Proof): readonly Attack[] {
  const tree = new RegExpParser().parseLiteral(String(pattern))
  const repetitions: AST.Quantifier[] = []
  visitRegExpAST(tree, { onQuantifierEnter: (node) => void (node.max > 1 && repetitions.push(node)) })
  const own = repetitions.flatMap((node) => {
    const before = textBefore(node, pattern.flags)
    return bodiesOf(node.element, pattern.flags).flatMap((body) => [
      { prefix: before, pump: body },
      { prefix: '', pump: before + body },
      { prefix: before, pump: body + textAfter(node, pattern.flags) },
    ])
  })
  const proven = proof.kind === 'superlinear' ? [{ prefix: proof.prefix, pump: proof.pump }] : []
  const whole = { prefix: '', pump: textOf(tree.pattern, pattern.flags) }
  const all = [...own, ...proven, whole].flatMap((one) => SUFFIXES.map((suffix) => ({ ...one, suffix })))
  const general = GENERAL.map((pump) => ({ prefix: '', pump, suffix: '\u0000' }))
  return [...new Map([...all, ...general].filter(({ pump }) => pump !== '').map((one) => [JSON.stringify(one), one])).values()]
}

/** An attack of about `length` characters. */
export function spell({ prefix, pump, suffix }: Attack, length: number): string {
  return prefix + pump.repeat(Math.ceil(length / pump.length)) + suffix
}

function bodiesOf(element: AST.QuantifiableElement, flags: string): readonly string[] {
  if (element.type === 'Group' || element.type === 'CapturingGroup') {
    return element.alternatives.map((alternative) => textOf(alternative, flags)).slice(0, MEMBERS_TRIED)
  }
  return membersOf(element, flags).slice(0, MEMBERS_TRIED)
}

function membersOf(element: AST.Element, flags: string): readonly string[] {
  if (element.type === 'Character') return [String.fromCodePoint(element.value)]
  if (!['CharacterSet', 'CharacterClass', 'ExpressionCharacterClass'].includes(element.type)) return []
  const set = new RegExp(`^${element.raw}$`, flags.replaceAll(/[gyd]/g, ''))
  const named = Array.from(element.raw)
  return [...MEMBERS, ...named].filter((member) => set.test(member))
}

/** The shortest text that a part of a pattern is likely to match; repetitions once at least, the first of alternatives. */
function textOf(node: AST.Pattern | AST.Alternative | AST.Element, flags: string): string {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return node.alternatives[0] === undefined ? '' : textOf(node.alternatives[0], flags)
    case 'Alternative':
      return node.elements.map((element) => textOf(element, flags)).join('')
    case 'Quantifier':
      return textOf(node.element, flags).repeat(Math.max(1, node.min))
    case 'Assertion':
    case 'Backreference':
      return ''
    default:
      return membersOf(node, flags)[0] ?? ''
  }
}

function textBefore(node: AST.Element, flags: string): string {
  return textBeside(node, (siblings, at) => siblings.slice(0, at), flags)
}

function textAfter(node: AST.Element, flags: string): string {
  const { parent } = node
  if (parent.type !== 'Alternative') return ''
  return parent.elements
    .slice(parent.elements.indexOf(node) + 1, parent.elements.indexOf(node) + 2)
    .map((element) => textOf(element, flags))
    .join('')
}

function textBeside(
  node: AST.Element,
  pick: (siblings: readonly AST.Element[], at: number) => readonly AST.Element[],
  flags: string,
): string {
  const { parent } = node
  if (parent.type === 'Quantifier') return textBeside(parent, pick, flags)
  if (parent.type !== 'Alternative') return ''
  const own = pick(parent.elements, parent.elements.indexOf(node))
    .map((element) => textOf(element, flags))
    .join('')
  const outer = parent.parent
  return outer.type === 'Pattern' ? own : textBeside(outer, pick, flags) + own
}
