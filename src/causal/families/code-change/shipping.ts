import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import type { Held } from '../../scene/cite.ts'
import { ownershipOf } from '../../../diffs/ownership.ts'

type ChangeRow = Rows['changes']
export type HeldCommit = Held<'changes'> & { readonly row: Extract<ChangeRow, { change: 'commit' }> }
export type HeldFlag = Held<'changes'> & { readonly row: Extract<ChangeRow, { change: 'flag' }> }
export type HeldDeploy = Held<'changes'> & { readonly row: Extract<ChangeRow, { change: 'deploy' }> }

/** How a commit came into a service: by a deploy that names it, inside a later deploy of its own service, or with a shared module. */
export interface Shipment {
  readonly service: EntityId
  /** When it began to act there: when it was deployed, or when the flag that it waits for was switched. */
  readonly at: Date
  readonly way: 'named' | 'own' | 'shared' | 'unrecorded'
  readonly deploy: HeldDeploy | null
  /** The flag that brought it into effect after the deploy; null when it acts at once. */
  readonly flag: HeldFlag | null
}

/** How sure each way is; `unrecorded` means that nothing was deployed there at all, as with configuration that is pulled. */
export const WAY_TRUST: Readonly<Record<Shipment['way'], number>> = { named: 1, own: 0.95, shared: 0.8, unrecorded: 0.7 }

export interface ShippingRecords {
  readonly deploys: readonly HeldDeploy[]
  readonly flags: readonly HeldFlag[]
  readonly services: readonly EntityId[]
}

/**
 * When and where each service got the commit, by `path` (the file that matters). A commit under its own sha is shipped by that
 * deploy; otherwise by the first deploy, after the commit, of a service that owns the path or, for a shared module, of any service.
 */
export function shipmentsOf(commit: HeldCommit, path: string, records: ShippingRecords): readonly Shipment[] {
  const named = records.deploys.filter(({ row }) => row.commit !== null && isSameSha(row.commit, commit.row.sha))
  const direct = named.map((deploy): Shipment => ({ service: deploy.row.service, at: deploy.row.at, way: 'named', deploy, flag: null }))
  const others = records.services.filter((service) => !direct.some((shipment) => shipment.service === service))
  const names = records.services.map((entity) => parseEntity(entity).name)
  const owned = others.map((service) => ({ service, way: ownershipOf(path, parseEntity(service).name, names) }))
  const indirect = owned.flatMap(({ service, way }) =>
    way === 'foreign' || (direct.length > 0 && way === 'shared') ? [] : deployedLater({ service, way }, commit, records.deploys),
  )
  return [...direct, ...indirect].map((shipment) => onceSwitched(shipment, commit, records.flags))
}

function deployedLater(
  { service, way }: Pick<Shipment, 'service' | 'way'>,
  { row }: HeldCommit,
  all: readonly HeldDeploy[],
): readonly Shipment[] {
  const deploys = all.filter((deploy) => deploy.row.service === service)
  const [next] = deploys.filter((deploy) => deploy.row.at >= row.at).sort((a, b) => a.row.at.getTime() - b.row.at.getTime())
  if (next !== undefined) return [{ service, at: next.row.at, way, deploy: next, flag: null }]
  // A service that is deployed with records, but not since the commit, does not run it.
  return deploys.length > 0 ? [] : [{ service, at: row.at, way: 'unrecorded', deploy: null, flag: null }]
}

/** Code that asks for a flag sleeps until that is switched. */
function onceSwitched(shipment: Shipment, { row }: HeldCommit, flags: readonly HeldFlag[]): Shipment {
  const flag = flags.findLast((held) => held.row.at > shipment.at && row.diff?.includes(held.row.key))
  return flag === undefined ? shipment : { ...shipment, at: flag.row.at, flag }
}

/** Short and full forms of one sha are the same. */
function isSameSha(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return short.length >= 7 && long.toLowerCase().startsWith(short.toLowerCase())
}
