import { describe, expect, it } from 'vitest'
import { MEASURES } from '../../../../src/telemetry/live/prometheus/families/measures.ts'
import { matrix, NOTHING, scripted, vector } from './scripted-prometheus.ts'

const IN_POD = { namespace: 'shop', pod: 'checkout-1' }

function surveyOf(count: number) {
  return vector(...Array.from({ length: count }, (_, index) => [{ part: `groups${index}` }, 1] as const))
}

describe('telemetry/live/prometheus/read-series', () => {
  it('makes shares of what is used and what may be used, and no rows of the parts', async () => {
    const names = ['container_memory_working_set_bytes', 'kube_pod_container_resource_limits']
    const range = (expression: string) =>
      matrix([[IN_POD, [expression.includes('working_set') ? 60 : expression.includes('"memory"') ? 80 : 2]]])

    const reading = await scripted({ names, survey: surveyOf(3), range }).stepped('series')

    expect(reading).toMatchObject({
      status: 'ok',
      rows: [
        { entity: 'shop/Pod/checkout-1', metric: 'container_memory_working_set_bytes', meaning: 'memory_bytes' },
        { entity: 'shop/Pod/checkout-1', metric: 'container_memory_working_set_bytes / limit', meaning: 'memory_ratio' },
      ],
    })
    expect('rows' in reading && reading.rows.map((row) => 'values' in row && row.values[0])).toEqual([60, 0.75])
  })

  it.each([
    ['kube_pod_container_status_waiting_reason', { ...IN_POD, reason: 'ImagePullBackOff' }, 'shop/Pod/checkout-1', ' ImagePullBackOff'],
    ['kube_deployment_status_replicas_ready', { namespace: 'shop', deployment: 'checkout' }, 'shop/Deployment/checkout', ''],
    [
      'kube_deployment_status_replicas_ready',
      { namespace: 'monitoring', exported_namespace: 'shop', deployment: 'checkout' },
      'shop/Deployment/checkout',
      '',
    ],
    ['node_filesystem_readonly', { instance: '10.0.0.4:9100' }, '_cluster/Node/10.0.0.4', ''],
    ['node_filesystem_readonly', { instance: '10.0.0.4:9100', nodename: 'worker-1' }, '_cluster/Node/worker-1', ''],
    ['kafka_consumergroup_lag', { namespace: 'shop', service: 'kafka-exporter' }, 'shop/Service/kafka-exporter', ''],
  ])('names of %s with %o the entity %s', async (name, labels, entity, suffix) => {
    const reading = await scripted({ names: [name], survey: surveyOf(1), range: () => matrix([[labels, [1]]]) }).stepped('series')

    expect(reading).toMatchObject({ rows: [{ entity, metric: `${name}${suffix}` }] })
  })

  it('leaves out what names nobody and what has no value', async () => {
    const range = () =>
      matrix([
        [{ container: 'main' }, [1]],
        [IN_POD, ['NaN']],
      ])

    const reading = await scripted({ names: ['container_memory_working_set_bytes'], survey: surveyOf(1), range }).stepped('series')

    expect(reading).toMatchObject({ status: 'no_data' })
  })

  it('asks for no metric that has no series', async () => {
    const { asked, stepped } = scripted({ names: ['container_memory_working_set_bytes'], survey: NOTHING_OF, range: () => NOTHING })

    await stepped('series')

    expect(asked.map(({ path }) => path)).toEqual(['/api/v1/label/__name__/values', '/api/v1/query'])
  })

  it('cuts what is more than one answer holds and counts the rest', async () => {
    const pods = Array.from({ length: 1502 }, (_, index) => [{ namespace: 'shop', pod: `checkout-${index}` }, [1]] as const)

    const reading = await scripted({
      names: ['container_memory_working_set_bytes'],
      survey: surveyOf(1),
      range: () => matrix(pods),
    }).stepped('series')

    expect(reading).toMatchObject({ status: 'incomplete', truncated: { limit: 'series (1500 rows)', leftOut: 2 } })
  })

  it('has for each measure a name of its own', () => {
    const names = MEASURES.map(({ metric, told }) => `${metric} ${told}`)

    expect(new Set(names).size).toBe(names.length)
  })
})

const NOTHING_OF = vector()
