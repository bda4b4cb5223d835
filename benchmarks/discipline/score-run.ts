import type { Turn } from '../../src/agent/run-state.ts'
import { SUBMIT_TOOL } from '../../src/agent/submission-form.ts'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'

/** Root causes of one incident: each group is one cause under its accepted names. No group: nothing is wrong. */
export type Truth = readonly (readonly string[])[]

export interface Score {
  /** 0 when a true cause is missing, else true causes named / entities named; naming nothing where nothing is wrong is 1. */
  readonly averagePrecision: number
  readonly falseCauses: number
}

/** Average precision at full recall, as ITBench-AA defines it (facts: aliases of one cause count as one prediction). */
export function scoreCauses(named: readonly string[], truth: Truth): Score {
  const groupOf = (entity: string) => truth.findIndex((group) => group.includes(entity))
  const once = [...new Set(named)]
  const found = new Set(once.map(groupOf).filter((index) => index >= 0))
  const falseCauses = once.filter((entity) => groupOf(entity) < 0).length
  const predictions = found.size + falseCauses
  if (truth.length === 0) return { averagePrecision: predictions === 0 ? 1 : 0, falseCauses }
  return { averagePrecision: found.size === truth.length ? found.size / predictions : 0, falseCauses }
}

/** What the model would have said without a gate: the causes of its first attempt to submit; none when it never tried. */
export function rawCauses(turns: readonly Turn[]): readonly string[] {
  const first = turns.flatMap((turn) => turn.outcomes).find(({ name }) => name === SUBMIT_TOOL.name)
  const form = first ? (JSON.parse(first.argumentsJson) as { readonly root_causes?: readonly { readonly entity: string }[] }) : {}
  return (form.root_causes ?? []).map(({ entity }) => entity)
}

export function gatedCauses(diagnosis: Diagnosis): readonly string[] {
  return diagnosis.rootCauses.map(({ entity }) => entity)
}
