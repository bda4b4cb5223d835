import { parseEntity } from '../../domain/entity.ts'
import { earliest, shiftSeconds } from '../../domain/time-window.ts'
import { rowsHeld } from '../scene/cite.ts'
import { listAt, timeAt } from '../scene/kubernetes/fields.ts'
import { quoteState } from '../scene/kubernetes/states-and-events.ts'
import { decides, isAdmitted, selects, type Direction } from '../scene/kubernetes/policy-admission.ts'
import { calleesNamedIn } from '../scene/addressed-services.ts'
import type { ObjectChange, ObjectVersion, Scene } from '../scene/scene.ts'
import { type Symptom, symptomsOf, harmedUnits } from '../scene/symptoms/symptom.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import { family, because, CALLS_FAIL, changeOf, type Finding, PROGRAM_FAILS, quoteLine, readSpans } from './family.ts'
import { applyFile, kubectl, saveObject } from './shared/remedies.ts'
import { workloadsIn } from './shared/workloads.ts'

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress']
/** How the proxy in front of a service refuses a caller by policy (Envoy's RBAC filter, which Istio's authorization policies become). */
const REFUSED_BY_MESH = /RBAC: access denied|rbac_access_denied|denied by (?:authorization )?policy/i
/** How long applying all objects of an application takes. */
const SETUP_SECONDS = 60
/** Fewer refusals may be somebody who tries doors. */
const LEAST_REFUSALS = 3

/**
 * A policy keeps callers from whom they call: a NetworkPolicy by whose rules a recorded call does not get through, or that admits nothing, or that was put in
 * place or altered; or one of the mesh, whose proxies say that they refuse.
 */
export const policyBlocks = family('policy_blocks', (scene) => {
  const policies = scene.objects.current('NetworkPolicy')
  const pairs = Map.groupBy(policies.length === 0 ? [] : shutOutPairs(scene), ({ policy }) => policy.row.entity)
  const found = policies.map((policy) => policyFinding(policy, pairs.get(policy.row.entity) ?? [], scene))
  return [...found, ...meshFindings(scene)]
})

interface ShutOut {
  readonly policy: ObjectVersion
  readonly direction: Direction
  readonly caller: ObjectVersion
  readonly callee: ObjectVersion
  /** The caller says that it does not reach the callee; null when nobody says so. */
  readonly told: Symptom | null
}

/** Recorded calls that a policy of either side does not let through. */
function shutOutPairs(scene: Scene): readonly ShutOut[] {
  const byUnit = Map.groupBy(workloadsIn(scene), ({ row }) => scene.graph.unitOf(row.entity))
  const symptoms = symptomsOf(scene)
  return [...byUnit].flatMap(([unit, callers]) =>
    scene.graph.from(unit, 'calls').flatMap((called) => {
      const isTold = ({ seenBy, entity }: Symptom) =>
        seenBy !== undefined && scene.graph.unitOf(seenBy) === unit && scene.graph.unitOf(entity) === called
      const told = symptoms.find(isTold) ?? null
      return callers.flatMap((caller) => (byUnit.get(called) ?? []).flatMap((callee) => blocksBetween({ caller, callee, told }, scene)))
    }),
  )
}

function blocksBetween(pair: Pick<ShutOut, 'caller' | 'callee' | 'told'>, scene: Scene): readonly ShutOut[] {
  const sides = [
    { direction: 'egress', of: pair.caller, other: pair.callee },
    { direction: 'ingress', of: pair.callee, other: pair.caller },
  ] as const
  return sides
    .filter((side) => !isAdmitted(side, scene))
    .flatMap(({ direction, of }) => {
      const policies = scene.objects.current('NetworkPolicy').filter((policy) => selects(policy, of) && decides(policy, direction))
      return policies.map((policy) => ({ ...pair, policy, direction }))
    })
}

