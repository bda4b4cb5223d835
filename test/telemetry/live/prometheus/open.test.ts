import { describe, expect, it } from 'vitest'
import type { HttpAnswer } from '../../../../src/telemetry/http/ask.ts'
import { matrix, NOTHING, scripted, success, surveyed, vector, WINDOW } from './scripted-prometheus.ts'

const CALLS = 'traces_span_metrics_calls_total'
const CHECKOUT = { service_name: 'checkout', k8s_namespace_name: 'shop' }

function ranges({ counts, quantiles = NOTHING }: { readonly counts: HttpAnswer; readonly quantiles?: HttpAnswer }) {
  return (expression: string) => (expression.includes('histogram_quantile') ? quantiles : counts)
}

function failing(ending: 'forbidden' | 'unknown' | 'error', status: number, body = ''): HttpAnswer {
  return { ending, code: 'telemetry_failed', why: `the server answered ${status}`, status, body }
}

describe('telemetry/live/prometheus/open', () => {
  it('tells failures that are none from failures that are not known', async () => {
    const counts = matrix([[{ ...CHECKOUT, part: 'all' }, [1, null, 1]]])
    const read = (tells: boolean) =>
      scripted({ names: [CALLS], survey: surveyed(1, tells), range: ranges({ counts }) }).stepped('service_calls')

    expect(await read(true)).toMatchObject({
      status: 'ok',
      rows: [{ counts: begins(60, null, 60, null), errors: begins(0, null, 0, null) }],
    })
    expect(await read(false)).toMatchObject({ status: 'ok', rows: [{ errors: begins(null, null, null) }] })
  })

  it('counts what a counter was born with', async () => {
    const series = { all: [1, 1], all_born: [null, 0.5], failed: [null, 0], failed_born: [null, 0.5] }
    const counts = matrix(Object.entries(series).map(([part, values]) => [{ ...CHECKOUT, part }, values]))

    const reading = await scripted({ names: [CALLS], survey: surveyed(1), range: ranges({ counts }) }).stepped('service_calls')

    expect(reading).toMatchObject({ rows: [{ counts: begins(60, 90), errors: begins(0, 30) }] })
  })

  it('does not know what was asked where counting has just begun', async () => {
    const all = { ...CHECKOUT, part: 'all' }
    const counts = matrix([
      [all, [0.4, 1]],
      [{ part: 'early' }, [1, null]],
    ])

    const reading = await scripted({ names: [CALLS], survey: surveyed(1), range: ranges({ counts }) }).stepped('service_calls')

    expect(reading).toMatchObject({ rows: [{ counts: begins(null, 60) }] })
    expect(reading).toMatchObject({ rows: { length: 1 } })
  })

  it('gives milliseconds whatever the unit, and none where nothing was observed', async () => {
    const counts = matrix([[{ ...CHECKOUT, part: 'all' }, [1, 1]]])
    const quantiles = matrix([
      [{ ...CHECKOUT, part: 'p50' }, [0.02, 'NaN']],
      [{ ...CHECKOUT, part: 'p95' }, [0.25, 'NaN']],
    ])
    const names = [CALLS, 'traces_span_metrics_duration_seconds_bucket']

    const reading = await scripted({ names, survey: surveyed(1), range: ranges({ counts, quantiles }) }).stepped('service_calls')

    expect(reading).toMatchObject({ rows: [{ p50Ms: begins(20, null), p95Ms: begins(250, null) }] })
  })

  it('reads buckets that are no series of their own', async () => {
    const { asked, stepped } = scripted({ names: [CALLS, 'traces_span_metrics_duration_seconds'], survey: surveyed(1) })

    await stepped('service_calls')

    const expressions = asked.flatMap(({ parameters = [] }) => parameters.filter(([name]) => name === 'query').map(([, text]) => text))
    expect(expressions.find((text) => text.includes('histogram_quantile'))).not.toContain('_bucket')
  })

  it('takes one family for each service, the one that comes first', async () => {
    const range = (expression: string) =>
      expression.includes('istio')
        ? matrix([[{ destination_workload: 'checkout', destination_workload_namespace: 'shop', part: 'all' }, [2]]])
        : matrix([[{ ...CHECKOUT, part: 'all' }, [1]]])
    const survey = vector([{ part: 'groups0' }, 1], [{ part: 'groups1' }, 1])

    const reading = await scripted({ names: [CALLS, 'istio_requests_total'], survey, range }).stepped('service_calls')

    expect(reading).toMatchObject({ rows: [{ service: 'shop/Service/checkout', counts: begins(120) }] })
  })

  it('adds up groups of one service and lets the busiest tell how long it took', async () => {
    const [one, other] = [
      { ...CHECKOUT, k8s_deployment_name: 'checkout' },
      { ...CHECKOUT, k8s_deployment_name: 'checkout-canary' },
    ]
    const counts = matrix([
      [{ ...one, part: 'all' }, [3]],
      [{ ...other, part: 'all' }, [1]],
    ])
    const quantiles = matrix([
      [{ ...one, part: 'p95' }, [10]],
      [{ ...other, part: 'p95' }, [90]],
    ])
    const names = [CALLS, 'traces_span_metrics_duration_milliseconds_bucket']

    const reading = await scripted({ names, survey: surveyed(2), range: ranges({ counts, quantiles }) }).stepped('service_calls')

    expect(reading).toMatchObject({ rows: [{ counts: begins(240), p95Ms: begins(10) }] })
  })

  it('reports a name that fits two objects and leaves its rows out', async () => {
    const counts = matrix([[{ ...CHECKOUT, part: 'all' }, [1]]])
    const identify = () => ({ ambiguous: ['shop/Deployment/checkout', 'stage/Deployment/checkout'] as const })

    const reading = await scripted({ names: [CALLS], survey: surveyed(1), range: ranges({ counts }) }, identify).stepped('service_calls')

    expect(reading).toMatchObject({
      status: 'incomplete',
      rows: [],
      problems: [
        {
          where: 'metrics',
          what: '"checkout shop" may be shop/Deployment/checkout or stage/Deployment/checkout; what it measures is left out',
        },
      ],
    })
  })

  it('adds from target_info where an SDK’s service runs', async () => {
    const counts = matrix([[{ job: 'checkout', part: 'all' }, [1]]])
    const places = vector([{ part: '0', job: 'checkout', k8s_namespace_name: 'shop' }, 1])
    const names = ['http_server_request_duration_seconds_count', 'target_info']

    const reading = await scripted({ names, places, survey: surveyed(1), range: ranges({ counts }) }).stepped('service_calls')

    expect(reading).toMatchObject({ rows: [{ service: 'shop/Service/checkout' }] })
  })

  it.each([
    [{ client: 'checkout', server: 'stock', connection_type: 'database' }, 'default/Service/stock'],
    [{ client: 'checkout', server: 'db.eu.example.com', connection_type: 'virtual_node' }, 'external/Provider/db.eu.example.com'],
    [{ client: 'checkout', server: '10.1.2.3', connection_type: 'database' }, 'external/Provider/10.1.2.3'],
    [{ client: 'user', server: 'checkout', connection_type: '' }, null],
  ])('takes the edge %o to lead to %s', async (labels, callee) => {
    const counts = matrix([[{ ...labels, part: 'all' }, [1]]])

    const reading = await scripted({
      names: ['traces_service_graph_request_total'],
      survey: surveyed(1),
      range: ranges({ counts }),
    }).stepped('call_edges')

    expect(reading).toMatchObject(
      callee === null ? { status: 'no_data' } : { rows: [{ caller: 'default/Service/checkout', callee, errors: begins(0) }] },
    )
  })

  it('makes steps coarser than asked where the answer would be too long, and says so', async () => {
    const { stepped } = scripted({
      names: [CALLS],
      survey: surveyed(20_000),
      range: ranges({ counts: matrix([[{ ...CHECKOUT, part: 'all' }, [1]]]) }),
    })

    expect(await stepped('service_calls')).toMatchObject({
      status: 'incomplete',
      rows: [{ stepSeconds: 120 }],
      truncated: { limit: '200000 points of one answer: steps of 120 s' },
    })
  })

  it('asks no finer than samples lie apart', async () => {
    const { stepped } = scripted({
      names: [CALLS],
      survey: surveyed(1),
      range: ranges({ counts: matrix([[{ ...CHECKOUT, part: 'all' }, [1]]]) }),
    })

    expect(await stepped('service_calls', 5)).toMatchObject({ rows: [{ stepSeconds: 15 }] })
  })

  it.each([
    ['warnings', { warnings: ['store-2 did not answer'] }, 'the server warns: store-2 did not answer'],
    ['infos', { infos: ['PromQL info: ignored histogram'] }, 'the server warns: PromQL info: ignored histogram'],
    ['isPartial', { isPartial: true }, 'the server says that its answer is partial'],
  ])('takes an answer with %s for incomplete', async (_, more, what) => {
    const counts = matrix([[{ ...CHECKOUT, part: 'all' }, [1]]], more)

    const reading = await scripted({ names: [CALLS], survey: surveyed(1), range: ranges({ counts }) }).stepped('service_calls')

    expect(reading).toMatchObject({
      status: 'incomplete',
      rows: [{ service: 'shop/Service/checkout' }],
      problems: [{ where: 'metrics', what }],
    })
  })

  it('takes no loss from the remark that a counter is named otherwise than usual', async () => {
    const counts = matrix([[{ ...CHECKOUT, part: 'all' }, [1]]], {
      infos: ['PromQL info: metric might not be a counter, name does not end in _total'],
    })

    expect(await scripted({ names: [CALLS], survey: surveyed(1), range: ranges({ counts }) }).stepped('service_calls')).toMatchObject({
      status: 'ok',
    })
  })

  it.each([
    ['forbidden', failing('forbidden', 403), { status: 'forbidden', why: 'the server answered 403' }],
    ['unknown', failing('unknown', 404), { status: 'unknown' }],
    [
      'error, with the server’s words',
      failing('error', 422, '{"status":"error","errorType":"execution","error":"too many samples"}'),
      { status: 'error', why: 'the server answered 422: execution: too many samples' },
    ],
    [
      'error for what is no JSON',
      { ending: 'ok', body: '<html>', isCut: false, date: null } as const,
      { status: 'error', code: 'telemetry_damaged' },
    ],
    ['error for another shape', success({ resultType: 'scalar', result: [1, '1'] }), { status: 'error', code: 'telemetry_damaged' }],
  ])('ends as %s when all reads do', async (_, answer, ending) => {
    const { stepped } = scripted({ names: [CALLS], survey: surveyed(1), range: () => answer })

    expect(await stepped('service_calls')).toMatchObject(ending)
  })

  it('keeps what one family told when another failed', async () => {
    const range = (expression: string) =>
      expression.includes('istio') ? failing('error', 503) : matrix([[{ ...CHECKOUT, part: 'all' }, [1]]])
    const survey = vector([{ part: 'groups0' }, 1], [{ part: 'groups1' }, 1])

    const reading = await scripted({ names: [CALLS, 'istio_requests_total'], survey, range }).stepped('service_calls')

    expect(reading).toMatchObject({
      status: 'incomplete',
      rows: [{ service: 'shop/Service/checkout' }],
      problems: [{ what: 'the server answered 503' }],
    })
  })

  it('does not know what is measured under names that are not known to it', async () => {
    const { stepped } = scripted({ names: [] })

    expect(await Promise.all([stepped('service_calls'), stepped('call_edges'), stepped('series')])).toMatchObject(
      ['requests', 'calls between services', 'containers, objects, nodes or exporters'].map((what) => ({
        status: 'unknown',
        why: `there is no metric of ${what} that firstcause knows`,
      })),
    )
  })

  it('is silent about what a Prometheus cannot know', async () => {
    const { read, asked } = scripted({ names: [] })

    expect(await read({ kind: 'changes' })).toMatchObject({ status: 'unknown' })
    expect(asked).toEqual([])
  })

  it('speaks of the window from its first sample on', async () => {
    const overviewOf = (names: readonly string[], samples: HttpAnswer) =>
      scripted({ names, range: () => samples }).read({ kind: 'overview' })

    expect(await overviewOf([], NOTHING)).toMatchObject({ status: 'ok', rows: [{ from: WINDOW.start, to: WINDOW.end, scopes: [] }] })
    expect(await overviewOf(['up'], matrix([[{}, [null, null, null, 4, 4]]]))).toMatchObject({
      status: 'ok',
      rows: [{ from: new Date('2026-05-27T13:03:50Z') }],
    })
    expect(await overviewOf(['up'], failing('error', 503))).toMatchObject({ status: 'error' })
  })

  it('asks again what was not answered, and once what was', async () => {
    const { stepped, asked } = scripted({ names: [], first: [failing('error', 503)] })

    const readings = [await stepped('service_calls'), await stepped('call_edges'), await stepped('series')]

    expect(readings.map(({ status }) => status)).toEqual(['error', 'unknown', 'unknown'])
    expect(asked).toHaveLength(2)
  })

  it('asks long expressions by POST', async () => {
    const { asked, stepped } = scripted({ names: [CALLS, 'istio_requests_total', 'response_total'], survey: vector() })

    await stepped('service_calls')

    expect(asked.map(({ method, path }) => `${method} ${path}`)).toContain('POST /api/v1/query')
  })
})

/** Samples that begin with these, whatever follows. */
function begins(...beginning: readonly unknown[]): unknown {
  return expect.toSatisfy((all: unknown) => Array.isArray(all) && beginning.every((value, index) => (all[index] ?? null) === value))
}
