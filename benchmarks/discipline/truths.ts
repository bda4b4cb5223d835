import { parseEntity, type EntityId } from '../../src/domain/entity.ts'
import type { TruthTest } from '../average-precision.ts'
import { claimedObject } from '../cloud-opsbench.ts'

// What counts as a true cause in each third-party set, for answers that name entities. Read by the scoring alone.

/** A cause as somebody named it; `propagation` is empty where nobody said. */
export interface NamedCause {
  readonly entity: EntityId
  readonly mechanism: string
  readonly propagation: readonly EntityId[]
}

/** The object in the set's own words, or whatever carries the object's name (a Deployment or a Pod for its service). */
export function opsbenchTruth({ fault_object }: { readonly fault_object: string }): TruthTest<NamedCause> {
  const [kind = '', name = ''] = fault_object.split('/')
  return one((cause) => {
    if (claimedObject(cause) === fault_object) return true
    const entity = parseEntity(cause.entity)
    if (kind === 'namespace') return entity.scope === name && (entity.kind === 'ResourceQuota' || entity.kind === 'LimitRange')
    if (kind === 'node') return entity.kind === 'Node' && entity.name === name
    return entity.kind !== 'Node' && isPartOf(entity.name, name)
  })
}

/** The service, by its own name or a pod's. */
export function nezhaTruth({ service }: { readonly service: string }): TruthTest<NamedCause> {
  return one(({ entity }) => isPartOf(parseEntity(entity).name, service))
}

interface CommitTruth {
  readonly root_cause_commit: string
  readonly blast_radius: readonly string[]
}

/** The commit. Where no commit did it, whatever is named that is neither a commit nor a service that only suffered. */
export function rootcausebenchTruth({ root_cause_commit, blast_radius }: CommitTruth): TruthTest<NamedCause> {
  return one(({ entity }) => {
    const { kind, name } = parseEntity(entity)
    if (root_cause_commit !== 'none') return kind === 'Commit' && root_cause_commit.startsWith(name)
    return kind !== 'Commit' && !blast_radius.includes(name)
  })
}

function one(isTrue: (cause: NamedCause) => boolean): TruthTest<NamedCause> {
  return { count: 1, groupOf: (cause) => (isTrue(cause) ? 0 : -1) }
}

function isPartOf(name: string, owner: string): boolean {
  return name === owner || name.startsWith(`${owner}-`)
}
