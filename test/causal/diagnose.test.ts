import { describe, expect, it } from 'vitest'
import { diagnose } from '../../src/causal/diagnose.ts'
import { calls, depends, factsOf, minute, OVERVIEW, version } from '../support/facts.ts'

const FLAGS = (variant: string, indent?: number) => ({
  data: {
    'flags.json': JSON.stringify(
      { flags: { quotesFailure: { state: 'ENABLED', defaultVariant: variant, variants: { on: true, off: false } } } },
      null,
      indent,
    ),
  },
})

const FLAG_INCIDENT = {
  overview: [OVERVIEW],
  object_versions: [
    version('shop/ConfigMap/flags', FLAGS('off', 4), { until: 19 }),
    version('shop/ConfigMap/flags', FLAGS('on'), { at: 20, changedAt: minute(18) }),
  ],
  service_calls: [
    calls('shop/Service/storefront', { from: { at: 19, errors: 30 } }),
    calls('shop/Service/shipping', { from: { at: 19, errors: 40 } }),
    calls('shop/Service/quotes', { from: { at: 19, errors: 50 } }),
    calls('shop/Service/basket'),
  ],
  dependencies: [
    depends('shop/Service/storefront', 'shop/Service/shipping'),
    depends('shop/Service/shipping', 'shop/Service/quotes'),
    depends('shop/Service/storefront', 'shop/Service/basket'),
  ],
}

