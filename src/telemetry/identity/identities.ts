import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { createFronts } from './fronts.ts'
import { objectNames, type ObjectNames } from './object-names.ts'
import { namedBy, type Labels, type Named } from './telemetry-labels.ts'

/** Whom labels mean: one entity, several that they fit equally well, or (null) nobody, because they name nothing. */
type Identity = { readonly entity: EntityId } | { readonly ambiguous: readonly EntityId[] } | null
export type Identify = (labels: Labels) => Identity

/** Scope of a service whose labels know no namespace and that no object stands for; recorded folders say the same. */
const UNKNOWN_SCOPE = 'default'
const WORKLOAD_KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'])
const APP_LABELS = ['app.kubernetes.io/name', 'app']

/**
 * Joins telemetry labels with the objects of a cluster. Tried in this order: the name that a pod template gives its own telemetry, labels that name a workload, a
 * pod or an address, app labels, and equal names; each within the namespace that the labels name. The entity is the Service in front of what is meant, else
 * its workload. Several that fit are narrowed by what comes later in the order, and `ambiguous` where that does not tell them apart.
 * What no object stands for gets an entity of its labels alone, `namespace/Service/name`. Pure; objects that are gone count where none that is there fits.
 */
export function createIdentities(versions: readonly Rows['object_versions'][]): Identify {
  const directory = createDirectory(objectNames(versions))
  return (labels) => {
    const named = namedBy(labels)
    let open: readonly EntityId[] = []
    for (const candidates of directory(named)) {
      const found = within(candidates, named)
      const near = open.length === 0 ? found : found.filter((entity) => open.includes(entity))
      const [one] = near
      if (one !== undefined && near.length === 1) return { entity: one }
      if (near.length > 1) open = near
    }
    return open.length > 0 ? { ambiguous: open.toSorted() } : byLabelsAlone(named)
  }
}

/** Those of the named namespace; of a service namespace only where there are some, because it need not be a Kubernetes namespace. */
function within(candidates: ReadonlySet<EntityId>, { namespace, serviceNamespace }: Named): readonly EntityId[] {
  const all = [...candidates]
  const inScope = (scope: string) => all.filter((entity) => parseEntity(entity).scope === scope || parseEntity(entity).kind === 'Node')
  if (namespace !== null) return inScope(namespace)
  const near = serviceNamespace === null ? [] : inScope(serviceNamespace)
  return near.length > 0 ? near : all
}

type Candidates = ReadonlySet<EntityId>

/** Gives, for each key of the join in its order, the fronts of all objects that fit it. */
function createDirectory(objects: readonly ObjectNames[]): (named: Named) => readonly Candidates[] {
  const frontOf = createFronts(objects)
  const indexed = (keysOf: (one: ObjectNames) => readonly string[]) => index(objects, keysOf, frontOf)
  const declared = indexed(({ declared: names }) => names)
  const byKind = indexed(({ entity }) => [`${parseEntity(entity).kind}/${parseEntity(entity).name}`])
  const workloads = indexed(({ entity }) => (WORKLOAD_KINDS.has(parseEntity(entity).kind) ? [parseEntity(entity).name] : []))
  const addresses = indexed((one) => one.addresses)
  const apps = indexed(({ podLabels }) => APP_LABELS.flatMap((label) => podLabels.get(label) ?? []))
  const none: Candidates = new Set()
  const find = (map: ReadonlyMap<string, Candidates>, key: string | null) => (key === null ? none : (map.get(key) ?? none))
  return ({ service, workload, pod, address, app }) => [
    find(declared, service),
    workload?.kind == null ? find(workloads, workload?.name ?? null) : find(byKind, `${workload.kind}/${workload.name}`),
    find(byKind, pod === null ? null : `Pod/${pod}`),
    find(addresses, address),
    find(byKind, address === null ? null : `Node/${address}`),
    find(apps, app ?? service),
    find(byKind, service === null ? null : `Service/${service}`),
    find(workloads, service),
  ]
}

function index(
  objects: readonly ObjectNames[],
  keysOf: (one: ObjectNames) => readonly string[],
  frontOf: (entity: EntityId) => EntityId,
): ReadonlyMap<string, Candidates> {
  const entries = objects.flatMap((one) => keysOf(one).map((key) => ({ key, front: frontOf(one.entity), isCurrent: one.isCurrent })))
  const groups = [...Map.groupBy(entries, ({ key }) => key)]
  return new Map(
    groups.map(([key, found]) => {
      const current = found.filter(({ isCurrent }) => isCurrent)
      return [key, new Set((current.length > 0 ? current : found).map(({ front }) => front))]
    }),
  )
}

function byLabelsAlone({ namespace, serviceNamespace, service, workload, app, pod }: Named): Identity {
  const scope = written(namespace ?? serviceNamespace ?? UNKNOWN_SCOPE).replaceAll('/', '_')
  const name = service ?? workload?.name ?? app
  if (name !== null) return { entity: formatEntity(scope, 'Service', written(name)) }
  return pod === null || namespace === null ? null : { entity: formatEntity(scope, 'Pod', written(pod)) }
}

/** Entities have no spaces in them. */
function written(name: string): string {
  return name.replaceAll(/\s+/g, '_')
}
