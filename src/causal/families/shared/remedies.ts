import { CLUSTER_SCOPE, type EntityId, parseEntity } from '../../../domain/entity.ts'
import type { ActionProposal } from '../../../domain/submission.ts'
import type { Command } from '../../../domain/command.ts'
import { nameOr } from '../../../domain/command-names.ts'

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

// Commands for objects of a cluster, as argument lists. Names are put in as they are read: the gate shows only what fits their grammar.

/** `kubectl -n shop edit deployment basket`, for objects in a namespace and for those in none. */
export function kubectl(verb: 'edit' | 'delete' | 'get', entity: EntityId, ...rest: readonly string[]): Command {
  const { kind, name } = parseEntity(entity)
  return { arguments: [...kubectlIn(entity), verb, kind.toLowerCase(), name, ...rest] }
}

/** Back to the revision before the newest one. */
export function undoRollout(workload: EntityId): Command {
  return { arguments: [...kubectlIn(workload), 'rollout', 'undo', kindAndName(workload)] }
}

/** `replicas` as it was read from the object. */
export function scaleTo(workload: EntityId, replicas: string): Command {
  return { arguments: [...kubectlIn(workload), 'scale', kindAndName(workload), `--replicas=${replicas}`] }
}

/** Puts an object back from a file that was saved before. */
export function applyFile(entity: EntityId, file: string): Command {
  return { arguments: [...kubectlIn(entity), 'apply', '-f', file] }
}

/** Writes the object as it is into a file. */
export function saveObject(entity: EntityId, file: string): Command {
  return { ...kubectl('get', entity, '-o', 'yaml'), saveTo: file }
}

/** Asks the cluster whether a service account may do something in its namespace. */
export function mayAccount(account: EntityId, verb: string, resource: string): Command {
  const { scope, name } = parseEntity(account)
  return { arguments: [...kubectlIn(account), 'auth', 'can-i', verb, resource, `--as=system:serviceaccount:${scope}:${name}`] }
}

/** `kubectl cordon NODE` and its like, which take a node and no kind. */
export function onNode(verb: 'cordon' | 'uncordon' | 'drain', node: EntityId, ...rest: readonly string[]): Command {
  return { arguments: ['kubectl', verb, parseEntity(node).name, ...rest] }
}

/** Starts or stops a unit of systemd on a node. */
export function onUnit(verb: 'start' | 'stop', node: EntityId, unit: string): Command {
  return { arguments: ['ssh', parseEntity(node).name, 'sudo', 'systemctl', verb, unit] }
}

/** The name of an object for a sentence of ours; `otherwise` when it is no name that Kubernetes or DNS would take. */
export function nameIn(entity: EntityId, otherwise: string): string {
  return nameOr('plainName', parseEntity(entity).name, otherwise)
}

function kubectlIn(entity: EntityId): readonly string[] {
  const { scope } = parseEntity(entity)
  return scope === CLUSTER_SCOPE ? ['kubectl'] : ['kubectl', '-n', scope]
}

function kindAndName(entity: EntityId): string {
  const { kind, name } = parseEntity(entity)
  return `${kind.toLowerCase()}/${name}`
}
