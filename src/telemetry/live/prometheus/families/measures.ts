import { CLUSTER_SCOPE, formatEntity, parseEntity, type EntityId } from '../../../../domain/entity.ts'
import type { Labels } from '../../../identity/telemetry-labels.ts'
import { meaningOf, type MetricMeaning } from '../../../shared/metric-meaning.ts'
import { selector } from '../promql.ts'

/** When and how finely a measure is read. */
interface Times {
  readonly rangeSeconds: number
  readonly stepSeconds: number
  readonly windowSeconds: number
  /** End of the window, Unix seconds. */
  readonly end: number
}

/** One thing that is measured, in the names of one exporter. */
export interface Measure {
  /** As rows say it: the exporter's name, with the statistic taken. */
  readonly metric: string
  readonly meaning: MetricMeaning
  /** Where the names are documented. */
  readonly source: string
  /** Metrics that all must be there; the first is the one whose series are counted. */
  readonly needs: readonly string[]
  /** Matchers of the first. */
  readonly only: string
  readonly by: readonly string[]
  /** A label whose value is part of what is measured and of its name. */
  readonly told?: string
  readonly expression: (times: Times) => string
  /** Whom it is about, `entityOf` knowing the names of telemetry; null for nobody. */
  readonly entity: (labels: Labels, entityOf: (labels: Labels) => EntityId | null) => EntityId | null
  /** True for what only shares are made of; it has no row of its own. */
  readonly isPart?: boolean
}

const CADVISOR = 'cAdvisor (kubelet /metrics/cadvisor)'
const KUBE_STATE = 'kube-state-metrics v2.20 docs/metrics'
const NODE_EXPORTER = 'node_exporter'
const KUBELET = 'kubelet /metrics'

type Subject = Pick<Measure, 'by' | 'entity'>

/** Without `honor_labels` a scrape keeps its own pod and namespace, and what it read comes as `exported_…`. */
const NAMESPACES = ['namespace', 'exported_namespace']

function namespaceOf(labels: Labels): string | undefined {
  return labels['exported_namespace'] ?? labels['namespace']
}

/** An object that a label names. */
function object(label: string, kind: string): Subject {
  return {
    by: [...NAMESPACES, label, `exported_${label}`],
    entity: (labels) => {
      const [namespace, name] = [namespaceOf(labels), labels[`exported_${label}`] ?? labels[label]]
      return namespace && name ? formatEntity(namespace, kind, name) : null
    },
  }
}

const POD = object('pod', 'Pod')

const NODE: Subject = {
  by: ['node', 'nodename', 'instance'],
  entity: (labels, entityOf) => {
    const named = labels['node'] ?? labels['nodename']
    if (named) return formatEntity(CLUSTER_SCOPE, 'Node', named)
    const { instance = '' } = labels
    const known = entityOf({ instance })
    if (known !== null && parseEntity(known).kind === 'Node') return known
    return instance === '' ? null : formatEntity(CLUSTER_SCOPE, 'Node', instance.replace(/:\d+$/, ''))
  },
}

const ANYONE: Subject = { by: ['namespace', 'service', 'job', 'pod', 'instance'], entity: (labels, entityOf) => entityOf(labels) }

interface Plain {
  readonly source: string
  readonly subject: Subject
  readonly only?: string
  readonly told?: string
  readonly meaning?: MetricMeaning
  readonly isPart?: boolean
  /** How series of one subject become one. */
  readonly combine?: 'sum' | 'max' | 'min'
}

function groups({ subject, told }: Plain): string {
  return [...subject.by, ...(told === undefined ? [] : [told])].join(', ')
}

/** A measure of the metric `name`, called otherwise where a statistic of it is taken. */
function measure(
  { metric, name }: { readonly metric: string; readonly name: string },
  plain: Plain,
  expression: Measure['expression'],
): Measure {
  const { source, subject, only = '', told, meaning = meaningOf(name), isPart = false } = plain
  return { metric, meaning, source, needs: [name], only, ...subject, expression, isPart, ...(told === undefined ? {} : { told }) }
}

function gauge(name: string, plain: Plain): Measure {
  return measure(
    { metric: name, name },
    plain,
    () => `${plain.combine ?? 'sum'} by (${groups(plain)}) (${selector(name, plain.only ?? '')})`,
  )
}

function rate(name: string, plain: Plain): Measure {
  return measure(
    { metric: `${name} rate`, name },
    plain,
    ({ rangeSeconds }) => `${plain.combine ?? 'sum'} by (${groups(plain)}) (rate(${selector(name, plain.only ?? '')}[${rangeSeconds}s]))`,
  )
}