function policyFinding(policy: ObjectVersion, pairs: readonly ShutOut[], scene: Scene): Finding | null {
  const { entity, writes, changedAt } = policy.row
  const change = [changeOf(entity, scene) ?? madeBefore(policy, scene)].find((one) => one !== undefined && isYounger(one, scene))
  const closed = DIRECTIONS.filter((direction) => decides(policy, direction) && listAt(policy.row.object, 'spec', direction).length === 0)
  const governed = scene.graph.from(entity, 'governs').map((one) => scene.graph.unitOf(one))
  const isSuspect = governed.length > 0 && (closed.length > 0 || change !== undefined)
  if (pairs.length === 0 && !isSuspect) return null
  const told = pairs.flatMap((pair) => pair.told ?? [])
  const [shown] = pairs.filter((pair) => pair.told !== null || told.length === 0)
  const victims = pairs.length > 0 ? pairs.flatMap(({ caller, callee }) => [callee.row.entity, caller.row.entity]) : governed
  const saved = `${parseEntity(entity).name}.yaml`
  return {
    entity,
    mechanism: 'network_policy_blocks',
    basis: told.length > 0 ? 'witnessed' : change === undefined ? 'static' : 'changed',
    since: change?.at ?? writes?.at(-1)?.at ?? changedAt ?? earliest(told.map(({ since }) => since)),
    victims,
    effects: PROGRAM_FAILS,
    for: [
      because(wordsFor(policy, shown, closed), quoteRules(policy, shown?.direction ?? closed[0])),
      because('whom it governs', quoteState(policy, 'spec.podSelector')),
      ...(change === undefined ? [] : [because(`the policy was ${change.kind}`, change.citations)]),
      ...told.slice(0, 1).map(({ text, citations }) => because(text, citations)),
    ],
    disprovenBy: `calls between ${[...new Set(victims)].map((one) => parseEntity(one).name).join(' and ')} that get through`,
    reads: readSpans(victims[0], scene),
    remedy: {
      kind: 'policy_revert',
      what: 'save the policy, and let in whom it shuts out',
      commands: [saveObject(entity, saved), kubectl('edit', entity)],
      risk: 'What the policy protects is open to whom it lets in.',
      undo: { what: 'apply the saved file', commands: [applyFile(entity, saved)] },
    },
  }
}

/** Made so shortly before the recording that what it does may only show now. */
function madeBefore(policy: ObjectVersion, { window }: Scene): ObjectChange | undefined {
  const { entity, object } = policy.row
  const at = timeAt(object, 'metadata', 'creationTimestamp')
  if (at === null || window === null || at < shiftSeconds(window.start, -THRESHOLDS.lateSeconds)) return undefined
  const citations = quoteState(policy, 'metadata.creationTimestamp')
  return { entity, kind: 'created', path: '', from: null, to: null, at, citations }
}

/** What was put in place together with all that it governs was there from the beginning, and is no change of it. */
function isYounger({ entity, at }: ObjectChange, { graph, objects }: Scene): boolean {
  const created = graph
    .from(entity, 'governs')
    .flatMap((one) => timeAt(objects.versionsOf(one).at(-1)?.row.object, 'metadata', 'creationTimestamp') ?? [])
  return at === null || created.length === 0 || created.some((one) => one < shiftSeconds(at, -SETUP_SECONDS))
}

function wordsFor({ row }: ObjectVersion, shown: ShutOut | undefined, closed: readonly Direction[]): string {
  const { name } = parseEntity(row.entity)
  if (shown !== undefined)
    return `${name} does not let ${parseEntity(shown.caller.row.entity).name} speak with ${parseEntity(shown.callee.row.entity).name}`
  return closed.length > 0 ? `${name} admits no ${closed.join(' and no ')}` : `${name} decides what is let through`
}

function quoteRules(policy: ObjectVersion, direction: Direction = 'ingress'): ReturnType<typeof quoteState> {
  return quoteState(policy, `spec.${direction}.0`, `spec.${direction}`, 'spec.policyTypes', 'spec.podSelector', 'kind: NetworkPolicy')
}

/** Policies of a mesh are rarely recorded, so the service that they stand before is named; its callers only report it. */
function meshFindings(scene: Scene): readonly Finding[] {
  const harmed = harmedUnits(scene)
  const refused = rowsHeld(scene.facts, 'log_patterns').filter(({ row }) => {
    const isFelt = (row.baselineCount ?? 0) === 0 || harmed.has(scene.graph.unitOf(row.entity))
    return isFelt && REFUSED_BY_MESH.test(row.example) && row.incidentCount >= LEAST_REFUSALS
  })
  const named = refused.flatMap((line) => {
    const caller = scene.graph.unitOf(line.row.entity)
    return calleesNamedIn(line.row.example, caller, scene).map((callee) => ({ callee, caller, line }))
  })
  return [...Map.groupBy(named, ({ callee }) => callee)].map(([callee, refusals]) => ({
    entity: callee,
    mechanism: 'mesh_policy_denies',
    basis: 'witnessed',
    since: earliest(refusals.map(({ line }) => line.row.firstAt)),
    victims: [callee, ...refusals.map(({ caller }) => caller)],
    effects: CALLS_FAIL,
    for: refusals.slice(0, 3).map(({ line }) => because(`the proxy before ${callee} refuses its callers`, quoteLine(line))),
    disprovenBy: `a caller that ${callee} still admits`,
  }))
}
