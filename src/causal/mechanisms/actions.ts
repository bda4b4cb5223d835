import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Citation } from '../../domain/evidence.ts'
import type { ActionProposal } from '../../domain/submission.ts'

/** Back to the previous revision of a workload: undoes whatever the newest rollout changed. */
export function rollBack(workload: EntityId, citations: readonly Citation[]): ActionProposal {
  const { scope, kind, name } = parseEntity(workload)
  return {
    kind: 'rollback',
    target: workload,
    command: `kubectl -n ${scope} rollout undo ${kind.toLowerCase()}/${name}`,
    risk: 'Other changes of the same rollout are undone too.',
    rollback: `kubectl -n ${scope} rollout undo ${kind.toLowerCase()}/${name}`,
    citations,
  }
}

/** Opens an object for editing back to its earlier content, which the receipts quote. */
export function revertConfig(entity: EntityId, citations: readonly Citation[]): ActionProposal {
  const { scope, kind, name } = parseEntity(entity)
  return {
    kind: 'config_revert',
    target: entity,
    command: `kubectl -n ${scope} edit ${kind.toLowerCase()} ${name}`,
    risk: 'Whoever made the change may still need it.',
    rollback: 'Put the current value back.',
    citations,
  }
}

/** Removes a policy, budget or experiment object after saving it. */
export function removeObject(entity: EntityId, citations: readonly Citation[]): ActionProposal {
  const { scope, kind, name } = parseEntity(entity)
  const saved = `${name}.yaml`
  return {
    kind: 'policy_revert',
    target: entity,
    command: `kubectl -n ${scope} get ${kind.toLowerCase()} ${name} -o yaml > ${saved} && kubectl -n ${scope} delete ${kind.toLowerCase()} ${name}`,
    risk: 'What the object protected is unprotected until it is put back.',
    rollback: `kubectl apply -f ${saved}`,
    citations,
  }
}
