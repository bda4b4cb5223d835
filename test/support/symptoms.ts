import type { Departure } from '../../src/causal/scene/symptoms/departure.ts'
import type { Symptom } from '../../src/causal/scene/symptoms/symptom.ts'

/** A log error of one service that lasts, but for what is given. */
export function symptomLike(given: Partial<Symptom> = {}): Symptom {
  const entity = given.entity ?? 'app/Service/till'
  return {
    id: 'S1',
    kind: 'log_error',
    entity,
    unit: entity,
    about: new Set(),
    said: '',
    since: null,
    until: null,
    strength: 0.6,
    source: 'log',
    departure: null,
    isBackground: false,
    text: given.said ?? '',
    citations: [],
    ...given,
  }
}

/** A departure for good, from one level to another. */
export function departed(from: number, to: number, since: Date): Departure {
  return { since, seenAt: since, until: null, from, typical: to, to, first: 0, last: 0 }
}
