import type { Turn } from '../../src/agent/run-state.ts'
import { SUBMIT_TOOL } from '../../src/agent/submission-form.ts'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'

/** What the model would have said without a gate: the causes of its first attempt to submit; none when it never tried. */
export function rawCauses(turns: readonly Turn[]): readonly string[] {
  const first = turns.flatMap((turn) => turn.outcomes).find(({ name }) => name === SUBMIT_TOOL.name)
  const form = first ? (JSON.parse(first.argumentsJson) as { readonly root_causes?: readonly { readonly entity: string }[] }) : {}
  return (form.root_causes ?? []).map(({ entity }) => entity)
}

export function gatedCauses(diagnosis: Diagnosis): readonly string[] {
  return diagnosis.rootCauses.map(({ entity }) => entity)
}
