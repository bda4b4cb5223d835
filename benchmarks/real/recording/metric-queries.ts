/** One metric of the recording: its name in the file, and what Prometheus is asked for. Answers hold `job` and the labels that tell series apart. */
export interface MetricQuery {
  readonly metric: string
  readonly query: string
}

const RATE_WINDOW = '[1m]'

/** Of a counter: `<name without _total>_per_second`, summed by job. */
function rate(counter: string, ...by: readonly string[]): MetricQuery {
  const metric = `${counter.replace(/_total$/, '')}_per_second`
  return { metric, query: `sum by (${['job', ...by].join(', ')}) (rate(${counter}${RATE_WINDOW}))` }
}

function sum(gauge: string, ...by: readonly string[]): MetricQuery {
  return { metric: gauge, query: `sum by (${['job', ...by].join(', ')}) (${gauge})` }
}

/** What the dashboards of the company ask for; a metric that nobody exports gives no row. Of volumes only those below `dir`. */
export function metricQueries(dir: string): readonly MetricQuery[] {
  const volumes = ['avail_bytes', 'size_bytes', 'files_free'].map((what) => `node_filesystem_${what}`)
  return [...QUERIES, ...volumes.map((metric) => ({ metric, query: `${metric}{mountpoint=~"${dir}/.+"}` }))]
}

const QUERIES: readonly MetricQuery[] = [
  { metric: 'up', query: 'up' },
  rate('http_requests_total'),
  { metric: 'http_errors_per_second', query: `sum by (job) (rate(http_requests_total{code=~"5.."}${RATE_WINDOW}))` },
  {
    metric: 'http_request_duration_p95_seconds',
    query: `histogram_quantile(0.95, sum by (job, le) (rate(http_request_duration_seconds_bucket${RATE_WINDOW})))`,
  },
  rate('jobs_done_total'),
  rate('jobs_failed_total'),
  sum('process_open_fds'),
  sum('process_max_fds'),
  sum('process_resident_memory_bytes'),
  rate('process_cpu_seconds_total'),
  sum('pg_up'),
  sum('pg_stat_activity_count', 'state'),
  { metric: 'pg_stat_activity_max_tx_duration', query: 'max by (job) (pg_stat_activity_max_tx_duration)' },
  sum('pg_settings_max_connections'),
  sum('pg_locks_count', 'mode'),
  { metric: 'pg_database_size_bytes', query: 'sum by (job) (pg_database_size_bytes{datname="ferry"})' },
  rate('pg_stat_database_xact_commit'),
  rate('pg_stat_database_xact_rollback'),
  rate('pg_stat_database_tup_returned'),
  rate('pg_stat_database_blks_read'),
  sum('redis_up'),
  sum('redis_memory_used_bytes'),
  sum('redis_memory_max_bytes'),
  sum('redis_connected_clients'),
  sum('redis_connected_slaves'),
  sum('redis_db_keys'),
  rate('redis_commands_processed_total'),
  rate('redis_evicted_keys_total'),
  rate('redis_expired_keys_total'),
  sum('redis_master_link_up'),
  { metric: 'redis_instance_is_replica', query: 'sum by (job) (redis_instance_info{role="slave"})' },
  sum('rabbitmq_queue_messages_ready'),
  sum('rabbitmq_queue_messages_unacked'),
  sum('rabbitmq_queue_consumers'),
  sum('rabbitmq_connections'),
  rate('rabbitmq_global_messages_redelivered_total'),
  rate('rabbitmq_global_messages_acknowledged_total'),
  rate('rabbitmq_global_messages_received_total'),
  sum('rabbitmq_disk_space_available_bytes'),
  sum('rabbitmq_disk_space_available_limit_bytes'),
  sum('rabbitmq_alarms_free_disk_space_watermark'),
  sum('haproxy_backend_active_servers', 'proxy'),
  sum('haproxy_backend_current_queue', 'proxy'),
  rate('haproxy_server_check_failures_total', 'server'),
  rate('haproxy_backend_http_responses_total', 'proxy', 'code'),
]
