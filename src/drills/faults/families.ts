/**
 * What can be read of a drill, for judging whether its cause could be known. `objects`: states of objects after onset; `history`: and before
 * the cause was put in, for comparison; `events`: Kubernetes events of the last minutes; `events_at_cause`: and those of the moment of
 * the cause; `calm`: numbers from before onset.
 */
export type Fact = 'objects' | 'history' | 'events' | 'events_at_cause' | 'logs' | 'traces' | 'metrics' | 'alerts' | 'calm'

interface Family {
  readonly name: string
  readonly mechanisms: readonly string[]
  /** Each is enough for a person to name the cause. */
  readonly toldBy: readonly (readonly Fact[])[]
  /** It matters how many nodes a pod may go to: a node closed long ago would have a part in it. */
  readonly isAboutNodes?: true
}

/** Somebody is seen to suffer: what turns an odd configuration into a cause. */
const felt = (...facts: readonly Fact[]): (readonly Fact[])[] =>
  (['logs', 'traces', 'metrics', 'alerts'] as const).map((fact) => [...facts, fact])

/** Fault families of the drills: kinds that break in the same way and are told by the same readings. */
const FAMILIES: readonly Family[] = [
  {
    name: 'image',
    mechanisms: ['image_missing', 'image_pull_secret_missing', 'image_registry_unresolvable'],
    toldBy: [['objects'], ['events']],
  },
  {
    name: 'start',
    mechanisms: ['command_invalid', 'init_container_failing', 'service_account_missing', 'volume_permission_denied', 'mount_access_denied'],
    toldBy: [['objects'], ['events']],
  },
  { name: 'program', mechanisms: ['image_architecture_wrong', 'poison_record'], toldBy: [['objects'], ['logs']] },
  { name: 'config', mechanisms: ['config_malformed'], toldBy: [['objects']] },
  { name: 'memory', mechanisms: ['oom_killed', 'memory_leak'], toldBy: [['objects'], ['metrics']] },
  {
    name: 'processor',
    mechanisms: ['cpu_limit_low', 'cpu_saturated'],
    toldBy: [
      ['metrics', 'calm'],
      ['metrics', 'objects'],
    ],
  },
  {
    name: 'probe',
    mechanisms: [
      'liveness_probe_wrong',
      'liveness_probe_wrong_protocol',
      'liveness_probe_wrong_timing',
      'readiness_probe_wrong',
      'readiness_probe_wrong_port',
      'readiness_probe_wrong_protocol',
    ],
    toldBy: [['objects'], ['events']],
  },
  {
    name: 'placement',
    isAboutNodes: true,
    mechanisms: [
      'anti_affinity_conflict',
      'insufficient_cpu',
      'insufficient_memory',
      'node_affinity_mismatch',
      'node_selector_mismatch',
      'priority_preemption',
      'taint_untolerated',
      'node_cordoned',
      'disruption_budget_strict',
    ],
    toldBy: [['objects']],
  },
  {
    name: 'storage',
    mechanisms: [
      'claim_missing',
      'claim_capacity_mismatch',
      'claim_storage_class_mismatch',
      'claim_access_mode_mismatch',
      'claim_selector_mismatch',
      'volume_bound_elsewhere',
    ],
    toldBy: [['objects']],
  },
  { name: 'quota', mechanisms: ['quota_exceeded'], toldBy: [['objects'], ['events']] },
  { name: 'policy', mechanisms: ['network_policy_deny'], toldBy: felt('objects') },
  { name: 'mesh', mechanisms: ['mesh_policy_denies'], toldBy: [['logs'], ['traces']] },
  { name: 'service', mechanisms: ['service_port_wrong', 'service_protocol_wrong', 'service_selector_wrong'], toldBy: [['objects']] },
  // What is gone shows in an earlier listing, or in the words of those who look for it.
  { name: 'service_gone', mechanisms: ['service_deleted'], toldBy: [['history'], ['objects', 'logs'], ['objects', 'traces']] },
  { name: 'address', mechanisms: ['env_address_invalid', 'dns_policy_wrong'], toldBy: [['history'], ...felt('objects')] },
  { name: 'credentials', mechanisms: ['password_changed', 'certificate_expired'], toldBy: [['logs'], ['traces']] },
  { name: 'flag', mechanisms: ['feature_flag_changed'], toldBy: [['history'], ...felt('objects')] },
  // Experiments leave events and nothing else.
  {
    name: 'experiment',
    mechanisms: [
      'chaos_network_delay',
      'chaos_network_partition',
      'chaos_network_loss',
      'chaos_pod_failure',
      'chaos_stress_cpu',
      'chaos_stress_memory',
      'chaos_http_abort',
    ],
    toldBy: felt('events'),
  },
  { name: 'outside', mechanisms: ['external_provider'], toldBy: [['logs'], ['traces']] },
  {
    name: 'traffic',
    mechanisms: ['traffic_surge'],
    toldBy: [
      ['traces', 'calm'],
      ['metrics', 'calm'],
    ],
  },
  { name: 'neighbour', mechanisms: ['noisy_neighbour'], toldBy: [['metrics', 'objects']] },
  { name: 'scale', mechanisms: ['scaled_to_zero', 'autoscaler_aggressive'], toldBy: [['objects']] },
  {
    name: 'node',
    isAboutNodes: true,
    mechanisms: ['node_down', 'container_runtime_down', 'kube_proxy_down', 'scheduler_down'],
    toldBy: [['objects'], ['events_at_cause']],
  },
  // Only the rule on segments sent again names the node; traces name it by who is slow, once there is a calm to compare with.
  { name: 'node_network', isAboutNodes: true, mechanisms: ['node_network_loss'], toldBy: [['alerts'], ['traces', 'calm']] },
  // What states itself is told by its words; of some an exporter's measure says as much beside a calm.
  {
    name: 'told_by_database',
    mechanisms: ['connections_exhausted', 'database_failover', 'replication_lag', 'lock_contention', 'slow_query', 'cache_cold'],
    toldBy: [['logs']],
  },
  { name: 'told_by_disk', mechanisms: ['disk_full', 'inodes_exhausted', 'disk_io_saturated'], toldBy: [['logs']] },
  {
    name: 'told_by_host',
    isAboutNodes: true,
    mechanisms: ['cpu_steal', 'swapping', 'clock_skew', 'conntrack_full', 'link_faulty'],
    toldBy: [['logs']],
  },
  {
    name: 'told_by_program',
    mechanisms: ['too_many_open_files', 'ports_exhausted', 'worker_pool_exhausted', 'slow_start', 'long_collections'],
    toldBy: [['logs']],
  },
  { name: 'told_by_growth', mechanisms: ['memory_grows'], toldBy: [['logs'], ['metrics', 'calm']] },
  { name: 'told_by_queue', mechanisms: ['consumer_lag', 'rebalance_storm', 'retention_expired', 'broker_lost'], toldBy: [['logs']] },
  // The library of the caller says what is wrong with a certificate, in its log and in its span.
  { name: 'told_by_caller', mechanisms: ['certificate_name_wrong', 'authority_unknown'], toldBy: [['logs'], ['traces']] },
  {
    name: 'told_by_agreement',
    mechanisms: [
      'credentials_rejected',
      'rate_limited',
      'contract_changed',
      'retry_storm',
      'flags_not_read',
      'message_too_large',
      'read_only_filesystem',
    ],
    toldBy: [['logs']],
  },
]

