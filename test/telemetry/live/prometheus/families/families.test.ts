import { describe, expect, it } from 'vitest'
import { EDGE_FAMILIES } from '../../../../../src/telemetry/live/prometheus/families/edges.ts'
import { envoyCluster, SERVED_FAMILIES } from '../../../../../src/telemetry/live/prometheus/families/served.ts'

type Labels = Readonly<Record<string, string>>

function served(counter: string, labels: Labels) {
  const family = SERVED_FAMILIES.find((one) => one.counter === counter)
  return family?.service ? family.service(labels) : labels
}

function edge(counter: string, labels: Labels) {
  const family = EDGE_FAMILIES.find((one) => one.counter === counter)
  return [family?.caller(labels), family?.callee(labels)]
}

describe('telemetry/live/prometheus/families', () => {
  it.each([
    ['outbound|80||checkout.shop.svc.cluster.local', { namespace: 'shop', service: 'checkout' }],
    ['outbound|80|v2|checkout.shop.svc.cluster.local', { namespace: 'shop', service: 'checkout' }],
    ['shop/checkout/80/1a2b3c', { namespace: 'shop', service: 'checkout' }],
    ['httproute/shop/front/rule/0', null],
    ['outbound|443||api.example.com', null],
    ['xds-grpc', null],
    ['', null],
  ])('reads the Envoy cluster %s', (name, labels) => {
    expect(envoyCluster(name)).toEqual(labels)
  })

  it.each<readonly [string, Labels, Labels | null]>([
    [
      'istio_requests_total',
      { destination_workload: 'checkout-v2', destination_workload_namespace: 'shop', destination_service_name: 'checkout' },
      { namespace: 'shop', workload: 'checkout-v2' },
    ],
    [
      'istio_requests_total',
      { destination_workload: 'unknown', destination_service_name: 'checkout', destination_service_namespace: 'shop' },
      { namespace: 'shop', service: 'checkout' },
    ],
    ['traces_span_metrics_calls_total', { service_name: 'checkout', service: 'collector' }, { service_name: 'checkout', service: '' }],
    ['traces_spanmetrics_calls_total', { service: 'checkout' }, { service: 'checkout' }],
    ['traefik_service_requests_total', { service: 'checkout@docker' }, { service: 'checkout' }],
    ['traefik_service_requests_total', { service: 'shop-checkout-80@kubernetes' }, null],
    ['haproxy_backend_http_responses_total', { proxy: 'checkout' }, { service: 'checkout' }],
  ])('names the service of %s', (counter, labels, named) => {
    expect(served(counter, labels)).toEqual(named)
  })

  it.each<readonly [string, Labels, unknown]>([
    [
      'istio_requests_total',
      {
        source_workload: 'front',
        source_workload_namespace: 'shop',
        destination_workload: 'checkout',
        destination_workload_namespace: 'shop',
      },
      [{ namespace: 'shop', workload: 'front' }, { labels: { namespace: 'shop', workload: 'checkout' } }],
    ],
    [
      'istio_requests_total',
      { source_workload: 'unknown', destination_workload: 'checkout' },
      [null, { labels: { workload: 'checkout' } }],
    ],
    [
      'response_total',
      { deployment: 'front', namespace: 'shop', dst_deployment: 'checkout', dst_namespace: 'shop' },
      [{ deployment: 'front', namespace: 'shop' }, { labels: { namespace: 'shop', deployment: 'checkout' } }],
    ],
    ['response_total', { deployment: 'front', dst_namespace: 'shop' }, [{ deployment: 'front' }, null]],
    [
      'http_client_request_duration_seconds_count',
      { job: 'front', server_address: 'stock' },
      [{ job: 'front', server_address: 'stock' }, { address: 'stock' }],
    ],
  ])('names both sides of %s', (counter, labels, sides) => {
    expect(edge(counter, labels)).toEqual(sides)
  })

  it('says of each family where its names are documented', () => {
    expect([...SERVED_FAMILIES, ...EDGE_FAMILIES].filter(({ source, name }) => source === '' || name === '')).toEqual([])
  })
})
