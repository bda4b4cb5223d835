import { formatEntity, parseEntity, type EntityId } from '../../../domain/entity.ts'
import { mapAt, textAt, usedBy } from './fields.ts'
import type { ObjectHistory, ObjectVersion } from '../scene.ts'

/** A Secret that a workload's pods get, and what it is called there. */
export interface CarriedSecret {
  readonly entity: EntityId
  /** True when it is mounted as a volume; false when it only becomes variables. */
  readonly isMounted: boolean
  /** Its own name, the keys that are used of it or that it was read with, and the variables that hold them. */
  readonly names: readonly string[]
  /** Its newest state; null when it was not read, as in most recordings. */
  readonly state: ObjectVersion | null
}

/** What Kubernetes itself gave to the pods of old clusters. Source: Kubernetes documentation, types of Secret. */
const OWN_TYPE = 'kubernetes.io/service-account-token'
const TLS_TYPE = 'kubernetes.io/tls'
/** The key of a certificate in a Secret of that type. */
const TLS_KEY = 'tls.crt'
/** Names of Secrets and of files that hold certificates. */
const CERTIFICATE = /\.(?:crt|cer|pem|p12|pfx|jks)$|cert|(?:^|[-_.])tls(?:$|[-_.])/i

/** The Secrets that the template of a workload, or a pod, mounts or refers to; each once. Empty when it uses none. */
export function carriedSecrets(workload: ObjectVersion, objects: ObjectHistory): readonly CarriedSecret[] {
  const { scope } = parseEntity(workload.row.entity)
  const uses = usedBy(workload.row.object).filter(({ kind }) => kind === 'Secret')
  const carried = [...Map.groupBy(uses, ({ name }) => name)].map(([secret, own]): CarriedSecret => {
    const entity = formatEntity(scope, 'Secret', secret)
    const state = objects.current('Secret').find(({ row }) => row.entity === entity) ?? null
    const names = [secret, ...own.flatMap((use) => use.names), ...Object.keys(mapAt(state?.row.object, 'data'))]
    return { entity, isMounted: own.some((use) => use.isMounted), names: [...new Set(names)], state }
  })
  return carried.filter(({ state }) => typeOf(state) !== OWN_TYPE)
}

/** The one Secret that by its type, name or keys holds the certificate that a workload serves; null when none does, or several. */
export function servedCertificate(workload: ObjectVersion, objects: ObjectHistory): EntityId | null {
  const carried = carriedSecrets(workload, objects)
  const mounted = carried.filter(({ isMounted }) => isMounted)
  const tiers = [
    carried.filter(({ names, state }) => typeOf(state) === TLS_TYPE || names.includes(TLS_KEY)),
    mounted.filter(({ names }) => names.some((name) => CERTIFICATE.test(name))),
  ]
  const [only, ...others] = tiers.find((tier) => tier.length > 0) ?? []
  return only === undefined || others.length > 0 ? null : only.entity
}

function typeOf(state: ObjectVersion | null): string | null {
  return textAt(state?.row.object, 'type')
}
