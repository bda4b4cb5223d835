import { START } from './alphabet.ts'
import type { Automaton } from './automaton.ts'

/**
 * The search for a pattern as one graph of numbered places: a state of the automaton with what its assertions can tell of the character before.
 * The state of a search that has not begun goes on over every character, as the engine begins anew at every one.
 */
export interface Steps {
  readonly begin: number
  readonly atoms: number
  /** Where the search may be after one more character `atom`, with one entry for every way to get there. */
  readonly after: (place: number, atom: number) => readonly number[]
  /** Where it may be after any character. */
  readonly next: (place: number) => ReadonlySet<number>
  readonly isSearching: (place: number) => boolean
  readonly mayEnd: (place: number) => boolean
  /** Whether one character can have led to both. */
  readonly isOneText: (place: number, other: number) => boolean
}

export function stepsOf({ alphabet, consumes, edges, mayEnd, start }: Automaton, isSticky: boolean): Steps {
  const atoms = alphabet.atoms.length
  const every = Array.from({ length: atoms }, (_, atom) => atom)
  const byAtom = edges.map((own) => every.map((atom) => own.filter(({ to }) => consumes[to]?.[atom])))
  const places: { readonly state: number; readonly before: number; readonly befores: Set<number> }[] = []
  const numbers = new Map<string, number>()
  const guardsOf = edges.map((own) => [...new Set(own.flatMap(({ guards }) => guards))])

  // Two characters before are the same to a state when none of its assertions tells them apart, whatever comes next.
  const signatures = new Map<number, string>()
  const signatureOf = (state: number, before: number): string => {
    const key = state * (atoms + 1) + before + 1
    const known =
      signatures.get(key) ?? (guardsOf[state] ?? []).map((holds) => every.map((atom) => (holds(before, atom) ? '1' : '0')).join('')).join()
    signatures.set(key, known)
    return known
  }
  const placeAt = (state: number, before: number): number => {
    const key = `${state}:${signatureOf(state, before)}`
    const known = numbers.get(key) ?? places.push({ state, before, befores: new Set() }) - 1
    numbers.set(key, known)
    places[known]?.befores.add(before)
    return known
  }
  const begin = placeAt(start, START)
  const remembered = new Map<number, readonly number[]>()
  const after = (place: number, atom: number): readonly number[] => {
    const key = place * atoms + atom
    const known = remembered.get(key)
    if (known !== undefined) return known
    const { state, before } = places[place] ?? { state: start, before: START }
    const next = (byAtom[state]?.[atom] ?? [])
      .filter(({ guards }) => guards.every((holds) => holds(before, atom)))
      .map(({ to }) => placeAt(to, atom))
    const all = state === start && !isSticky ? [...next, placeAt(start, atom)] : next
    remembered.set(key, all)
    return all
  }
  const neighbours = new Map<number, ReadonlySet<number>>()
  return {
    begin,
    atoms,
    after,
    next(place) {
      const found = neighbours.get(place) ?? new Set(every.flatMap((atom) => after(place, atom)))
      neighbours.set(place, found)
      return found
    },
    isSearching: (place) => places[place]?.state === start,
    mayEnd: (place) => mayEnd[places[place]?.state ?? start] ?? false,
    isOneText: (place, other) => !(places[place]?.befores.isDisjointFrom(places[other]?.befores ?? new Set()) ?? true),
  }
}
