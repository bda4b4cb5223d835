import { textTable } from '../../report/text-table.ts'
import { countsOf } from '../answered.ts'
import type { DrillOutcome } from './run-drills.ts'

/** What no part that live lacks explains. */
const UNEXPLAINED = 'none of these'

/** How many drills are answered alike, the reasons why others are not, and both answers of each of those. */
export function drillsReport(outcomes: readonly DrillOutcome[], leftOut: number): string {
  const different = outcomes.filter(({ isSame }) => !isSame)
  const table = textTable([
    ['drills', 'same cause and mechanism', 'live: right, partly', 'recorded: right, partly', 'not comparable'],
    [
      String(outcomes.length),
      String(outcomes.length - different.length),
      countsOf(outcomes.map(({ live }) => live)),
      countsOf(outcomes.map(({ recorded }) => recorded)),
      String(leftOut),
    ],
  ])
  const reasons = [...Map.groupBy(different, reasonOf)].toSorted(([, a], [, b]) => b.length - a.length)
  const lacks = textTable([['what live lacks', 'drills'], ...reasons.map(([reason, own]) => [reason, String(own.length)])])
  const lines = different.map(
    (one) =>
      `${one.id} ${one.kind}: ${reasonOf(one)}\n  live      ${one.live.verdict}: ${one.live.said}\n  recorded  ${one.recorded.verdict}: ${one.recorded.said}`,
  )
  return [table, ...(different.length === 0 ? [] : [lacks]), `Different\n${lines.join('\n') || 'none'}`].join('\n\n')
}

function reasonOf({ reasons: [reason = UNEXPLAINED, ...others] }: DrillOutcome): string {
  return others.length === 0 ? reason : `${others.length + 1} of these together`
}