describe('causal/diagnose', () => {
  it('names the flag that was switched and rules out everybody who waits on its victim', () => {
    const { submission } = diagnose(factsOf(FLAG_INCIDENT))

    expect(submission.rootCauses.map(({ entity }) => entity)).toEqual(['shop/ConfigMap/flags'])
    expect(submission.rootCauses[0]).toMatchObject({ mechanism: 'feature_flag_changed', since: minute(18) })
    expect(submission.ruledOut.map(({ entity, because }) => [entity, because])).toEqual([
      ['shop/Service/storefront', 'waits on shop/Service/shipping'],
      ['shop/Service/shipping', 'waits on shop/Service/quotes'],
      ['shop/Service/quotes', 'fails because of shop/ConfigMap/flags'],
    ])
    expect(submission.window.onset).toEqual(minute(19))
  })

  it('does not take a flag file that was only re-serialised for a change', () => {
    const rewritten = [
      version('shop/ConfigMap/flags', FLAGS('off', 4), { until: 19 }),
      version('shop/ConfigMap/flags', FLAGS('off'), { at: 20, changedAt: minute(18) }),
    ]

    const { submission } = diagnose(factsOf({ ...FLAG_INCIDENT, object_versions: rewritten }))

    expect(submission.rootCauses.map(({ entity }) => entity)).toEqual(['shop/Service/quotes'])
  })

  it('keeps a second fault in view that explains what the first cannot reach', () => {
    const deployment = version('shop/Deployment/ledger', {
      spec: { replicas: 1, selector: { matchLabels: { app: 'ledger' } }, template: { metadata: { labels: { app: 'ledger' } } } },
      status: { replicas: 1, readyReplicas: 0 },
    })
    const pod = version('shop/Pod/ledger-1', {
      metadata: { labels: { app: 'ledger' }, ownerReferences: [{ kind: 'Deployment', name: 'ledger' }] },
      spec: { containers: [{ name: 'ledger', image: 'registry.example/ledger:2' }] },
      status: {
        phase: 'Pending',
        containerStatuses: [
          {
            name: 'ledger',
            ready: false,
            state: { waiting: { reason: 'ImagePullBackOff', message: 'manifest for registry.example/ledger:2 not found' } },
          },
        ],
      },
    })
    const facts = {
      ...FLAG_INCIDENT,
      object_versions: [...FLAG_INCIDENT.object_versions, deployment, pod],
      service_calls: [...FLAG_INCIDENT.service_calls, calls('shop/Service/reports', { from: { at: 19, errors: 60 } })],
      dependencies: [...FLAG_INCIDENT.dependencies, depends('shop/Service/reports', 'shop/Service/ledger')],
    }

    const { submission } = diagnose(factsOf(facts))

    expect([...submission.rootCauses, ...submission.alternatives].map(({ entity }) => entity)).toEqual(
      expect.arrayContaining(['shop/ConfigMap/flags', 'shop/Deployment/ledger']),
    )
  })

  it('says that no cause was found on a healthy system', () => {
    const { submission } = diagnose(factsOf({ overview: [OVERVIEW], service_calls: [calls('shop/Service/storefront')] }))

    expect(submission).toMatchObject({ outcome: 'no_cause', rootCauses: [], alternatives: [] })
  })

  it('is inconclusive, not healthy, when something could not be read, and says so', () => {
    const healthy = factsOf({ overview: [OVERVIEW], service_calls: [calls('shop/Service/storefront')], log_patterns: [] })
    const [logs] = healthy.log_patterns ?? []
    const reading = { status: 'error', code: 'telemetry_too_hard', why: 'left out' } as const

    const { submission } = diagnose({ ...healthy, log_patterns: logs ? [{ ...logs, reading }] : [] })

    expect(submission).toMatchObject({
      outcome: 'inconclusive',
      rootCauses: [],
      reasons: [expect.any(String), expect.stringContaining('not checked')],
    })
  })

  it('is inconclusive, not healthy, when no source answered', () => {
    const { submission } = diagnose(factsOf({ overview: [OVERVIEW], service_calls: [], object_versions: [] }))

    expect(submission.outcome).toBe('inconclusive')
  })

  it('invents nothing when the symptoms ended by themselves', () => {
    const spike = calls('shop/Service/storefront', { from: { at: 18, errors: 60 }, until: 23 })

    const { submission } = diagnose(factsOf({ overview: [OVERVIEW], service_calls: [spike] }))

    expect(submission).toMatchObject({ outcome: 'no_cause', rootCauses: [] })
  })

  it('claims nothing once everything that was wrong has ended, however plain the error lines of that time were', () => {
    const line = {
      entity: 'shop/Service/quotes' as const,
      pattern: 'no price found',
      example: 'no price found',
      severity: 'error' as const,
    }
    const known = {
      ...line,
      entity: 'shop/Service/basket' as const,
      pattern: 'late',
      example: 'late',
      baselineCount: 9,
      firstAt: minute(2),
    }
    const { submission } = diagnose(
      factsOf({
        overview: [OVERVIEW],
        service_calls: [calls('shop/Service/quotes', { from: { at: 20, errors: 80 }, until: 28 })],
        log_patterns: [
          { ...line, incidentCount: 300, baselineCount: 0, firstAt: minute(20), lastAt: minute(28) },
          { ...known, incidentCount: 9, lastAt: minute(39) },
        ],
      }),
    )

    expect(submission).toMatchObject({ outcome: 'no_cause', rootCauses: [] })
  })

  it('takes two workloads that were scaled down within a minute for one act', () => {
    const pods = (name: string, replicas: number, shape: Parameters<typeof version>[2]) =>
      version(
        `shop/Deployment/${name}`,
        {
          spec: { replicas, template: { metadata: { labels: { app: name } } } },
          status: { replicas, readyReplicas: replicas },
        },
        shape,
      )
    const { submission } = diagnose(
      factsOf({
        overview: [OVERVIEW],
        object_versions: [
          pods('quotes', 1, { until: 19 }),
          pods('quotes', 0, { at: 20, changedAt: minute(19) }),
          pods('basket', 1, { until: 19 }),
          pods('basket', 0, { at: 20, changedAt: minute(19) }),
        ],
        service_calls: [
          calls('shop/Service/storefront', { from: { at: 20, errors: 60 } }),
          calls('shop/Service/quotes', { from: { at: 20, count: 0 } }),
          calls('shop/Service/basket', { from: { at: 20, count: 0 } }),
        ],
        dependencies: [
          depends('shop/Service/storefront', 'shop/Service/quotes'),
          depends('shop/Service/storefront', 'shop/Service/basket'),
        ],
      }),
    )

    expect(submission.rootCauses.map(({ entity }) => entity).toSorted()).toEqual(['shop/Deployment/basket', 'shop/Deployment/quotes'])
  })

  it('keeps in view a certificate that expired beside a fault that explains the same failures', () => {
    const example = 'call to basket:443 failed: x509: certificate has expired'
    const line = { entity: 'shop/Service/storefront' as const, pattern: example, example, severity: 'error' as const }
    const scaled = (replicas: number, shape: Parameters<typeof version>[2]) =>
      version('shop/Deployment/quotes', { spec: { replicas }, status: { replicas, readyReplicas: replicas } }, shape)
    const { submission } = diagnose(
      factsOf({
        overview: [OVERVIEW],
        object_versions: [scaled(1, { until: 19 }), scaled(0, { at: 20, changedAt: minute(19) })],
        service_calls: [
          calls('shop/Service/storefront', { from: { at: 20, errors: 80 } }),
          calls('shop/Service/quotes', { from: { at: 20, count: 0 } }),
        ],
        dependencies: [
          depends('shop/Service/storefront', 'shop/Service/quotes'),
          depends('shop/Service/storefront', 'shop/Service/basket'),
        ],
        log_patterns: [{ ...line, incidentCount: 200, baselineCount: 0, firstAt: minute(20), lastAt: minute(39) }],
      }),
    )

    expect([...submission.rootCauses, ...submission.alternatives].map(({ entity }) => entity)).toEqual(
      expect.arrayContaining(['shop/Deployment/quotes', 'shop/Service/basket']),
    )
  })

  it('names a Job that failed, but not one of long ago that nobody misses where calls served were read and go well', () => {
    const failed = (at: number) => {
      const condition = { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', lastTransitionTime: minute(at).toISOString() }
      return version('shop/Job/archive', { status: { conditions: [condition] } }, { changedAt: minute(at) })
    }
    const claimsOf = (rows: Parameters<typeof factsOf>[0]) =>
      diagnose(factsOf({ overview: [OVERVIEW], ...rows })).submission.rootCauses.map(({ entity }) => entity)

    expect(claimsOf({ object_versions: [failed(-90)] })).toEqual(['shop/Job/archive'])
    expect(claimsOf({ object_versions: [failed(-90)], service_calls: [calls('shop/Service/storefront')] })).toEqual([])
  })
})
