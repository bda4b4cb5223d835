import type { AST } from '@eslint-community/regexpp'
import { END, START, type Alphabet } from './alphabet.ts'

/** Whether an assertion can hold between two neighbouring atoms (`START` before the first, `END` after the last). May say yes where the engine says no, never the other way. */
export type Guard = (before: number, after: number) => boolean

export function guardOf(assertion: AST.Assertion, alphabet: Alphabet, isMultiline: boolean): Guard {
  switch (assertion.kind) {
    case 'start':
      return (before) => before === START || (isMultiline && alphabet.isLineEnd(before))
    case 'end':
      return (_before, after) => after === END || (isMultiline && alphabet.isLineEnd(after))
    case 'word':
      return (before, after) => (alphabet.isWord(before) !== alphabet.isWord(after)) !== assertion.negate
    default:
      return aroundGuard(assertion, alphabet, isMultiline)
  }
}

/** What one alternative of a lookaround asks of the neighbouring atom, and whether that is all it asks. */
interface Demand {
  readonly holds: Guard
  readonly isAll: boolean
}

function aroundGuard(assertion: AST.LookaroundAssertion, alphabet: Alphabet, isMultiline: boolean): Guard {
  const demands = assertion.alternatives.map(({ elements }) => demandOf(elements, assertion.kind))
  // Negated, an alternative that asks for more than one character may fail to hold whatever the neighbour is.
  if (assertion.negate) return (before, after) => demands.every(({ holds, isAll }) => !isAll || !holds(before, after))
  return (before, after) => demands.some(({ holds }) => holds(before, after))

  function demandOf(elements: readonly AST.Element[], kind: 'lookahead' | 'lookbehind'): Demand {
    const nearest = kind === 'lookahead' ? elements[0] : elements.at(-1)
    if (nearest === undefined) return { holds: () => true, isAll: true }
    const own = elementDemand(nearest, kind)
    return { holds: own.holds, isAll: own.isAll && elements.length === 1 }
  }

  function elementDemand(element: AST.Element, kind: 'lookahead' | 'lookbehind'): Demand {
    switch (element.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
      case 'ExpressionCharacterClass': {
        const set = alphabet.matchedBy(element)
        return { holds: (before, after) => set[kind === 'lookahead' ? after : before] ?? false, isAll: true }
      }
      case 'Assertion':
        return element.kind === 'start' || element.kind === 'end' || element.kind === 'word'
          ? { holds: guardOf(element, alphabet, isMultiline), isAll: true }
          : { holds: () => true, isAll: false }
      case 'Group':
      case 'CapturingGroup': {
        const inner = element.alternatives.map(({ elements }) => demandOf(elements, kind))
        return { holds: (before, after) => inner.some(({ holds }) => holds(before, after)), isAll: inner.every(({ isAll }) => isAll) }
      }
      case 'Quantifier':
        return element.min > 0 ? { holds: elementDemand(element.element, kind).holds, isAll: false } : { holds: () => true, isAll: false }
      default:
        return { holds: () => true, isAll: false }
    }
  }
}
