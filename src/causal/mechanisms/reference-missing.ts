import { nameOr } from '../../domain/command-names.ts'
import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { findLastingEvents, firstSeen, quoteEvent, type HeldEvent } from '../kubernetes/event-search.ts'
import { owningWorkload } from '../kubernetes/owning-workload.ts'
import type { Scene } from '../scene.ts'
import { because, buildProposal, editRemedy, WORKLOAD_DOWN, type Finding } from './build-proposal.ts'
import type { Mechanism } from './mechanism.ts'

/**
 * How the kubelet says that a pod refers to a ConfigMap or Secret, or a key of one, that is not there. Sources: pkg/kubelet/kubelet_pods.go and
 * pkg/volume (messages of FailedMount and of CreateContainerConfigError).
 */
const MISSING =
  /(?<kind>configmap|secret) "(?<name>[^"]+)" not found|couldn't find key \S+ in (?<keyKind>configmap|secret) (?:[^\s/]+\/)?(?<keyName>\S+)/i
/** Kinds as the messages write them, in lower case. */
const KINDS: Readonly<Record<string, string>> = { configmap: 'ConfigMap', secret: 'Secret' }

/** A workload whose pods cannot start because the ConfigMap or Secret they refer to is missing. One that was deleted is the cause itself. */
export const referenceMissing: Mechanism = {
  name: 'reference_missing',
  propose(scene) {
    const byWorkload = Map.groupBy(findLastingEvents(scene, MISSING), ({ row }) => owningWorkload(row.entity, scene))
    return [...byWorkload].flatMap(([workload, events]) => findingsFor(workload, events, scene)).map(buildProposal)
  },
}

function findingsFor(workload: EntityId, events: readonly HeldEvent[], scene: Scene): readonly Finding[] {
  const last = events.at(-1)
  const match = MISSING.exec(last?.row.message ?? '')
  const missing = match?.groups === undefined ? null : missingObject(match.groups, parseEntity(workload).scope)
  if (last === undefined || match === null || missing === null) return []
  if (scene.objects.changes.some(({ entity, kind }) => entity === missing && kind === 'deleted')) return []
  const { kind, name } = parseEntity(missing)
  return [
    {
      entity: workload,
      mechanism: `${kind.toLowerCase()}_${match.groups?.['keyName'] === undefined ? 'missing' : 'key_missing'}`,
      basis: 'witnessed',
      since: firstSeen(events),
      victims: [workload],
      effects: ['container_restart', ...WORKLOAD_DOWN],
      for: [because(`${parseEntity(workload).name} needs the ${kind} ${name}, which is not there`, quoteEvent(last, match[0]))],
      disprovenBy: `${kind} ${name} exists and the pods still do not start`,
      reads: [{ kind: 'object_versions', entity: missing }],
      remedy: editRemedy(workload, `refer to a ${kind} that exists, or create ${nameOr('objectName', name, 'the one that is missing')}`),
    },
  ]
}

function missingObject(groups: Readonly<Record<string, string | undefined>>, scope: string): EntityId | null {
  const kind = KINDS[(groups['kind'] ?? groups['keyKind'] ?? '').toLowerCase()]
  const name = groups['name'] ?? groups['keyName']
  return kind === undefined || name === undefined ? null : formatEntity(scope, kind, name)
}
