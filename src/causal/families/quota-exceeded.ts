import { nameOr } from '../../domain/command-names.ts'
import { CLUSTER_SCOPE, formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { earliest } from '../../domain/time-window.ts'
import { rowsHeld } from '../scene/cite.ts'
import { mapAt, textAt } from '../scene/kubernetes/fields.ts'
import { findLastingEvents, firstSeen, quoteEvent, quoteState, owningWorkload } from '../scene/kubernetes/states-and-events.ts'
import type { HeldEvent, ObjectVersion, Scene } from '../scene/scene.ts'
import { parseQuantity } from '../scene/kubernetes/quantity.ts'
import { family, because, changeOf, type Finding, WORKLOAD_DOWN } from './family.ts'
import { editRemedy } from './shared/remedies.ts'

/**
 * Which resource a quota key limits, first match wins. Keys: Kubernetes documentation, Resource Quotas (compute, storage and
 * object-count quotas, `count/<resource>.<group>` since 1.9).
 */
const RESOURCES: readonly (readonly [RegExp, string])[] = [
  [/storage(?!class)|persistentvolumeclaims|storageclass/, 'storage'],
  [/(?:^|\.)cpu$/, 'cpu'],
  [/(?:^|\.)memory$/, 'memory'],
  [/^(?:count\/)?pods$/, 'pods'],
  [/services/, 'services'],
]

/**
 * Refusals by the quota admission plugin: `exceeded quota: <name>, requested: <key>=<quantity>, used: …, limited: …`, and
 * `failed quota: <name>: must specify <key>`. Source: plugin/pkg/admission/resourcequota of Kubernetes, unchanged since 1.3.
 */
const EXCEEDED = /exceeded quota: (?<quota>[^,\s]+), requested: (?<requested>[^\s]+?), used: (?<used>[^\s]+?), limited: (?<limited>[^\s]+)/i
const UNSPECIFIED = /failed quota: (?<quota>[^:\s]+): must specify (?<requested>[^\s]+)/i

/** Whoever releases by machine passes the refusal of a Service on in its own event. */
const REFUSED_SERVICE = /\bservices "(?<name>[^"]+)" is forbidden/i

/** A namespace whose quota refuses what a workload needs: the quota is the cause, whoever asked last is its victim. */
export const quotaExceeded = family('quota_exceeded', (scene) => [...fromRefusals(scene), ...fromFullQuotas(scene)])

function fromRefusals(scene: Scene): readonly Finding[] {
  const refused = [EXCEEDED, UNSPECIFIED].flatMap((pattern) =>
    findLastingEvents(scene, pattern).flatMap((event) => refusalsIn(event, pattern)),
  )
  const byCause = Map.groupBy(refused, ({ quota, resource }) => `${quota} ${resource}`)
  return [...byCause.values()].flatMap((refusals) => refusals.slice(-1).map((last) => refusedFinding(last, refusals, scene)))
}

function refusedFinding(last: Refusal, refusals: readonly Refusal[], scene: Scene): Finding {
  const { quota, resource, isUnspecified, event, quote } = last
  const victims = refusals.map((refusal) => refusedFor(refusal, scene))
  const [victim = quota] = victims
  const asked = nameOr('labelKey', resource, 'the resource')
  const said = `set the request and limit for ${asked} that the quota asks for, or give the namespace defaults with a LimitRange`
  const [refusing, asking] = [parseEntity(quota).name, parseEntity(victim).name]
  const text = isUnspecified
    ? `the quota ${refusing} limits ${resource}, and ${asking} does not say how much of it it needs`
    : `the quota ${refusing} refuses ${asking} more ${resource}`
  return {
    ...findingFor(quota, resource, { state: scene.objects.versionsOf(quota).at(-1), shown: because(text, quoteEvent(event, quote)) }),
    // The quota was made or last altered then, unless that was before anybody looked.
    since: earliest([changeOf(quota, scene)?.at ?? null, firstSeen(refusals.map((refusal) => refusal.event))]),
    victims,
    // The quota has room; what asked did not say how much it needs, as everybody must over a resource that is limited.
    ...(isUnspecified ? { remedy: editRemedy(victim, said) } : {}),
  }
}

/** Whom the refusal hurts: the Service that it keeps from being, else whoever asked. */
function refusedFor({ event }: Refusal, scene: Scene): EntityId {
  const { scope } = parseEntity(event.row.entity)
  const service = REFUSED_SERVICE.exec(event.row.message)?.groups?.['name']
  return service === undefined ? owningWorkload(event.row.entity, scene) : formatEntity(scope, 'Service', service)
}

