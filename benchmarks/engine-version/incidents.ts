/** An incident that the engine answers for its version: a recorded folder that is read each time, or a drill whose evidence is kept. */
export type VersionIncident = { readonly drill: string } | { readonly folder: string }

/** Drills, one of each fault family and of what is no fault; of several kinds that one family answers, the plainest. */
const DRILLS = [
  'anti_affinity_conflict',
  'autoscalers_aggressive',
  'certificate_expired',
  'chaos_network_delay',
  'chaos_pod_failure',
  'chaos_stress_cpu',
  'claim_capacity_mismatch',
  'claim_missing',
  'command_invalid',
  'config_malformed',
  'container_runtime_down',
  'cpu_limit_low',
  'cpu_saturated',
  'disruption_budget_strict',
  'dns_policy_wrong',
  'env_address_invalid',
  'external_provider',
  'flag_flipped',
  'harmless_deploy',
  'healthy',
  'image_missing',
  'image_pull_secret_missing',
  'init_container_failing',
  'insufficient_cpu',
  'kube_proxy_down',
  'liveness_probe_wrong',
  'memory_leak',
  'mesh_policy_denies',
  'missing_files',
  'mount_access_denied',
  'network_policy_deny',
  'node_affinity_mismatch',
  'node_cordoned',
  'node_down',
  'node_network_loss',
  'noisy_neighbour',
  'oom_killed',
  'password_changed',
  'poison_record',
  'priority_preemption',
  'quota_exceeded',
  'readiness_probe_wrong',
  'recovered',
  'scaled_to_zero',
  'scheduler_down',
  'service_account_missing',
  'service_deleted',
  'service_port_wrong',
  'service_selector_wrong',
  'taint_untolerated',
  'traffic_surge',
  'two_faults',
  'volume_bound_elsewhere',
]

/** Recorded folders of the repository, by their paths. */
const FOLDERS: readonly string[] = []

/** The fixed set, in the order of the answers file. A new incident is one line here; `npm run engine-version -- record` keeps the evidence of new drills. */
export const VERSION_INCIDENTS: readonly VersionIncident[] = [
  ...DRILLS.map((drill) => ({ drill })),
  ...FOLDERS.map((folder) => ({ folder })),
]

/** The name of an incident in the answers and in messages. */
export function nameOf(incident: VersionIncident): string {
  return 'drill' in incident ? incident.drill : incident.folder
}