/** What a counter of whole things gained in each step: a rate would make halves of one restart. */
function gained(name: string, plain: Plain): Measure {
  const one = selector(name, plain.only ?? '')
  return measure(
    { metric: `${name} increase`, name },
    plain,
    ({ stepSeconds }) => `sum by (${groups(plain)}) (clamp_min(${one} - ${one} offset ${stepSeconds}s, 0))`,
  )
}

/** The used share of something, of which exporters tell the whole and what is free of it. */
function used(metric: string, [free, whole]: readonly [string, string], plain: Plain): Measure {
  const own = (name: string) => selector(name, plain.only ?? '')
  return {
    ...measure({ metric, name: free }, plain, () => `max by (${groups(plain)}) (1 - ${own(free)} / ${own(whole)})`),
    needs: [free, whole],
  }
}

const CONTAINERS = 'container!="",container!="POD"'
const DISKS = 'fstype!~"tmpfs|overlay|squashfs|ramfs|nsfs"'
/** Reasons for waiting that are no trouble. */
const STARTING = 'reason!~"ContainerCreating|PodInitializing"'

const KUBERNETES: readonly Measure[] = [
  rate('container_cpu_usage_seconds_total', { source: CADVISOR, subject: POD, only: CONTAINERS, meaning: 'cpu_cores' }),
  gauge('container_memory_working_set_bytes', { source: CADVISOR, subject: POD, only: CONTAINERS, meaning: 'memory_bytes' }),
  rate('container_cpu_cfs_throttled_periods_total', { source: CADVISOR, subject: POD, only: CONTAINERS, isPart: true }),
  rate('container_cpu_cfs_periods_total', { source: CADVISOR, subject: POD, only: CONTAINERS, isPart: true }),
  ...(['cpu', 'memory'] as const).map((resource) => ({
    ...gauge('kube_pod_container_resource_limits', { source: KUBE_STATE, subject: POD, only: `resource="${resource}"`, isPart: true }),
    metric: `kube_pod_container_resource_limits ${resource}`,
  })),
  gained('kube_pod_container_status_restarts_total', { source: KUBE_STATE, subject: POD, meaning: 'restarts' }),
  gauge('kube_pod_container_status_waiting_reason', { source: KUBE_STATE, subject: POD, only: STARTING, told: 'reason', meaning: 'other' }),
  gauge('kube_pod_container_status_last_terminated_reason', {
    source: KUBE_STATE,
    subject: POD,
    only: 'reason!="Completed"',
    told: 'reason',
    meaning: 'other',
  }),
  gauge('kube_deployment_status_replicas_ready', {
    source: KUBE_STATE,
    subject: object('deployment', 'Deployment'),
    meaning: 'ready_replicas',
  }),
  gauge('kube_statefulset_status_replicas_ready', {
    source: KUBE_STATE,
    subject: object('statefulset', 'StatefulSet'),
    meaning: 'ready_replicas',
  }),
  gauge('kube_daemonset_status_number_ready', { source: KUBE_STATE, subject: object('daemonset', 'DaemonSet'), meaning: 'ready_replicas' }),
  measure(
    { metric: 'kube_resourcequota used / hard', name: 'kube_resourcequota' },
    { source: KUBE_STATE, subject: object('resourcequota', 'ResourceQuota'), only: 'type="used"', told: 'resource', meaning: 'other' },
    () => 'kube_resourcequota{type="used"} / ignoring (type) (kube_resourcequota{type="hard"} > 0)',
  ),
  {
    ...measure(
      {
        metric: 'kube_horizontalpodautoscaler_status_current_replicas / max',
        name: 'kube_horizontalpodautoscaler_status_current_replicas',
      },
      { source: KUBE_STATE, subject: object('horizontalpodautoscaler', 'HorizontalPodAutoscaler'), meaning: 'other' },
      () => 'kube_horizontalpodautoscaler_status_current_replicas / kube_horizontalpodautoscaler_spec_max_replicas',
    ),
    needs: ['kube_horizontalpodautoscaler_status_current_replicas', 'kube_horizontalpodautoscaler_spec_max_replicas'],
  },
  used('kubelet_volume_stats_used_ratio', ['kubelet_volume_stats_available_bytes', 'kubelet_volume_stats_capacity_bytes'], {
    source: KUBELET,
    subject: object('persistentvolumeclaim', 'PersistentVolumeClaim'),
    meaning: 'other',
  }),
  gauge('kube_node_status_condition', {
    source: KUBE_STATE,
    subject: { ...NODE, by: ['node'] },
    only: 'condition!="Ready",status="true"',
    told: 'condition',
    meaning: 'other',
  }),
  measure(
    { metric: 'kube_node_status_condition not Ready', name: 'kube_node_status_condition' },
    { source: KUBE_STATE, subject: { ...NODE, by: ['node'] }, meaning: 'other' },
    () => 'max by (node) (kube_node_status_condition{condition="Ready",status=~"false|unknown"})',
  ),
  measure(
    { metric: 'up', name: 'up' },
    { source: 'Prometheus, automatically generated series', subject: ANYONE, meaning: 'other' },
    // Only targets that did not answer at some time: of thousands that do, nothing is to be told.
    ({ windowSeconds, end }) =>
      `min by (${ANYONE.by.join(', ')}) (up and on (job, instance) (min_over_time(up[${windowSeconds}s] @ ${end}) == 0))`,
  ),
]

