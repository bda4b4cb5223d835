// The parts of Kubernetes objects that the simulation reads or changes, under their own names, so that rendering is JSON.stringify.

export interface ManagedField {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  time: string
  readonly fieldsType: 'FieldsV1'
  fieldsV1: Record<string, unknown>
  readonly subresource?: string
}

export interface Metadata {
  readonly name: string
  readonly namespace?: string
  readonly uid: string
  readonly creationTimestamp: string
  resourceVersion: string
  generation?: number
  labels: Record<string, string>
  annotations: Record<string, string>
  readonly ownerReferences?: readonly OwnerReference[]
  managedFields: ManagedField[]
}

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller: boolean
}

export interface Probe {
  httpGet?: { path: string; port: number; scheme: string }
  tcpSocket?: { port: number }
  grpc?: { port: number }
  initialDelaySeconds: number
  periodSeconds: number
  timeoutSeconds: number
  failureThreshold: number
}

export interface Container {
  readonly name: string
  image: string
  command?: string[]
  env: { name: string; value: string }[]
  readonly ports: { containerPort: number; name: string; protocol: string }[]
  resources: { requests: Record<string, string>; limits: Record<string, string> }
  readinessProbe?: Probe
  livenessProbe?: Probe
  volumeMounts: { name: string; mountPath: string }[]
  readonly imagePullPolicy: string
}

export interface PodSpec {
  containers: [Container, ...Container[]]
  initContainers?: Container[]
  volumes: {
    name: string
    configMap?: { name: string }
    persistentVolumeClaim?: { claimName: string }
    nfs?: { server: string; path: string }
  }[]
  imagePullSecrets?: { name: string }[]
  securityContext?: { runAsUser?: number; runAsNonRoot?: boolean; fsGroup?: number }
  nodeSelector?: Record<string, string>
  affinity?: Record<string, unknown>
  tolerations?: { key: string; operator: string; effect: string }[]
  dnsPolicy: string
  dnsConfig?: { nameservers: string[]; searches?: string[] }
  serviceAccountName: string
  priorityClassName?: string
  priority?: number
  readonly restartPolicy: string
  readonly terminationGracePeriodSeconds: number
}

export interface PodTemplate {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> }
  spec: PodSpec
}

export interface WorkloadSpec {
  replicas: number
  readonly selector: { matchLabels: Record<string, string> }
  template: PodTemplate
  strategy?: { type: string; rollingUpdate?: { maxSurge: string; maxUnavailable: string } }
}

interface ServiceSpec {
  selector: Record<string, string>
  ports: { name: string; port: number; targetPort: number; protocol: string }[]
  readonly clusterIP: string
  readonly type: string
}

/** Any object. `spec` is typed by whoever knows the kind. */
export interface KubeObject<Spec = object> {
  readonly apiVersion: string
  readonly kind: string
  metadata: Metadata
  spec?: Spec
  data?: Record<string, string>
  status?: Record<string, unknown>
  [extra: string]: unknown
}

export interface Workload extends KubeObject<WorkloadSpec> {
  spec: WorkloadSpec
}

export interface Service extends KubeObject<ServiceSpec> {
  spec: ServiceSpec
}

interface NodeSpec {
  podCIDR: string
  unschedulable?: boolean
  taints?: { key: string; value?: string; effect: string }[]
}

export interface Node extends KubeObject<NodeSpec> {
  spec: NodeSpec
}
