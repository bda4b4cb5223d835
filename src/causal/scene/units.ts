import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { isWorkload } from './kubernetes/fields.ts'
import { serviceAliases, type AliasSources } from './service-aliases.ts'

export interface UnitSources extends AliasSources {
  readonly isCurrent: (entity: EntityId) => boolean
}

/** Most steps from a pod up to the workload that nobody owns (pod, ReplicaSet, Deployment, operator object). */
const MAX_OWNERS = 5
/** Suffixes that controllers append to the names of the pods they make: template hash and five random characters, or an ordinal. */
const POD_SUFFIXES = [/-[a-z0-9]{6,10}-[a-z0-9]{5}$/, /-[a-z0-9]{5}$/, /-\d+$/, /-[a-f0-9]{6,10}$/]

/** Returns `unitOf` of `Graph`: the service that an entity belongs to, or the entity itself. Never throws. */
export function createUnits(sources: UnitSources): (entity: EntityId) => EntityId {
  const owns = sources.structure.filter((edge) => edge.relation === 'owns')
  const owners = new Map(owns.map((edge) => [edge.to, edge.from]))
  const owned = Map.groupBy(owns, (edge) => edge.from)
  const selectors = Map.groupBy(
    sources.structure.filter((edge) => edge.relation === 'selects'),
    (edge) => edge.to,
  )
  const known = new Set<EntityId>([...sources.versions.map((row) => row.entity), ...sources.named])
  const aliases = serviceAliases(sources, ownUnit)
  const cache = new Map<EntityId, EntityId>()

  function resolve(entity: EntityId): EntityId {
    return aliases.get(entity) ?? ownUnit(entity)
  }

  function ownUnit(entity: EntityId): EntityId {
    const { kind } = parseEntity(entity)
    if (kind === 'Service' || kind === 'Endpoints' || kind === 'EndpointSlice') return sameNameService(entity)
    const workload = rootOwner(entity, owners, known)
    const services = [workload, entity, ...ownedBy(workload)].map((own) => selectors.get(own) ?? []).find((edges) => edges.length > 0) ?? []
    return (
      preferred(
        workload,
        services.map((edge) => edge.from),
      ) ?? workload
    )
  }

  /** A dump that leaves workloads out still says which pods are theirs. */
  function ownedBy(workload: EntityId): readonly EntityId[] {
    const own = (owned.get(workload) ?? []).map((edge) => edge.to)
    return [...own, ...own.flatMap((each) => (owned.get(each) ?? []).map((edge) => edge.to))]
  }

  function preferred(workload: EntityId, services: readonly EntityId[]): EntityId | undefined {
    const own = sameNameService(workload)
    if (known.has(own) && (isWorkload(workload) || parseEntity(workload).kind === 'Pod')) return own
    const living = services.filter((service) => sources.isCurrent(service))
    return [...(living.length > 0 ? living : services)].sort((a, b) => a.length - b.length || a.localeCompare(b))[0]
  }

  return (entity) => {
    const cached = cache.get(entity)
    if (cached !== undefined) return cached
    const unit = resolve(entity)
    cache.set(entity, unit)
    return unit
  }
}

function sameNameService(entity: EntityId): EntityId {
  const { scope, name } = parseEntity(entity)
  return formatEntity(scope, 'Service', name)
}

function rootOwner(entity: EntityId, owners: ReadonlyMap<EntityId, EntityId>, known: ReadonlySet<EntityId>): EntityId {
  let top = entity
  for (let step = 0; step < MAX_OWNERS; step++) {
    const owner = owners.get(top)
    if (owner === undefined) break
    top = owner
  }
  return top === entity || parseEntity(top).kind === 'ReplicaSet' ? (byNamePattern(top, known) ?? top) : top
}

/** A pod or ReplicaSet that was gone before the first poll is known by name only; its workload is found by the naming scheme. */
function byNamePattern(entity: EntityId, known: ReadonlySet<EntityId>): EntityId | undefined {
  const { scope, kind, name } = parseEntity(entity)
  if (kind !== 'Pod' && kind !== 'ReplicaSet') return undefined
  for (const suffix of POD_SUFFIXES) {
    const stem = name.replace(suffix, '')
    if (stem === name) continue
    const owners = ['Deployment', 'StatefulSet', 'DaemonSet', 'Service'].map((owner) => formatEntity(scope, owner, stem))
    const workload = owners.find((candidate) => known.has(candidate))
    if (workload !== undefined) return workload
  }
  return undefined
}