interface Refusal {
  readonly event: HeldEvent
  readonly quota: EntityId
  readonly resource: string
  readonly quote: string
  readonly isUnspecified: boolean
}

function refusalsIn(event: HeldEvent, pattern: RegExp): readonly Refusal[] {
  const match = pattern.exec(event.row.message)
  const { quota = '', requested = '' } = match?.groups ?? {}
  const keys = requested.split(',').map((pair) => pair.split('=')[0] ?? '')
  const resources = [...new Set(keys.map(resourceOf))]
  const { scope } = parseEntity(event.row.entity)
  return resources.map((resource) => ({
    event,
    quota: formatEntity(scope, 'ResourceQuota', quota),
    resource,
    quote: match?.[0] ?? '',
    isUnspecified: pattern === UNSPECIFIED,
  }))
}

/** A key outside the table (an extended resource) is its own resource. */
function resourceOf(key: string): string {
  return RESOURCES.find(([pattern]) => pattern.test(key))?.[1] ?? key.replaceAll(/[^a-z0-9]+/gi, '_')
}

/**
 * Objects that people create themselves (Services, claims) are refused to them, not in an event: there the quota shows what it
 * would have refused, and the object that a manifest declares is not there.
 */
function fromFullQuotas(scene: Scene): readonly Finding[] {
  const missing = rowsHeld(scene.facts, 'object_versions').filter(({ row }) => row.isDeclaredOnly === true)
  return scene.objects.current('ResourceQuota').flatMap((quota) =>
    missing.flatMap((absent) => {
      const { scope, kind, name } = parseEntity(absent.row.entity)
      const key = scope === parseEntity(quota.row.entity).scope ? refusingKey(quota, absent) : null
      if (key === null) return []
      const shown = because(
        `the quota leaves no room for ${kind} ${name}, which is declared and does not exist`,
        ...['used', 'hard'].map((part) => quoteState(quota, `status.${part}.${key}`)),
        quoteState(absent, `name: ${name}`, absent.row.entity),
      )
      const users = scene.graph.to(absent.row.entity, 'mounts').map((user) => owningWorkload(user, scene))
      const victims = kind === 'Service' ? [absent.row.entity] : users
      return [{ ...findingFor(quota.row.entity, resourceOf(key), { state: quota, shown }), since: quota.row.changedAt, victims }]
    }),
  )
}

/** How quotas call the number of objects of a kind that people create themselves. */
const COUNTS: Readonly<Record<string, RegExp>> = {
  Service: /^(?:count\/)?services$/,
  PersistentVolumeClaim: /^(?:count\/)?persistentvolumeclaims$/,
}

/** The key of the quota that does not admit one more object of this kind and size; null when all do. */
function refusingKey(quota: ObjectVersion, { row: { entity, object } }: ObjectVersion): string | null {
  const hard = mapAt(quota.row.object, 'status', 'hard')
  const asked = (key: string): number | null => {
    if (COUNTS[parseEntity(entity).kind]?.test(key)) return 1
    return key === 'requests.storage' ? parseQuantity(textAt(object, 'spec', 'resources', 'requests', 'storage')) : null
  }
  const isFull = (key: string) => {
    const [limit, used] = [textAt(hard, key), textAt(quota.row.object, 'status', 'used', key)].map(parseQuantity)
    const more = asked(key)
    return limit != null && used != null && more !== null && used + more > limit
  }
  return Object.keys(hard).find(isFull) ?? null
}

function findingFor(
  quota: EntityId,
  resource: string,
  { state, shown }: { readonly state: ObjectVersion | undefined; readonly shown: Argument },
): Omit<Finding, 'since'> {
  return {
    entity: quota,
    mechanism: `quota_exceeded_${resource}`,
    basis: 'witnessed',
    effects: WORKLOAD_DOWN,
    for: [shown, because('what the quota allows', state === undefined ? [] : quoteState(state, 'status.hard', 'spec.hard'))],
    disprovenBy: `the quota has room (used below hard for ${resource}) and the object is still refused`,
    reads: [quota, formatEntity(CLUSTER_SCOPE, 'Namespace', parseEntity(quota).scope)].map((entity) => ({
      kind: 'object_versions',
      entity,
    })),
    remedy: editRemedy(
      quota,
      `raise the limit, or free ${nameOr('labelKey', resource, 'the resource')} in the namespace`,
      'The namespace may take more of the cluster than was planned for it.',
    ),
  }
}
