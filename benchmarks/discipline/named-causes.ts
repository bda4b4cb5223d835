import type { Turn } from '../../src/agent/run-state.ts'
import { SUBMIT_TOOL } from '../../src/agent/submission-form.ts'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { EntityId } from '../../src/domain/entity.ts'
import type { Submission } from '../../src/domain/submission.ts'
import type { NamedCause } from './truths.ts'

interface RawForm {
  readonly root_causes?: readonly { readonly entity: EntityId; readonly mechanism: string }[]
}

/**
 * What the model would have said without a gate: the causes of its first attempt to submit; none when it never tried. A cause that the engine has
 * too is scored with the way that the engine saw from it to the symptoms, since some sets name causes by what fails first.
 */
export function rawCauses(turns: readonly Turn[], { rootCauses }: Submission): readonly NamedCause[] {
  const first = turns.flatMap((turn) => turn.outcomes).find(({ name }) => name === SUBMIT_TOOL.name)
  const form = first ? (JSON.parse(first.argumentsJson) as RawForm) : {}
  return (form.root_causes ?? []).map(({ entity, mechanism }) => ({
    entity,
    mechanism,
    propagation: rootCauses.find((claim) => claim.entity === entity)?.propagation ?? [],
  }))
}

export function postedCauses(diagnosis: Diagnosis): readonly NamedCause[] {
  return diagnosis.rootCauses.map(({ entity, mechanism, propagation }) => ({ entity, mechanism, propagation }))
}
