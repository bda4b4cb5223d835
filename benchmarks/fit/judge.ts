import type { DescribedIncident } from './describe-incident.ts'
import { chancesIn, fitWeigher, rightOf, type Fitted } from './fit-weigher.ts'

/** `right`: entity and kind of fault; `partly`: the entity; `claimed`: something is named of a healthy system; `fine`: nothing is. */
export type Verdict = 'right' | 'partly' | 'wrong' | 'abstained' | 'claimed' | 'fine'

/** What a weigher makes of one incident. */
export interface Judgement {
  readonly incident: DescribedIncident
  readonly verdict: Verdict
  /** That the entity which it names is the cause, in whichever way; that none is, where it names none. */
  readonly chance: number
}

export function judge(incident: DescribedIncident, fitted: Fitted): Judgement {
  const chances = chancesIn(incident, fitted)
  const none = chances.at(-1) ?? 1
  const best = chances.indexOf(Math.max(...chances.slice(0, -1)))
  const named = incident.candidates[best]
  const own = incident.candidates.map(({ entity }, index) => (entity === named?.entity ? (chances[index] ?? 0) : 0))
  const chance = own.reduce((sum, one) => sum + one, 0)
  if (named === undefined || chance <= none) return { incident, chance: none, verdict: incident.isHealthy ? 'fine' : 'abstained' }
  return { incident, chance, verdict: verdictOn(named.fits, incident) }
}

function verdictOn(fits: 'whole' | 'entity' | 'not', { isHealthy }: DescribedIncident): Verdict {
  if (isHealthy) return 'claimed'
  return fits === 'whole' ? 'right' : fits === 'entity' ? 'partly' : 'wrong'
}

/** Judges each incident by a weigher that was fitted without all that have its key. In the order of the keys. */
export function judgeLeftOut(
  incidents: readonly DescribedIncident[],
  keyOf: (incident: DescribedIncident) => string,
): readonly Judgement[] {
  return [...Map.groupBy(incidents, keyOf)].flatMap(([key, own]) => {
    const fitted = fitWeigher(incidents.filter((incident) => keyOf(incident) !== key))
    return own.map((incident) => judge(incident, fitted))
  })
}

/** What kind of fault it is: the mechanism of the first candidate that is right. */
export function familyOf(incident: DescribedIncident): string {
  if (incident.isHealthy) return 'healthy'
  return incident.candidates[rightOf(incident).indexOf(true)]?.mechanism ?? 'not proposed'
}
