import { type CaseLabel, FORMS, type TownCase } from './town-case.ts'

/** The label of one recording, as score-transfer.py of the shared benchmarks reads it, with the kind of fault beside it. */
export interface TownTruth {
  readonly truth: string
  /** Pattern of the entities that a right answer names; null: nothing may be named. */
  readonly entity: string | null
  readonly mechanism: string | null
  readonly near: string | null
  readonly healthy: boolean
  readonly decisive: boolean
  readonly question: string
  readonly kind: string
  readonly note?: string
}

/** The labels of these cases by `<id>-<form>`, in order of the cases. */
export function buildTruth(cases: readonly TownCase[]): Readonly<Record<string, TownTruth>> {
  return Object.fromEntries(cases.flatMap((one) => FORMS.map((form) => [`${one.id}-${form}`, buildLabel(one, one.hidden?.[form])])))
}

/** The label of a recording, whatever it is of. `note`: why it cannot show the fault, if it cannot. */
export function buildLabel(one: CaseLabel, note: string | undefined): TownTruth {
  const isHealthy = one.fix.length === 0
  return {
    truth: isHealthy ? 'nothing is wrong' : one.fix.join('; '),
    entity: isHealthy ? null : `^(${one.fix.map(pattern).join('|')})$`,
    mechanism: isHealthy ? null : one.mechanism,
    near: one.near.length === 0 ? null : `/(${one.near.join('|')})(-|$)`,
    healthy: isHealthy,
    decisive: note === undefined,
    question: one.question,
    kind: one.kind,
    ...(note === undefined ? {} : { note }),
  }
}

/** A name alone is a host outside of the cluster, whatever scope and kind a reader gives it. */
function pattern(fix: string): string {
  // Names of Kubernetes hold no character that means something in a pattern, save the dot.
  const escaped = fix.replaceAll('.', '\\.')
  return fix.includes('/') ? escaped : `.*${escaped}`
}
