import { z } from 'zod'
import type { EntityId } from '../../domain/entity.ts'
import { parseEntity } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'

const texts = z.record(z.string(), z.unknown()).catch({})
const metadata = z.object({ labels: texts.optional(), annotations: texts.optional() }).catch({})
const variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.object({ fieldRef: z.object({ fieldPath: z.string() }) }).optional(),
})
const container = z.object({ env: z.array(z.unknown()).optional() }).catch({})
const podSpec = z.object({ containers: z.array(container).optional(), hostNetwork: z.boolean().optional() }).catch({})
const template = z.object({ metadata: metadata.optional(), spec: podSpec.optional() }).catch({})
const address = z.object({ address: z.string() })

/** What of an object names it, as Kubernetes writes it; a field of another shape counts as none. */
const namedObject = z.object({
  metadata: metadata.and(z.object({ ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).optional() }).catch({})),
  spec: z
    .object({ template: template.optional(), selector: z.unknown().optional(), clusterIP: z.string().optional() })
    .and(podSpec)
    .catch({}),
  status: z.object({ podIP: z.string().optional(), addresses: z.array(address).optional() }).catch({}),
})

/** The names and addresses under which telemetry may speak of one object. */
export interface ObjectNames {
  readonly entity: EntityId
  readonly isCurrent: boolean
  /** Labels of its pods; of a pod its own. */
  readonly podLabels: ReadonlyMap<string, string>
  /** Names that its pods give their own telemetry. */
  readonly declared: readonly string[]
  /** Of a Service: what it selects; empty for all others and for a Service that selects nothing. */
  readonly selector: ReadonlyMap<string, string>
  readonly owner: { readonly kind: string; readonly name: string } | null
  readonly addresses: readonly string[]
}

/** Reads the newest version of each object; the order is of first mention. */
export function objectNames(versions: readonly Rows['object_versions'][]): readonly ObjectNames[] {
  const newest = new Map(versions.map((row) => [row.entity, row]))
  return [...newest.values()].map(namesOf)
}

function namesOf({ entity, object, isCurrent }: Rows['object_versions']): ObjectNames {
  const { kind } = parseEntity(entity)
  const { metadata: own, spec, status } = namedObject.catch({ metadata: {}, spec: {}, status: {} }).parse(object)
  const pods = kind === 'Pod' ? { metadata: own, spec } : spec.template
  const podLabels = textsOf(pods?.metadata?.labels)
  const addresses = [spec.hostNetwork ? undefined : status.podIP, kind === 'Service' ? spec.clusterIP : undefined]
  const [owner] = own.ownerReferences ?? []
  return {
    entity,
    isCurrent,
    podLabels,
    declared: declaredNames(pods?.spec?.containers ?? [], podLabels, textsOf(pods?.metadata?.annotations)),
    selector: kind === 'Service' ? textsOf(texts.parse(spec.selector)) : new Map(),
    owner: owner ?? null,
    addresses: [...addresses, ...(status.addresses ?? []).map((one) => one.address)].filter(isAddress),
  }
}

/** Where a workload states the name of its telemetry: the SDK's variables, and the annotation that the OpenTelemetry operator reads. */
const NAME_VARIABLE = 'OTEL_SERVICE_NAME'
const ATTRIBUTES_VARIABLE = 'OTEL_RESOURCE_ATTRIBUTES'
const NAME_ANNOTATION = 'resource.opentelemetry.io/service.name'
/** The downward API's path of a pod label: `metadata.labels['app.kubernetes.io/name']`. */
const LABEL_PATH = /^metadata\.labels\['([^']+)'\]$/

type Containers = readonly z.infer<typeof container>[]

function declaredNames(
  containers: Containers,
  labels: ReadonlyMap<string, string>,
  annotations: ReadonlyMap<string, string>,
): readonly string[] {
  const variables = containers.flatMap(({ env }) => (env ?? []).flatMap((entry) => variable.safeParse(entry).data ?? []))
  const named = variables.flatMap(({ name, value, valueFrom }) => {
    const label = LABEL_PATH.exec(valueFrom?.fieldRef.fieldPath ?? '')?.[1]
    const said = value ?? (label === undefined ? undefined : labels.get(label))
    if (said === undefined) return []
    if (name === NAME_VARIABLE) return [said]
    return name === ATTRIBUTES_VARIABLE ? attributeOf(said, 'service.name') : []
  })
  const annotated = annotations.get(NAME_ANNOTATION)
  return annotated === undefined ? named : [...named, annotated]
}

/** `service.name=checkout,service.version=2`: pairs with a comma between. */
function attributeOf(attributes: string, key: string): readonly string[] {
  const pairs = attributes.split(',').map((pair) => pair.split('='))
  return pairs.flatMap(([name, value]) => (name?.trim() === key && value ? [value.trim()] : []))
}

function textsOf(map: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(map ?? {}).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])))
}

function isAddress(address: string | undefined): address is string {
  return address !== undefined && address !== '' && address !== 'None'
}
