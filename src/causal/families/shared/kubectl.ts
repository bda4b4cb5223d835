import type { Command } from '../../../domain/command.ts'
import { nameOr } from '../../../domain/command-names.ts'
import { CLUSTER_SCOPE, parseEntity, type EntityId } from '../../../domain/entity.ts'

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
