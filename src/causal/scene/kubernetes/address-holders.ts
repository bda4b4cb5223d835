import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import { renderLines } from '../../../domain/quotation.ts'
import { textAt } from '../json.ts'
import { perObject } from '../per-object.ts'
import type { ObjectHistory, ObjectVersion } from '../object-history.ts'
import { serviceOfHost } from './address.ts'

/** Kinds in which people write down whom a program calls. */
const HOLDERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'ConfigMap'] as const
/** Where in such an object: not its own name and labels, and not its image. */
const SETTING = /^(?:data\.|spec\.[\w.-]{0,200}\.(?:env|args|command)(?:\.|:))/

/** Words that could be a host. */
const HOST = /[a-z0-9][a-z0-9.-]{0,252}/g

/**
 * The objects that write down a Service's name as somebody to call (environment, arguments and command of workloads, data of ConfigMaps), in the order of kinds;
 * empty when nobody does, or none of them was read.
 */
export function holdersOf(service: EntityId, objects: ObjectHistory): readonly ObjectVersion[] {
  return holdersByService(objects).get(service) ?? []
}

/** Every failed call asks who else holds its name. */
const holdersByService = perObject((objects: ObjectHistory): ReadonlyMap<EntityId, readonly ObjectVersion[]> => {
  const holders = HOLDERS.flatMap((kind) => objects.current(kind))
  const named = holders.flatMap((holder) =>
    [...new Set(settingLines(holder).flatMap((line) => servicesIn(line, holder)))].map((service) => ({ service, holder })),
  )
  return new Map([...Map.groupBy(named, ({ service }) => service)].map(([service, ones]) => [service, ones.map(({ holder }) => holder)]))
})

/** True when a line of settings, as `settingLines` gives it, names the Service: `db`, `db.shop.svc`, or with `db-0.db` a pod behind it. */
export function isServiceIn(line: string, service: EntityId, holder: ObjectVersion): boolean {
  return servicesIn(line, holder).includes(service)
}

/** The Services that a line of settings could mean; most words are none. */
function servicesIn(line: string, { row }: ObjectVersion): readonly EntityId[] {
  const { scope } = parseEntity(row.entity)
  const hosts = line.slice(line.indexOf(': ') + 2).match(HOST) ?? []
  return hosts.flatMap((host) => [host, host.slice(host.indexOf('.') + 1)].flatMap((one) => serviceOfHost(one, scope) ?? []))
}

/** The lines of an object in which settings stand, as `renderLines` writes them. */
export function settingLines({ row }: ObjectVersion): readonly string[] {
  return linesOf(row)
}

const linesOf = perObject(({ object }: ObjectVersion['row']): readonly string[] => renderLines(object).filter((line) => SETTING.test(line)))

/** The StatefulSet whose pods get their names by a Service. Source: Kubernetes API reference, StatefulSetSpec.serviceName. */
export function governedBy(service: EntityId, objects: ObjectHistory): ObjectVersion | undefined {
  const { scope, name } = parseEntity(service)
  return objects
    .current('StatefulSet')
    .find(({ row }) => parseEntity(row.entity).scope === scope && textAt(row.object, 'spec', 'serviceName') === name)
}
