import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Diagnosis } from '../src/domain/diagnosis.ts'
import { parseEntity, type EntityId } from '../src/domain/entity.ts'
import type { BenchmarkSet, MappedAnswer } from './benchmark-set.ts'

type ObjectKind = 'namespace' | 'node' | 'service'

interface Word {
  readonly fault_taxonomy: string
  readonly root_cause: string
  readonly object: ObjectKind
}

function words(fault_taxonomy: string, object: ObjectKind, causes: Readonly<Record<string, string>>): [string, Word][] {
  return Object.entries(causes).map(([mechanism, root_cause]) => [mechanism, { fault_taxonomy, root_cause, object }])
}

/** Our mechanism in the closed vocabulary that is published with the set. Mechanisms without a word there stay unsaid. */
const VOCABULARY: ReadonlyMap<string, Word> = new Map([
  ...words('Admission_Fault', 'namespace', {
    quota_exceeded_cpu: 'namespace_cpu_quota_exceeded',
    quota_exceeded_memory: 'namespace_memory_quota_exceeded',
    quota_exceeded_pods: 'namespace_pod_quota_exceeded',
    quota_exceeded_services: 'namespace_service_quota_exceeded',
    quota_exceeded_storage: 'namespace_storage_quota_exceeded',
  }),
  ...words('Admission_Fault', 'service', { service_account_missing: 'missing_service_account' }),
  ...words('Scheduling_Fault', 'service', {
    node_cordoned: 'node_cordoned',
    node_affinity_mismatch: 'node_affinity_mismatch',
    node_selector_mismatch: 'node_selector_mismatch',
    pod_anti_affinity_conflict: 'pod_anti_affinity_conflict',
    taint_not_tolerated: 'taint_toleration_mismatch',
    insufficient_cpu: 'insufficient_node_cpu',
    insufficient_memory: 'insufficient_node_memory',
    claim_selector_mismatch: 'pvc_selector_mismatch',
    claim_storage_class_mismatch: 'pvc_storage_class_mismatch',
    claim_access_mode_mismatch: 'pvc_access_mode_mismatch',
    claim_capacity_mismatch: 'pvc_capacity_mismatch',
    volume_bound_elsewhere: 'pv_binding_occupied',
  }),
  ...words('Infrastructure_Fault', 'node', {
    node_network_delay: 'node_network_delay',
    node_network_loss: 'node_network_packet_loss',
    container_runtime_down: 'containerd_unavailable',
    kubelet_down: 'kubelet_unavailable',
    kube_proxy_down: 'kube_proxy_unavailable',
    scheduler_down: 'kube_scheduler_unavailable',
  }),
  ...words('Startup_Fault', 'service', {
    image_registry_unresolvable: 'image_registry_dns_failure',
    image_reference_wrong: 'incorrect_image_reference',
    image_pull_unauthorized: 'missing_image_pull_secret',
    volume_permission_denied: 'volume_mount_permission_denied',
  }),
  ...words('Runtime_Fault', 'service', {
    out_of_memory: 'oom_killed',
    liveness_probe_wrong_protocol: 'liveness_probe_incorrect_protocol',
    liveness_probe_wrong_port: 'liveness_probe_incorrect_port',
    liveness_probe_wrong_timing: 'liveness_probe_incorrect_timing',
    readiness_probe_wrong_protocol: 'readiness_probe_incorrect_protocol',
    readiness_probe_wrong_port: 'readiness_probe_incorrect_port',
  }),
  ...words('Service_Routing_Fault', 'service', {
    service_selector_mismatch: 'service_selector_mismatch',
    service_port_mismatch: 'service_port_mapping_mismatch',
    service_protocol_mismatch: 'service_protocol_mismatch',
    env_address_invalid: 'service_env_var_address_mismatch',
  }),
  ...words('Performance_Fault', 'service', {
    cpu_overload: 'pod_cpu_overload',
    cpu_consumed: 'pod_cpu_overload',
    cpu_contended: 'pod_cpu_overload',
    pod_network_delay: 'pod_network_delay',
  }),
])

/** Cloud-OpsBench: recorded states of a cluster, one fault each. `--passive` leaves out what asks nodes and ports directly. */
export const cloudOpsbench: BenchmarkSet = {
  name: 'cloud-opsbench',
  activeSources: ['checks'],
  listCases: (dir) =>
    readdirSync(path.join(dir, 'cases'))
      .sort()
      .map((id) => ({ id, dir: path.join(dir, 'cases', id) })),
  mapAnswer,
}

interface Named {
  readonly entity: EntityId
  readonly mechanism: string
  readonly propagation?: readonly EntityId[]
}

function mapAnswer(diagnosis: Diagnosis): MappedAnswer {
  const named: readonly Named[] = [...diagnosis.rootCauses, ...diagnosis.alternatives]
  const top = named.flatMap((one) => saidIn(one) ?? []).filter((one, index, all) => all.findIndex((other) => isSame(one, other)) === index)
  const claim = diagnosis.rootCauses.map(claimedObject)
  return { top, claim: [...new Set(claim)] }
}

/** What a cause commits to in the set's words: its object; the entity itself where the set has no word for the mechanism. */
export function claimedObject(named: Named): string {
  return saidIn(named)?.fault_object ?? named.entity
}

type Said = {
  readonly fault_taxonomy: string
  readonly fault_object: string
  readonly root_cause: string
}

/** What a cause is in the words of the set; null where it has none for the mechanism. */
export function saidIn(named: Named): Said | null {
  const word = VOCABULARY.get(named.mechanism)
  return word === undefined
    ? null
    : { fault_taxonomy: word.fault_taxonomy, fault_object: objectOf(named, word.object), root_cause: word.root_cause }
}

/** The set names the namespace, the node, or the service that fails first. */
function objectOf({ entity, propagation = [] }: Named, kind: ObjectKind): string {
  const { scope, kind: entityKind, name } = parseEntity(entity)
  switch (kind) {
    case 'namespace':
      return `namespace/${entityKind === 'Namespace' ? name : scope}`
    case 'node':
      return `node/${name}`
    case 'service': {
      const first = entityKind === 'Service' ? entity : (propagation.find((step) => parseEntity(step).kind === 'Service') ?? entity)
      return `service/${parseEntity(first).name}`
    }
  }
}

function isSame(a: Said, b: Said): boolean {
  return a.fault_object === b.fault_object && a.root_cause === b.root_cause
}
