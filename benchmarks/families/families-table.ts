import { textTable } from '../report/text-table.ts'
import type { Judged, Verdict } from './judge-drill.ts'

const OF_FAULTS = ['right', 'outweighed', 'elsewhere', 'unheard', 'hidden'] as const satisfies readonly Verdict[]
const OF_CALM = ['silent', 'spoke'] as const satisfies readonly Verdict[]

/** How many drills of each family got which verdict, those without a fault below, then every drill that is not right or silent with what was said. */
export function familiesTable(judged: readonly Judged[]): string {
  const [calm, faulty] = [judged.filter(({ verdict }) => isCalm(verdict)), judged.filter(({ verdict }) => !isCalm(verdict))]
  const tables = [
    ...(faulty.length > 0 ? [countsOf('family', OF_FAULTS, faulty)] : []),
    ...(calm.length > 0 ? [countsOf('without a fault', OF_CALM, calm)] : []),
  ]
  const misses = judged.filter(({ verdict }) => verdict !== 'right' && verdict !== 'silent')
  const lines = misses.map(({ id, kind, verdict, said }) => `${kind} ${id} ${verdict}: ${said.join(', ') || 'nothing was named'}`)
  return [...tables, ...(lines.length > 0 ? [lines.join('\n')] : [])].join('\n\n')
}

function isCalm(verdict: Verdict): boolean {
  return OF_CALM.some((each) => each === verdict)
}

function countsOf(head: string, verdicts: readonly Verdict[], judged: readonly Judged[]): string {
  const countIn = (own: readonly Judged[], verdict: Verdict) => String(own.filter((one) => one.verdict === verdict).length)
  const rows = [...Map.groupBy(judged, ({ kind }) => kind)].map(([kind, own]) => [
    kind,
    String(own.length),
    ...verdicts.map((verdict) => countIn(own, verdict)),
  ])
  const sums = ['all', String(judged.length), ...verdicts.map((verdict) => countIn(judged, verdict))]
  return textTable([[head, 'drills', ...verdicts], ...rows, sums])
}