/** Between the mechanisms of a plan with two faults. */
const SEPARATOR = ' and '

/** The family of a mechanism; of two joined ones that of the first; `none` where nothing broke. Throws for one that stands in no family: a mistake in the drill. */
export function familyOf(mechanism: string | null): string {
  if (mechanism === null) return 'none'
  const [first = ''] = mechanism.split(SEPARATOR)
  return memberOf(first).name
}

/** True when a closed node would have a part in how it breaks. */
export function isAboutNodes(mechanism: string | null): boolean {
  return mechanism !== null && mechanism.split(SEPARATOR).some((part) => memberOf(part).isAboutNodes === true)
}

/** True when the facts are enough to know the cause, or both causes. Where nothing may be blamed, nothing needs to be known. */
export function isDecisive(mechanism: string | null, facts: ReadonlySet<Fact>): boolean {
  const parts = mechanism === null ? [] : mechanism.split(SEPARATOR)
  return parts.every((part) => memberOf(part).toldBy.some((enough) => enough.every((fact) => facts.has(fact))))
}

function memberOf(mechanism: string): Family {
  const family = FAMILIES.find(({ mechanisms }) => mechanisms.includes(mechanism))
  if (family) return family
  throw new RangeError(`the mechanism ${mechanism} is in no family`)
}
