import type { Random } from '../random.ts'

/** Trades of invented businesses: where things live there, and what is done there. No word is the name of a known demo. */
const TRADES: readonly { readonly places: readonly string[]; readonly nouns: readonly string[] }[] = [
  {
    places: ['lighthouse', 'coastguard', 'harbour-watch'],
    nouns: ['beacons', 'foghorns', 'tides', 'moorings', 'pilots', 'buoys', 'charts', 'lamps', 'keepers', 'swell', 'berths', 'tugs'],
  },
  {
    places: ['orchard', 'cidery', 'growers'],
    nouns: ['trees', 'grafts', 'presses', 'barrels', 'pickers', 'crates', 'blossom', 'frost', 'tastings', 'labels', 'ladders', 'hives'],
  },
  {
    places: ['museum', 'gallery-prod', 'collections'],
    nouns: ['exhibits', 'loans', 'guides', 'visits', 'archives', 'frames', 'restorers', 'halls', 'audio', 'donors', 'vitrines', 'plinths'],
  },
  {
    places: ['foundry', 'castings', 'smelter'],
    nouns: ['moulds', 'alloys', 'furnaces', 'ingots', 'ladles', 'shakeout', 'patterns', 'cooling', 'assays', 'slag', 'cores', 'billets'],
  },
  {
    places: ['observatory', 'skywatch', 'domes'],
    nouns: [
      'domes',
      'plates',
      'spectra',
      'transits',
      'mirrors',
      'ephemeris',
      'seeing',
      'surveys',
      'calibration',
      'nights',
      'gratings',
      'flats',
    ],
  },
  {
    places: ['laundry', 'linen', 'pressroom'],
    nouns: ['hampers', 'spinners', 'starch', 'pickups', 'folding', 'stains', 'hangers', 'rounds', 'tagging', 'dryers', 'mending', 'routes'],
  },
]

const QUALIFIERS = ['north', 'spare', 'early', 'guest', 'night', 'bulk', 'draft', 'field', 'main', 'side'] as const

/** How a team writes the names of its services. */
const SERVICE_HABITS: readonly ((noun: string) => string)[] = [
  (noun) => noun,
  (noun) => `${noun}-api`,
  (noun) => `${noun}-svc`,
  (noun) => `svc-${noun}`,
]

/** How its workloads are called after them; every other team uses one name for both. */
const WORKLOAD_HABITS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name,
  (name) => `${name}-deploy`,
  (name) => `${name}-v1`,
  (name) => `app-${name}`,
  (name) => `${name}-server`,
]

export interface Vocabulary {
  /** At least two, each different. */
  readonly places: readonly string[]
  /** A fresh service name at every call, never the same twice. */
  readonly nextName: () => string
  readonly workloadOf: (name: string) => string
}

/** The words of one invented business, by seed. */
export function chooseVocabulary(random: Random): Vocabulary {
  const trade = random.pick(TRADES)
  const habit = random.pick(SERVICE_HABITS)
  const qualified = QUALIFIERS.flatMap((qualifier) => trade.nouns.map((noun) => `${qualifier}-${noun}`))
  const left = [...shuffled(trade.nouns, random), ...shuffled(qualified, random)]
  return {
    places: shuffled(trade.places, random),
    nextName: () => habit(left.shift() ?? 'unnamed'),
    workloadOf: random.pick(WORKLOAD_HABITS),
  }
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((item) => ({ item, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}
