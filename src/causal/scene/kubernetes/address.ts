import { formatEntity, type EntityId } from '../../../domain/entity.ts'

/** Host and port of an address as found in an environment value. `port` is null when none is written. */
export interface Address {
  readonly host: string
  readonly port: string | null
}

const HOST = String.raw`[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*`
const WITH_PORT = new RegExp(String.raw`^(?:[a-z][a-z0-9+.-]*://)?(?:[^@/\s]*@)?(${HOST}):(\d{1,5})(?:[/?].*)?$`, 'i')
const URL_WITHOUT_PORT = new RegExp(String.raw`^[a-z][a-z0-9+.-]*://(?:[^@/\s]*@)?(${HOST})(?:[/?].*)?$`, 'i')

/** Reads `host:port`, `scheme://host:port/path` or `scheme://host`; null for anything else (a plain word may be anything). */
export function parseAddress(value: string): Address | null {
  const ported = WITH_PORT.exec(value.trim())
  if (ported?.[1] !== undefined) return { host: ported[1], port: ported[2] ?? null }
  const plain = URL_WITHOUT_PORT.exec(value.trim())
  return plain?.[1] === undefined ? null : { host: plain[1], port: null }
}

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
