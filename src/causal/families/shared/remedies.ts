import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import type { ActionProposal } from '../../../domain/submission.ts'
import { applyFile, kubectl, saveObject, undoRollout } from './kubectl.ts'

/** What a person could do, in words and as argument lists; never run by this program. `target` absent: the entity of the cause. */
export type Remedy = Omit<ActionProposal, 'target' | 'citations'> & { readonly target?: string }

/** Back to the previous revision of a workload: undoes whatever the newest rollout changed. */
export function rollBack(workload: EntityId): Remedy {
  return {
    kind: 'rollback',
    what: 'go back to the revision before the newest rollout',
    commands: [undoRollout(workload)],
    risk: 'Other changes of the same rollout are undone too.',
    undo: { what: 'undo the rollout once more', commands: [undoRollout(workload)] },
  }
}

/** Opens an object for editing back to its earlier content, which the receipts quote. */
export function revertConfig(entity: EntityId): Remedy {
  return {
    kind: 'config_revert',
    what: 'put back the content that the receipts quote',
    commands: [kubectl('edit', entity)],
    risk: 'Whoever made the change may still need it.',
    undo: { what: 'Put the current value back.', commands: [] },
  }
}

/** Removes a policy, budget or experiment object after saving it. */
export function removeObject(entity: EntityId): Remedy {
  const saved = `${parseEntity(entity).name}.yaml`
  return {
    kind: 'policy_revert',
    what: 'save the object, then delete it',
    commands: [saveObject(entity, saved), kubectl('delete', entity)],
    risk: 'What the object protected is unprotected until it is put back.',
    undo: { what: 'apply the saved file', commands: [applyFile(entity, saved)] },
  }
}

/** Puts an object back that was removed. */
export function createAgain(entity: EntityId): Remedy {
  return {
    kind: 'other',
    what: 'create it again from the file that it was made of',
    commands: [applyFile(entity, `${parseEntity(entity).name}.yaml`)],
    risk: 'It may have been removed on purpose.',
    undo: { what: 'delete it again', commands: [kubectl('delete', entity)] },
  }
}

/** The usual remedy for a field that is wrong in an object somebody wrote. `what`: plain words, see `domain/plain-words.ts`; `risk`: where it is another than usual. */
export function editRemedy(entity: EntityId, what: string, risk?: string): Remedy {
  const isRolledOut = ['Deployment', 'StatefulSet', 'DaemonSet'].includes(parseEntity(entity).kind)
  return {
    kind: 'config_revert',
    what,
    commands: [kubectl('edit', entity)],
    risk: risk ?? `${isRolledOut ? 'Pods made from it are replaced, and the' : 'The'} next apply of its source undoes the edit.`,
    undo: isRolledOut
      ? { what: 'undo the rollout', commands: [undoRollout(entity)] }
      : { what: 'put the old value back', commands: [kubectl('edit', entity)] },
  }
}

/** What people do themselves, without a command of ours. `undo`: the way back, as a sentence. */
export function byHand(kind: Remedy['kind'], what: string, { risk, undo }: { readonly risk: string; readonly undo: string }): Remedy {
  return { kind, what, commands: [], risk, undo: { what: undo, commands: [] } }
}
