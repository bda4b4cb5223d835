import { type EntityId, formatEntity, parseEntity } from '../../../domain/entity.ts'
import { renderLines } from '../../../domain/quotation.ts'
import { environmentOf, type JsonMap, textAt } from './fields.ts'
import { perObject } from '../per-object.ts'
import type { ObjectHistory, ObjectVersion } from '../scene.ts'

/** An address in the environment of a program, with the variable that holds it. `port` is null when none is written. */
interface Address {
  readonly name: string
  readonly value: string
  readonly host: string
  readonly port: string | null
}

const HOST = String.raw`[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*`
const WITH_PORT = new RegExp(String.raw`^(?:[a-z][a-z0-9+.-]*://)?(?:[^@/\s]*@)?(${HOST}):(\d{1,5})(?:[/?].*)?$`, 'i')
const URL_WITHOUT_PORT = new RegExp(String.raw`^[a-z][a-z0-9+.-]*://(?:[^@/\s]*@)?(${HOST})(?:[/?].*)?$`, 'i')

/** Reads `host:port`, `scheme://host:port/path` or `scheme://host`; null for anything else (a plain word may be anything). */
function parseAddress(value: string): Pick<Address, 'host' | 'port'> | null {
  const ported = WITH_PORT.exec(value.trim())
  if (ported?.[1] !== undefined) return { host: ported[1], port: ported[2] ?? null }
  const plain = URL_WITHOUT_PORT.exec(value.trim())
  return plain?.[1] === undefined ? null : { host: plain[1], port: null }
}

/** The addresses that the environment of a workload's containers holds, in order. */
export const addressesIn = perObject((object: JsonMap): readonly Address[] =>
  environmentOf(object).flatMap((variable) => {
    const address = parseAddress(variable.value)
    return address === null ? [] : [{ ...variable, ...address }]
  }),
)

/** The Service that a host name means inside a cluster, as somebody in `namespace` writes it; null for a name that is not in the cluster's DNS form. */
export function serviceOfHost(host: string, namespace: string): EntityId | null {
  const [name = '', second = namespace, third = 'svc'] = host.split('.')
  return name === '' || third !== 'svc' ? null : formatEntity(second, 'Service', name)
}

/** The words by themselves, not as a part of a longer name or address. */
export function wholeWordPattern(words: string): RegExp {
  return new RegExp(String.raw`(?<![\w.-])${RegExp.escape(words)}(?![\w-])`)
}

/** True for what no Service answers to by its name: a number, or the pod itself. */
export function isAddressLiteral(host: string): boolean {
  return /^\d+(?:\.\d+){3}$/.test(host) || host === 'localhost'
}

/** Kinds in which people write down whom a program calls. */
export const HOLDERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'ConfigMap'] as const
/** Where in such an object: not its own name and labels, and not its image. */
const SETTING = /^(?:data\.|spec\.[\w.-]{0,200}\.(?:env|args|command)(?:\.|:))/

/** Words that could be a host. */
const HOST_WORD = /[a-z0-9][a-z0-9.-]{0,252}/g

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
  const hosts = line.slice(line.indexOf(': ') + 2).match(HOST_WORD) ?? []
  return hosts.flatMap((host) => [host, host.slice(host.indexOf('.') + 1)].flatMap((one) => serviceOfHost(one, scope) ?? []))
}

/** The lines of an object in which settings stand, as `renderLines` writes them. */
export const settingLines = perObject(({ row }: ObjectVersion): readonly string[] =>
  renderLines({ data: row.object['data'], spec: row.object['spec'] }).filter((line) => SETTING.test(line)),
)

/** The StatefulSet whose pods get their names by a Service. Source: Kubernetes API reference, StatefulSetSpec.serviceName. */
export function governedBy(service: EntityId, objects: ObjectHistory): ObjectVersion | undefined {
  const { scope, name } = parseEntity(service)
  const isGoverned = ({ row }: ObjectVersion) => textAt(row.object, 'spec', 'serviceName') === name
  return objects.current('StatefulSet').find((set) => parseEntity(set.row.entity).scope === scope && isGoverned(set))
}
