import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { citeFirst, rowsHeld } from '../scene/cite.ts'
import type { ObjectChange } from '../scene/object-history.ts'
import { currentState, hasRecovered } from '../scene/kubernetes/owning-workload.ts'
import type { Scene } from '../scene/scene.ts'
import type { SymptomKind } from '../scene/symptoms/symptom.ts'
import { buildProposal, type Finding } from './build-proposal.ts'
import { kubectl } from './kubectl.ts'
import { UNRESOLVED } from './dns-policy.ts'
import type { Family } from './family.ts'

/** The Service of the cluster's name servers; every distribution keeps this name (Kubernetes documentation, DNS for Services and Pods). */
const NAME_SERVICE: EntityId = formatEntity('kube-system', 'Service', 'kube-dns')
/** One that cannot resolve may have a policy of its own, or ask for a name that does not exist. */
const LEAST_UNITS = 2
const EFFECTS: readonly SymptomKind[] = [
  'error_rate',
  'latency',
  'log_error',
  'unreachable',
  'traffic_drop',
  'container_restart',
  'workload_unready',
]

/**
 * The cluster's name servers do not answer, or answer wrongly: several workloads cannot resolve names, and the name servers are down or what they read was
 * changed. What was changed is the cause, else the workload that is down.
 */
export const nameResolutionDown: Family = {
  name: 'name_resolution_down',
  propose(scene) {
    const errors = resolutionErrors(scene)
    if (errors.size < LEAST_UNITS) return []
    const workloads = scene.graph.from(NAME_SERVICE, 'selects').filter((one) => ['Deployment', 'DaemonSet'].includes(parseEntity(one).kind))
    return [...new Set(workloads)].flatMap((workload) => findingsFor(workload, errors, scene)).map(buildProposal)
  },
}

/** One error of each unit that cannot resolve names. */
function resolutionErrors(scene: Scene): ReadonlyMap<EntityId, Argument> {
  const held = rowsHeld(scene.facts, 'log_patterns').filter(({ row }) => row.severity === 'error' && UNRESOLVED.test(row.example))
  return new Map(
    held.map((one) => [
      scene.graph.unitOf(one.row.entity),
      {
        text: `${one.row.entity} cannot resolve names: ${one.row.example.slice(0, 120)}`,
        citations: citeFirst(one, [`example: ${one.row.example}`], { role: 'mechanism', at: one.row.firstAt }),
      },
    ]),
  )
}

function findingsFor(workload: EntityId, errors: ReadonlyMap<EntityId, Argument>, scene: Scene): readonly Finding[] {
  const read = new Set<EntityId>([workload, ...scene.graph.from(workload, 'mounts')])
  const change = scene.objects.changes.findLast((one) => read.has(one.entity) && isOwnChange(one))
  const isDown = currentState(workload, scene) !== null && !hasRecovered(workload, scene)
  if (change === undefined && !isDown) return []
  const entity = change?.entity ?? workload
  const altered =
    change === undefined
      ? []
      : [{ text: `${change.path} changed from ${change.from ?? 'nothing'} to ${change.to ?? 'nothing'}`, citations: change.citations }]
  return [
    {
      entity,
      mechanism: 'name_resolution_down',
      basis: 'witnessed',
      since: change?.at ?? null,
      victims: [workload, ...errors.keys()],
      effects: EFFECTS,
      for: [...altered, ...[...errors.values()].slice(0, LEAST_UNITS)],
      disprovenBy: 'names that pods of other workloads still resolve',
      remedy: {
        kind: 'config_revert',
        what: 'put back what the name servers are told',
        commands: [kubectl('edit', entity)],
        risk: 'Every workload asks these name servers.',
        undo: { what: 'Put the current content back.', commands: [] },
      },
    },
  ]
}

/** Changes of what the name servers are told or how many there are. */
function isOwnChange({ kind, path }: ObjectChange): boolean {
  return kind === 'updated' && (path.startsWith('data.') || path.startsWith('spec.'))
}
