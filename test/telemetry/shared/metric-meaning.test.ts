import { describe, expect, it } from 'vitest'
import { meaningOf } from '../../../src/telemetry/shared/metric-meaning.ts'

describe('src/telemetry/shared/metric-meaning', () => {
  it.each([
    ['http_server_duration_p99_ms', 'latency_ms'],
    ['http_server_5xx_rate', 'error_ratio'],
    ['upstream_call_error_ratio', 'error_ratio'],
    ['requests_per_sec', 'requests_per_second'],
    ['outgoing_requests_per_sec', 'other'],
    ['http_client_requests_per_sec', 'other'],
    ['container_cpu_cfs_throttled_seconds', 'cpu_throttled_ratio'],
    ['node_cpu_utilization_ratio', 'cpu_ratio'],
    ['container_memory_rss_mb', 'memory_bytes'],
    ['pod_restart_total', 'restarts'],
    ['db_pool_in_use', 'queue_depth'],
    ['tls_cert_seconds_until_expiry', 'other'],
    ['basket_colour', 'other'],
  ])('takes %s for %s', (metric, meaning) => {
    expect(meaningOf(metric)).toBe(meaning)
  })
})
