import type { Topic } from './topic-words.ts'
import type { Words } from './words-of-programs.ts'

/** What names of metrics say, which is less than messages and in other words: in lower case, as exporters write them. */
export const METRIC_WORDS: Readonly<Partial<Record<Topic, readonly Words[]>>> = {
  deadline: [[/timeout|deadline|cancel/, 'gRPC, HTTP clients', 'http_client_timeouts_total']],
  memory: [[/mem|heap|rss|oom|working_set|gc_/, 'cAdvisor; JVM', 'container_memory_working_set_bytes']],
  startup: [[/restart|crash|(?:ready|available)_?replicas/, 'kube-state-metrics', 'kube_pod_container_status_restarts_total']],
  panic: [[/panic|crash/, 'Go middlewares', 'http_panics_total']],
  pool: [
    [/pool|conn(?:ection)?s?_|_conn|checkout_wait|acquire/, 'HikariCP; pgbouncer', 'hikaricp_connections_pending'],
    [/threads?_(?:active|busy|in_use)|worker/, 'Tomcat; gunicorn', 'tomcat_threads_busy_threads'],
  ],
  handles: [
    [/(?:^|_)fds?(?:_|$)|file_desc|open_files|goroutine|sockets?|handles|threads$/, 'Prometheus client libraries', 'process_open_fds'],
  ],
  disk: [[/disk|volume|inode|filesystem|storage_used/, 'node exporter; kubelet', 'node_filesystem_avail_bytes']],
  slow_query: [
    [/query|rows_(?:examined|scanned|read)|scan|sql|(?:^|_)db_/, 'postgres and mysqld exporters', 'mysql_global_status_slow_queries'],
  ],
  throttle: [
    [/throttl|rate_limit|429/, 'cAdvisor', 'container_cpu_cfs_throttled_periods_total'],
    [/consumed_(?:write|read)|quota|limit_exceeded|iops|capacity_used/, 'CloudWatch', 'consumed_write_capacity_units'],
  ],
  too_large: [[/413|too_large|(?:payload|message)_(?:size|bytes)|rejected_size/, 'gRPC; Kafka', 'kafka_message_size_bytes']],
  parse: [[/parse|decode|deseriali|unmarshal|invalid|malformed|schema|400|422|validation/, 'consumers', 'consumer_decode_errors_total']],
  contract: [[/404|missing_field|unknown_field|unimplemented|not_found/, 'HTTP servers', 'http_responses_404_total']],
  auth: [[/auth|401|403|denied|forbidden|login|token/, 'identity systems', 'logins_denied_total']],
  tls: [[/tls|ssl|cert|handshake/, 'blackbox exporter', 'probe_ssl_earliest_cert_expiry']],
  connect: [[/refused|reset|connect_error|dns|unreachable|endpoint_error/, 'Envoy', 'upstream_cx_connect_errors']],
  cpu: [[/cpu|event_loop|load_?avg|throttled_seconds/, 'cAdvisor; Node', 'nodejs_event_loop_lag_seconds']],
  cache: [[/cache|hit_(?:ratio|rate)|miss|evict/, 'redis and memcached exporters', 'redis_evicted_keys_total']],
  backlog: [
    [/lag|backlog|unprocessed|overdue|outstanding|waiting|depth|in_?flight|buffer/, 'Kafka exporter', 'kafka_consumergroup_lag'],
    [/queue|unacked|dlq|dead_letter|redeliver|pending/, 'RabbitMQ exporter', 'rabbitmq_queue_messages_unacked'],
  ],
  duplicate: [[/duplicate|dedup|idempot|double/, 'payments', 'payments_duplicate_total']],
  race: [[/conflict|race/, 'etcd; databases', 'write_conflicts_total']],
  lock_wait: [[/lock|deadlock|blocked/, 'postgres exporter', 'pg_locks_count']],
  wrong_value: [
    [/mismatch|drift|negative|unbalanced|difference|discrepanc|reconcil/, 'audits', 'ledger_mismatch_total'],
    [/dropped|discarded|_lost|without_data|no_data|inconsisten|incorrect|oversold/, 'audits', 'orders_dropped_total'],
  ],
  schedule: [
    [/cron|schedule|overlap/, 'kube-state-metrics', 'kube_cronjob_next_schedule_time'],
    [/jobs?_(?:runs|missed|last|status|active|running|duration|overlap)/, 'kube-state-metrics', 'kube_job_status_failed'],
  ],
  storm: [[/retr(?:y|ies)|attempts|redeliver/, 'Envoy', 'upstream_rq_retries']],
  log_volume: [[/log_|_logs?(?:_|$)|lines|ingest/, 'Loki', 'loki_distributor_lines_received_total']],
  cardinality: [[/series|cardinality|labels/, 'Prometheus', 'prometheus_tsdb_head_series']],
  cost: [[/cost|spend|usd|billing/, 'OpenCost', 'node_total_hourly_cost']],
  latency: [[/duration|latency|p\d\d|response_time|elapsed/, 'OpenTelemetry', 'http_server_request_duration']],
  traffic: [[/(?:requests?|rps|qps|calls)(?:_per_sec(?:ond)?|_rate)?$/, 'RED dashboards', 'http_requests_per_second']],
  unavailable: [[/error|5xx|fail|unavailable|availability|success/, 'RED dashboards', 'http_5xx_total']],
}
