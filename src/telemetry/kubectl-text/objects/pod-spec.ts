import { blocksIn, findBlock, readBlocks, valueOf, valuesOf, type Block } from '../describe-block.ts'
import { compact, parsePairs } from './compact.ts'
import { readContainers } from './containers.ts'

/**
 * What a pod description and a pod template have in common, as `PodSpec`. `describe` prints neither affinity nor image pull
 * secrets nor the security context; those come from the manifest when there is one.
 */
export function readPodSpec(fields: readonly Block[]): Record<string, unknown> {
  return compact({
    serviceAccountName: valueOf(fields, 'Service Account'),
    priorityClassName: valueOf(fields, 'Priority Class Name'),
    initContainers: readContainers(fields, 'Init Containers'),
    containers: readContainers(fields, 'Containers'),
    volumes: readVolumes(fields),
    // "none" is stated, so it must win over a manifest that was never applied.
    nodeSelector: findBlock(fields, 'Node-Selectors') ? (parsePairs(valuesOf(fields, 'Node-Selectors')) ?? {}) : undefined,
    tolerations: findBlock(fields, 'Tolerations') ? valuesOf(fields, 'Tolerations').map(parseToleration) : undefined,
  })
}

/** `key=value:NoSchedule`, `key:NoExecute op=Exists for 300s`, `op=Exists`. */
function parseToleration(text: string): Record<string, unknown> {
  const [head = '', ...rest] = text.split(' ')
  const options = [...(head.startsWith('op=') ? [head] : []), ...rest].join(' ')
  const [pair, effect] = head.startsWith('op=') ? ['', undefined] : splitEffect(head)
  const [key, value] = pair.split('=')
  const seconds = /for (\d+)s/.exec(options)?.[1]
  return compact({
    key: key === '' ? undefined : key,
    operator: options.includes('op=Exists') || value === undefined ? 'Exists' : 'Equal',
    value,
    effect,
    tolerationSeconds: seconds === undefined ? undefined : Number(seconds),
  })
}

/** `key=value:Effect` in its two halves; the effect is absent when the text has none. */
export function splitEffect(text: string): [string, string | undefined] {
  const [, pair, effect] = /^(.*):(NoSchedule|PreferNoSchedule|NoExecute)$/.exec(text) ?? []
  return pair === undefined ? [text, undefined] : [pair, effect]
}

function readVolumes(fields: readonly Block[]): Record<string, unknown>[] | undefined {
  const volumes = blocksIn(fields, 'Volumes').map(({ key: name, body }) => ({ name, ...readVolumeSource(readBlocks(body)) }))
  return volumes.length === 0 ? undefined : volumes
}

/** The printed type starts with the name of the volume's field, for example `PersistentVolumeClaim (a reference to …)`. */
function readVolumeSource(fields: readonly Block[]): Record<string, unknown> {
  const type = (valueOf(fields, 'Type') ?? '').split(' ')[0]
  switch (type) {
    case 'PersistentVolumeClaim':
      return {
        persistentVolumeClaim: compact({ claimName: valueOf(fields, 'ClaimName'), readOnly: valueOf(fields, 'ReadOnly') === 'true' }),
      }
    case 'ConfigMap':
      return { configMap: compact({ name: valueOf(fields, 'Name') }) }
    case 'Secret':
      return { secret: compact({ secretName: valueOf(fields, 'SecretName') }) }
    case 'HostPath':
      return { hostPath: compact({ path: valueOf(fields, 'Path'), type: valueOf(fields, 'HostPathType') }) }
    case 'EmptyDir':
      return { emptyDir: {} }
    default:
      return {}
  }
}

/** Name, namespace, labels, annotations, creation time and controller, as `ObjectMeta`. */
export function readMetadata(fields: readonly Block[]): Record<string, unknown> {
  const [kind, name] = valueOf(fields, 'Controlled By')?.split('/') ?? []
  const created = valueOf(fields, 'CreationTimestamp')
  return compact({
    name: valueOf(fields, 'Name'),
    namespace: valueOf(fields, 'Namespace'),
    labels: parsePairs(valuesOf(fields, 'Labels')),
    annotations: mapOfLines(valuesOf(fields, 'Annotations')),
    creationTimestamp: created === undefined ? undefined : new Date(created).toISOString(),
    ownerReferences: name === undefined ? undefined : [{ kind, name, controller: true }],
  })
}

function mapOfLines(lines: readonly string[]): Record<string, string> | undefined {
  const pairs = lines.flatMap((line): [string, string][] => {
    const at = line.indexOf(': ')
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 2)]]
  })
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs)
}
