import { formatEntity, type EntityId } from '../../../domain/entity.ts'
import { listAt, mapAt, textAt, type JsonMap } from './fields.ts'
import type { ObjectVersion } from '../scene.ts'

/** What a pod refers to and does not find. `object` is null where the message names only a volume that nobody described. */
export interface MissingReference {
  readonly kind: 'ConfigMap' | 'Secret'
  readonly object: EntityId | null
  /** The key that the object lacks; null when the object itself is not there. */
  readonly key: string | null
  /** The part of the message that says so. */
  readonly words: string
}

/**
 * How the kubelet says that a pod refers to a ConfigMap or Secret, or a key of one, that is not there: `secret "creds" not found`, `couldn't find key apiKey
 * in Secret shop/creds`, `configmap references non-existent config key: app.yaml`. Sources: pkg/kubelet/kubelet_pods.go, pkg/volume/configmap and
 * pkg/volume/secret (messages of FailedMount and of CreateContainerConfigError).
 */
export const MISSING_REFERENCE =
  /(?<kind>configmap|secret) "(?<name>[^"]+)" not found|couldn't find key (?<key>\S+) in (?<keyKind>configmap|secret) (?:[^\s/]+\/)?(?<keyName>\S+)|references non-existent (?<volumeKind>config|secret) key: (?<volumeKey>\S+)/i
/** Source: pkg/kubelet/volumemanager (FailedMount). */
const VOLUME = /for volume "([^"]+)"/

/** Kinds as the messages write them, in lower case. */
const KINDS: Readonly<Record<string, MissingReference['kind']>> = { configmap: 'ConfigMap', config: 'ConfigMap', secret: 'Secret' }

/** What the message misses; null when it misses nothing. `scope` is the pod's namespace, `spec` its spec, by which a volume is told; empty when not read. */
export function readMissingReference(message: string, scope: string, spec: JsonMap): MissingReference | null {
  const match = MISSING_REFERENCE.exec(message)
  const { kind, name, key, keyKind, keyName, volumeKind, volumeKey } = match?.groups ?? {}
  const said = KINDS[(kind ?? keyKind ?? volumeKind ?? '').toLowerCase()]
  if (match === null || said === undefined) return null
  const missed = key ?? volumeKey ?? null
  const volume = listAt(spec, 'volumes').find((one) => textAt(one, 'name') === VOLUME.exec(message)?.[1])
  const object = name ?? keyName ?? objectOfVolume(said, volume, missed)
  return { kind: said, object: object === null ? null : formatEntity(scope, said, object), key: missed, words: match[0] }
}

/** The ConfigMap or Secret that a volume is made of; of several that it projects the one whose key is asked for. */
function objectOfVolume(kind: MissingReference['kind'], described: unknown, key: string | null): string | null {
  const whole = kind === 'ConfigMap' ? textAt(described, 'configMap', 'name') : textAt(described, 'secret', 'secretName')
  const sources = listAt(described, 'projected', 'sources').map((source) => mapAt(source, kind === 'ConfigMap' ? 'configMap' : 'secret'))
  const projected = sources.find((source) => listAt(source, 'items').some((item) => textAt(item, 'key') === key))
  return whole ?? textAt(projected, 'name')
}

/** True when the object was read with its keys and this is none of them. */
export function lacksKey({ row }: ObjectVersion, key: string): boolean {
  const parts = ['data', 'binaryData'].filter((part) => part in row.object)
  return parts.length > 0 && parts.every((part) => !(key in mapAt(row.object, part)))
}
