import { type DrillScore, type DrillState, isFaultless } from './drill-scores.ts'
import { type Judged, reliability, wordFigures } from './reliability.ts'
import { textTable } from './text-table.ts'

/** Strict AP by family, of an engine that was fitted without that family; no entry where nobody has fitted one. */
export type LeftOut = ReadonlyMap<string, readonly DrillScore[]>

const STATES: readonly { readonly state: DrillState; readonly name: string }[] = [
  { state: 'fault', name: 'a fault that can be known' },
  { state: 'unknowable', name: 'a fault that cannot be known' },
  { state: 'healthy', name: 'healthy' },
  { state: 'background', name: 'background only' },
  { state: 'recovered', name: 'recovered' },
]
const HEAD = ['drills', 'named', 'strict AP', 'exact set', 'any hit', 'grounded', 'verified right']
const CROWDS: readonly (readonly [least: number, most: number])[] = [
  [0, 0],
  [1, 3],
  [4, 6],
  [7, Number.POSITIVE_INFINITY],
]

/**
 * What came of drills: by state, by family beside the scores of engines fitted without that family, by what surrounded the fault, and how
 * far stated confidence held. Families and surroundings count faults that can be known. Plain text.
 */
export function drillReport(scores: readonly DrillScore[], leftOut: LeftOut): string {
  const faults = scores.filter(({ state }) => state === 'fault')
  return [
    `Drills by state\n${stateTable(scores)}`,
    `Drills by family\n${familyTable(faults, leftOut)}`,
    `Drills by what surrounds the fault\n${lifeTable(faults, scores)}`,
    `Drills by stated confidence\n${bucketTable(scores)}`,
  ].join('\n\n')
}

function stateTable(scores: readonly DrillScore[]): string {
  const rows = STATES.map(({ state, name }) => {
    const own = scores.filter((score) => score.state === state)
    const cells = cellsOf(own)
    // Where nothing may be named there is nothing to hit: only what was named counts.
    return [name, ...(own.some(isFaultless) ? [...cells.slice(0, 2), '-', '-', '-', '-', '-'] : cells)]
  })
  return textTable([['state', ...HEAD], ...rows])
}

function familyTable(faults: readonly DrillScore[], leftOut: LeftOut): string {
  const families = [...Map.groupBy(faults, ({ family }) => family)].toSorted(([a], [b]) => a.localeCompare(b))
  const rows = families.map(([family, own]) => {
    const other = leftOut.get(family)?.filter((score) => score.family === family && score.state === 'fault')
    return [family, ...cellsOf(own), other === undefined ? 'none' : figure(mean(other, strict))]
  })
  const table = textTable([['family', ...HEAD, 'left out'], ...rows, ['all', ...cellsOf(faults), leftOutOfAll(faults, leftOut)]])
  return leftOut.size > 0 ? table : `${table}\nNo engine was fitted without a family: there are no left-out answers (--left-out).`
}

/** Only a figure over every family says how far the engine is from what it never saw. */
function leftOutOfAll(faults: readonly DrillScore[], leftOut: LeftOut): string {
  const families = [...new Set(faults.map(({ family }) => family))]
  if (families.some((family) => !leftOut.has(family))) return 'none'
  return figure(
    mean(
      families.flatMap((family) => (leftOut.get(family) ?? []).filter((score) => score.family === family && score.state === 'fault')),
      strict,
    ),
  )
}

/** Lively drills have many elements at once, so a difference is not the cost of one alone; how often something of it was named is. */
function lifeTable(faults: readonly DrillScore[], scores: readonly DrillScore[]): string {
  const elements = [...new Set(faults.flatMap(({ life }) => life))].toSorted()
  const rows = elements.map((element) => {
    const [present, absent] = [faults.filter(({ life }) => life.includes(element)), faults.filter(({ life }) => !life.includes(element))]
    const [one, other] = [mean(present, strict), mean(absent, strict)]
    const cost = one === null || other === null ? '-' : (one - other).toFixed(3)
    return [
      element,
      String(present.length),
      figure(one),
      figure(mean(present, hit)),
      figure(other),
      cost,
      String(scores.filter(({ blamed }) => blamed.includes(element)).length),
    ]
  })
  const crowds = CROWDS.map(([least, most]) => {
    const own = faults.filter(({ life }) => life.length >= least && life.length <= most)
    const name = least === most ? `${least} elements` : Number.isFinite(most) ? `${least} to ${most}` : `${least} and more`
    return [name, String(own.length), figure(mean(own, strict)), figure(mean(own, hit)), '-', '-', '-']
  })
  return textTable([['element', 'drills', 'strict AP', 'any hit', 'AP without it', 'difference', 'named in'], ...rows, ...crowds])
}

function bucketTable(scores: readonly DrillScore[]): string {
  const rows = reliability(scores.flatMap(judgedOf)).map(({ from, to, count, observed }) => {
    const verified = scores.filter((score) => score.confidenceWord === 'verified' && isWithin(score, from, to))
    return [
      `${from.toFixed(2)} to ${to.toFixed(2)}`,
      String(count),
      figure(observed),
      String(verified.length),
      figure(mean(verified, exact)),
    ]
  })
  return textTable([['stated', 'answers', 'right', 'verified', 'of these right'], ...rows])
}

/** Buckets are open above, but the last one holds certainty. */
function isWithin({ confidence }: DrillScore, from: number, to: number): boolean {
  return confidence !== null && confidence >= from && (confidence < to || to === 1)
}

function cellsOf(scores: readonly DrillScore[]): readonly string[] {
  const { verified, verifiedRight } = wordFigures(scores.flatMap(judgedOf))
  const right = verifiedRight === null ? 0 : Math.round(verifiedRight * verified)
  const named = scores.filter(({ claimed }) => claimed.length > 0).length
  const figures = [strict, exact, hit, grounded].map((of) => figure(mean(scores, of)))
  return [String(scores.length), String(named), ...figures, `${right} of ${verified}`]
}

function judgedOf(score: DrillScore): readonly Judged[] {
  const { confidence, confidenceWord } = score
  return confidence === null || confidenceWord === null ? [] : [{ confidence, word: confidenceWord, isRight: exact(score) === 1 }]
}

const strict = ({ averagePrecision }: DrillScore) => averagePrecision
const exact = ({ averagePrecision }: DrillScore) => Number(averagePrecision === 1)
const hit = ({ hasHit }: DrillScore) => Number(hasHit)
const grounded = ({ isGrounded }: DrillScore) => Number(isGrounded)

function mean(scores: readonly DrillScore[], of: (score: DrillScore) => number): number | null {
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + of(score), 0) / scores.length
}

function figure(value: number | null): string {
  return value === null ? '-' : value.toFixed(3)
}
