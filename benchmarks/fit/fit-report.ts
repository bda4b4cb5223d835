import { CANDIDATE_FEATURES, NONE_FEATURES } from '../../src/causal/weigh/feature.ts'
import type { DescribedIncident } from './describe-incident.ts'
import { familyOfSet, rightOf, type Fitted } from './fit-weigher.ts'
import { familyOf, judge, judgeLeftOut, type Judgement, type Verdict } from './judge.ts'

const VERDICTS: readonly Verdict[] = ['right', 'partly', 'wrong', 'abstained', 'claimed', 'fine']
/** Lower ends of the calibration table. */
const STEPS = [0, 0.35, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98]

/** What was fitted, and how right it is on what it has seen and on what it has not: by set, by family, and by its own confidence. `unseen` are never fitted on. */
export function fitReport(incidents: readonly DescribedIncident[], unseen: readonly DescribedIncident[], fitted: Fitted): string {
  const bySet = judgeLeftOut(incidents, familyOfSet)
  const byFamily = judgeLeftOut(incidents, familyOf)
  const seen = incidents.map((incident) => judge(incident, fitted))
  const never = unseen.map((incident) => judge(incident, fitted))
  return [
    table('By set: fitted with it, and without it', { seen, without: bySet, keyOf: familyOfSet }),
    table('By family: fitted with it, and without it', { seen, without: byFamily, keyOf: familyOf }),
    ...(never.length === 0 ? [] : [table('Never fitted on', { seen: never, without: never, keyOf: familyOfSet })]),
    calibration('How often it is right when it says so, sets left out', bySet),
    ...(never.length === 0 ? [] : [calibration('The same of what was never fitted on', never)]),
    weightTable(fitted),
  ].join('\n\n')
}

interface Columns {
  readonly seen: readonly Judgement[]
  readonly without: readonly Judgement[]
  readonly keyOf: (incident: DescribedIncident) => string
}

function table(title: string, { seen, without, keyOf }: Columns): string {
  const keys = [...new Set(seen.map(({ incident }) => keyOf(incident)))]
  const names = [...keys, 'all']
  const width = Math.max(...names.map((name) => name.length))
  const isOf = (name: string) => (one: Judgement) => name === 'all' || keyOf(one.incident) === name
  const rows = names.map((name) => {
    const own = seen.filter(isOf(name))
    const possible = own.filter(({ incident }) => !incident.isHealthy && rightOf(incident).at(-1) === false).length
    return `${name.padEnd(width)}  ${String(own.length).padStart(9)}  ${String(possible).padStart(8)} ${counts(own)}  | ${counts(without.filter(isOf(name)))}`
  })
  const head = VERDICTS.map((verdict) => verdict.padStart(10)).join('')
  return [title, `${''.padEnd(width)}  incidents  proposed ${head}  | ${head}`, ...rows].join('\n')
}

function counts(judgements: readonly Judgement[]): string {
  return VERDICTS.map((verdict) => String(judgements.filter((one) => one.verdict === verdict).length).padStart(10)).join('')
}

function calibration(title: string, judgements: readonly Judgement[]): string {
  const named = judgements.filter(({ verdict }) => verdict !== 'abstained' && verdict !== 'fine')
  const rows = STEPS.map((from, index) => {
    const to = STEPS[index + 1] ?? 1
    const own = named.filter(({ chance }) => chance >= from && (chance < to || to === 1))
    const right = own.filter(({ verdict }) => verdict === 'right').length
    const partly = own.filter(({ verdict }) => verdict === 'partly').length
    return `${from.toFixed(2)} to ${to.toFixed(2)}  ${String(own.length).padStart(6)}  ${String(right).padStart(6)}  ${String(partly).padStart(6)}`
  })
  return [title, '  chance       named   right  partly', ...rows].join('\n')
}

function weightTable({ weights }: Fitted): string {
  const definitions = Object.entries({ ...CANDIDATE_FEATURES, ...NONE_FEATURES })
  const rows = definitions.map(
    ([name, { unit, meaning }]) => `${name.padEnd(27)} ${(weights[name] ?? 0).toFixed(3).padStart(7)}  ${unit.padEnd(10)}  ${meaning}`,
  )
  return ['Weights', ...rows].join('\n')
}
