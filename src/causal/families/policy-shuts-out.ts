import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest } from '../../domain/time-window.ts'
import { symptomsOf } from '../weigh/explain.ts'
import { quoteState } from '../scene/kubernetes/event-search.ts'
import { decides, isAdmitted, selects, type Direction } from '../scene/kubernetes/policy-admission.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { because, buildProposal, type Finding } from './build-proposal.ts'
import { applyFile, kubectl, saveObject } from './kubectl.ts'
import type { Family } from './family.ts'

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const

interface ShutOut {
  readonly policy: ObjectVersion
  readonly direction: Direction
  readonly caller: ObjectVersion
  readonly callee: ObjectVersion
  /** The caller says that it does not reach the callee; null when nobody says so. */
  readonly told: Symptom | null
}

/** A NetworkPolicy by whose rules a caller does not reach what it calls: either side's policy can be the one that lacks it. */
export const policyShutsOut: Family = {
  name: 'network_policy_blocks',
  propose(scene) {
    const pairs = scene.objects.current('NetworkPolicy').length === 0 ? [] : shutOutPairs(scene)
    return [...Map.groupBy(pairs, ({ policy }) => policy.row.entity).values()].flatMap((own) => findingFor(own, scene)).map(buildProposal)
  },
}

function shutOutPairs(scene: Scene): readonly ShutOut[] {
  const workloads = WORKLOADS.flatMap((kind) => scene.objects.current(kind))
  const byUnit = Map.groupBy(workloads, ({ row }) => scene.graph.unitOf(row.entity))
  const symptoms = symptomsOf(scene)
  return [...byUnit].flatMap(([unit, callers]) =>
    scene.graph.from(unit, 'calls').flatMap((called) => {
      const told =
        symptoms.find(
          (one) => one.seenBy !== undefined && scene.graph.unitOf(one.seenBy) === unit && scene.graph.unitOf(one.entity) === called,
        ) ?? null
      return callers.flatMap((caller) => (byUnit.get(called) ?? []).flatMap((callee) => blocksBetween(caller, callee, { told, scene })))
    }),
  )
}

function blocksBetween(
  caller: ObjectVersion,
  callee: ObjectVersion,
  { told, scene }: { readonly told: Symptom | null; readonly scene: Scene },
): readonly ShutOut[] {
  const policies = scene.objects.current('NetworkPolicy')
  const sides = [
    { direction: 'egress', of: caller, other: callee },
    { direction: 'ingress', of: callee, other: caller },
  ] as const
  return sides
    .filter((side) => !isAdmitted(side, scene))
    .flatMap(({ direction, of }) =>
      policies
        .filter((policy) => selects(policy, of) && decides(policy, direction))
        .map((policy) => ({ policy, direction, caller, callee, told })),
    )
}

function findingFor(pairs: readonly ShutOut[], scene: Scene): readonly Finding[] {
  const told = pairs.filter((pair) => pair.told !== null)
  const [first] = told.length > 0 ? told : pairs
  if (first === undefined) return []
  const { policy, direction, caller, callee } = first
  const { entity, object: _object, writes } = policy.row
  const change = scene.objects.changes.findLast((one) => one.entity === entity && one.kind !== 'deleted')
  const field = direction === 'ingress' ? 'spec.ingress' : 'spec.egress'
  const saved = `${parseEntity(entity).name}.yaml`
  return [
    {
      entity,
      mechanism: 'network_policy_blocks',
      basis: told.length > 0 ? 'witnessed' : change === undefined ? 'static' : 'changed',
      since: change?.at ?? writes?.at(-1)?.at ?? policy.row.changedAt ?? earliest(told.map((pair) => pair.told?.since ?? null)),
      victims: victimsOf(pairs),
      effects: [
        'unreachable',
        'error_rate',
        'log_error',
        'latency',
        'traffic_drop',
        'workload_unready',
        'container_restart',
        'no_endpoints',
      ],
      for: [
        because(
          `${parseEntity(entity).name} does not let ${parseEntity(caller.row.entity).name} speak with ${parseEntity(callee.row.entity).name}`,
          quoteState(policy, `${field}.0`, field, 'spec.policyTypes', 'spec.podSelector'),
        ),
        because('whom it governs', quoteState(policy, 'spec.podSelector')),
        ...(first.told === null ? [] : [because(first.told.text, first.told.citations)]),
      ],
      disprovenBy: `calls from ${parseEntity(caller.row.entity).name} that reach ${parseEntity(callee.row.entity).name}`,
      remedy: {
        kind: 'policy_revert',
        what: 'save the policy, and let in whom it shuts out',
        commands: [saveObject(entity, saved), kubectl('edit', entity)],
        risk: 'What the policy protects is open to whom it lets in.',
        undo: { what: 'apply the saved file', commands: [applyFile(entity, saved)] },
      },
    },
  ]
}

/** Those that are not reached, and those that do not reach them. */
function victimsOf(pairs: readonly ShutOut[]): readonly EntityId[] {
  return [...new Set(pairs.flatMap(({ caller, callee }) => [callee.row.entity, caller.row.entity]))]
}
