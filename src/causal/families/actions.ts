import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Citation } from '../../domain/evidence.ts'
import type { ActionProposal } from '../../domain/submission.ts'
import { applyFile, kubectl, saveObject, undoRollout } from './kubectl.ts'

/** Back to the previous revision of a workload: undoes whatever the newest rollout changed. */
export function rollBack(workload: EntityId, citations: readonly Citation[]): ActionProposal {
  return {
    kind: 'rollback',
    target: workload,
    what: 'go back to the revision before the newest rollout',
    commands: [undoRollout(workload)],
    risk: 'Other changes of the same rollout are undone too.',
    undo: { what: 'undo the rollout once more', commands: [undoRollout(workload)] },
    citations,
  }
}

/** Opens an object for editing back to its earlier content, which the receipts quote. */
export function revertConfig(entity: EntityId, citations: readonly Citation[]): ActionProposal {
  return {
    kind: 'config_revert',
    target: entity,
    what: 'put back the content that the receipts quote',
    commands: [kubectl('edit', entity)],
    risk: 'Whoever made the change may still need it.',
    undo: { what: 'Put the current value back.', commands: [] },
    citations,
  }
}

/** Removes a policy, budget or experiment object after saving it. */
export function removeObject(entity: EntityId, citations: readonly Citation[]): ActionProposal {
  const saved = `${parseEntity(entity).name}.yaml`
  return {
    kind: 'policy_revert',
    target: entity,
    what: 'save the object, then delete it',
    commands: [saveObject(entity, saved), kubectl('delete', entity)],
    risk: 'What the object protected is unprotected until it is put back.',
    undo: { what: 'apply the saved file', commands: [applyFile(entity, saved)] },
    citations,
  }
}