const NODES: readonly Measure[] = [
  used('node_memory_used_ratio', ['node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes'], {
    source: NODE_EXPORTER,
    subject: NODE,
    meaning: 'memory_ratio',
  }),
  used('node_filesystem_used_ratio', ['node_filesystem_avail_bytes', 'node_filesystem_size_bytes'], {
    source: NODE_EXPORTER,
    subject: NODE,
    only: DISKS,
    meaning: 'other',
  }),
  used('node_filesystem_inodes_used_ratio', ['node_filesystem_files_free', 'node_filesystem_files'], {
    source: NODE_EXPORTER,
    subject: NODE,
    only: DISKS,
    meaning: 'other',
  }),
  gauge('node_filesystem_readonly', { source: NODE_EXPORTER, subject: NODE, only: DISKS, meaning: 'other' }),
  gauge('node_nf_conntrack_entries', { source: NODE_EXPORTER, subject: NODE, meaning: 'other' }),
  gauge('node_timex_offset_seconds', { source: NODE_EXPORTER, subject: NODE, meaning: 'other', combine: 'max' }),
  ...['cpu', 'memory', 'io'].map((what) =>
    rate(`node_pressure_${what}_waiting_seconds_total`, { source: NODE_EXPORTER, subject: NODE, meaning: 'other', combine: 'max' }),
  ),
  ...['node_netstat_Tcp_RetransSegs', 'node_network_receive_drop_total', 'node_vmstat_pgmajfault'].map((name) =>
    rate(name, { source: NODE_EXPORTER, subject: NODE, meaning: 'other' }),
  ),
]

const DNS: readonly Measure[] = [
  rate('coredns_dns_responses_total', {
    source: 'CoreDNS metrics plugin',
    subject: { by: ['namespace', 'service', 'job'], entity: ANYONE.entity },
    only: 'rcode=~"SERVFAIL|REFUSED"',
    told: 'rcode',
    meaning: 'errors_per_second',
  }),
]

/** Queues, pools and databases as their exporters tell of them; a name's habits say what it means. */
const EXPORTERS: readonly (readonly [source: string, read: typeof gauge, names: readonly string[]])[] = [
  ['RabbitMQ Prometheus plugin', gauge, ['rabbitmq_queue_messages_ready', 'rabbitmq_queue_messages_unacked']],
  ['kafka_exporter; JMX exporter', gauge, ['kafka_consumergroup_lag', 'kafka_server_replicamanager_underreplicatedpartitions']],
  ['postgres_exporter', gauge, ['pg_stat_activity_count', 'pg_locks_count', 'pg_replication_lag_seconds', 'pg_replication_lag']],
  ['postgres_exporter', rate, ['pg_stat_database_deadlocks', 'pg_stat_database_tup_returned']],
  ['mysqld_exporter', gauge, ['mysql_global_status_threads_running', 'mysql_slave_status_seconds_behind_master']],
  ['mysqld_exporter', rate, ['mysql_global_status_slow_queries', 'mysql_global_status_innodb_row_lock_waits']],
  ['redis_exporter', gauge, ['redis_memory_used_bytes', 'redis_connected_clients', 'redis_blocked_clients']],
  ['redis_exporter', rate, ['redis_evicted_keys_total', 'redis_keyspace_misses_total']],
  [
    'Micrometer',
    gauge,
    ['hikaricp_connections_active', 'hikaricp_connections_pending', 'tomcat_threads_busy_threads', 'jvm_memory_used_bytes'],
  ],
  ['Micrometer', rate, ['jvm_gc_pause_seconds_sum']],
  ['Prometheus client libraries', gauge, ['process_open_fds', 'nodejs_eventloop_lag_seconds']],
]

/** What is measured besides requests, each with one request where its exporter is there. */
export const MEASURES: readonly Measure[] = [
  ...KUBERNETES,
  ...NODES,
  ...DNS,
  ...EXPORTERS.flatMap(([source, read, names]) =>
    names.map((name) => read(name, { source, subject: ANYONE, combine: meaningOf(name) === 'queue_depth' ? 'max' : 'sum' })),
  ),
]
