import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { renderLines } from '../../domain/quotation.ts'
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
  return HOLDERS.flatMap((kind) => objects.current(kind)).filter((one) => settingLines(one).some((line) => isServiceIn(line, service, one)))
}

/** True when a line of settings, as `settingLines` gives it, names the Service: `db`, `db.shop.svc`, or with `db-0.db` a pod behind it. */
export function isServiceIn(line: string, service: EntityId, { row }: ObjectVersion): boolean {
  const { scope } = parseEntity(row.entity)
  const hosts = line.slice(line.indexOf(': ') + 2).match(HOST) ?? []
  return hosts.some((host) => [host, host.slice(host.indexOf('.') + 1)].some((one) => isNameOf(one, service, scope)))
}

function isNameOf(host: string, service: EntityId, scope: string): boolean {
  const named = serviceOfHost(host, scope)
  return named !== null && formatEntity(named.namespace, 'Service', named.name) === service
}

/** The lines of an object in which settings stand, as `renderLines` writes them. */
export function settingLines({ row }: ObjectVersion): readonly string[] {
  return renderLines(row.object).filter((line) => SETTING.test(line))
}

/** The StatefulSet whose pods get their names by a Service. Source: Kubernetes API reference, StatefulSetSpec.serviceName. */
export function governedBy(service: EntityId, objects: ObjectHistory): ObjectVersion | undefined {
  const { scope, name } = parseEntity(service)
  return objects
    .current('StatefulSet')
    .find(({ row }) => parseEntity(row.entity).scope === scope && renderLines(row.object).includes(`spec.serviceName: ${name}`))
}
