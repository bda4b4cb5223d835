import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { diagnose } from '../../../../src/causal/diagnose.ts'
import type { Facts } from '../../../../src/causal/scene/cite.ts'
import { codeChange } from '../../../../src/causal/families/code-change/code-change.ts'
import { expiredCertificate } from '../../../../src/causal/families/expired-certificate.ts'
import { featureFlag } from '../../../../src/causal/families/feature-flag.ts'
import { poisonRecord } from '../../../../src/causal/families/poison-record.ts'
import { providerOutage } from '../../../../src/causal/families/provider-outage.ts'
import { trafficSurge } from '../../../../src/causal/families/traffic-surge.ts'
import { showAction } from '../../../../src/diagnosis/show-action.ts'
import type { EntityId } from '../../../../src/domain/entity.ts'
import { isQuotedFrom } from '../../../../src/domain/quotation.ts'
import type { Rows } from '../../../../src/domain/telemetry-rows.ts'
import { END, evidenceOf, factsOf as bareFacts, minute, OVERVIEW, START, STEP_SECONDS, STEPS } from '../../../support/facts.ts'

const BASKET = 'shop/Service/basket'
const QUOTES = 'shop/Service/quotes'
const CULPRIT = 'c0ffee11d00d'
const DECOY = 'decafbad0000'

type RowsByKind = Parameters<typeof bareFacts>[0]

/** Facts whose log patterns were asked for with the quarter of an hour after minute 12 as the incident. */
function factsOf(rows: RowsByKind): Facts {
  const query = { kind: 'log_patterns', incident: { start: minute(12), end: END }, baseline: { start: START, end: minute(12) } } as const
  const facts = bareFacts(rows)
  return { ...facts, ...(facts.log_patterns && { log_patterns: facts.log_patterns.map((entry) => ({ ...entry, query })) }) }
}

function commit(sha: string, at: number, file: string, diff: string, message = 'tidy'): Omit<Rows['changes'], 'locator'> {
  return { change: 'commit', sha, author: 'kim', at: minute(at), message, files: [file], diff } as never
}
function deploy(service: EntityId, sha: string, at: number): Omit<Rows['changes'], 'locator'> {
  return { change: 'deploy', service, commit: sha, version: 'v7', at: minute(at) } as never
}
function logged(entity: EntityId, example: string, at: number): Omit<Rows['log_patterns'], 'locator'> {
  return {
    entity,
    pattern: example,
    severity: 'error',
    incidentCount: 40,
    baselineCount: 0,
    firstAt: minute(at),
    lastAt: minute(39),
    example,
  }
}
function series(
  entity: EntityId,
  metric: string,
  meaning: Rows['series']['meaning'],
  value: (at: number) => number,
): Omit<Rows['series'], 'locator'> {
  return { entity, metric, meaning, startAt: START, stepSeconds: STEP_SECONDS, values: Array.from({ length: STEPS }, (_, at) => value(at)) }
}
const failing = (entity: EntityId, from: number) => series(entity, 'error_ratio', 'error_ratio', (at) => (at >= from ? 0.4 : 0.002))

/** A deadline cut to 200 ms in the basket's client, shipped at minute 12; a decoy in the same service at minute 19, just before onset. */
const DEADLINE: RowsByKind = {
  overview: [OVERVIEW],
  changes: [
    commit(
      CULPRIT,
      10,
      'services/basket/quote_client.go',
      '@@ func (c *Client) Quote(id string) {\n-\tctx, cancel := context.WithTimeout(ctx, 4*time.Second)\n+\tctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)\n \treturn c.rpc.PriceQuote(ctx, id)',
    ),
    deploy(BASKET, CULPRIT, 12),
    commit(
      DECOY,
      18,
      'services/basket/handler.go',
      '@@ func (h *Handler) Show() {\n-\tif err != nil { http.Error(w, 500); return }\n+\tif err != nil {\n+\t\twriteError(w, 500, err)\n+\t\treturn\n+\t}',
    ),
    deploy(BASKET, DECOY, 19),
  ] as never,
  log_patterns: [logged(BASKET, 'PriceQuote failed: context deadline exceeded after 200ms', 13)],
  series: [failing(BASKET, 13), series(QUOTES, 'latency_p99_ms', 'latency_ms', (at) => 350 + (at % 3))],
}

function dates(_key: string, value: unknown): unknown {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : value
}

function proposed(rows: RowsByKind) {
  return codeChange.propose(buildScene(factsOf(rows)))
}

describe('src/causal/families/code-change/code-change', () => {
  it('proposes to revert a commit by its id alone, and gives no command for an id that is none', () => {
    const hostile = 'c0ffee1; touch pwned; $(reboot)'
    const renamed = (sha: string) => JSON.parse(JSON.stringify(DEADLINE).replaceAll(CULPRIT, sha), dates) as RowsByKind
    const shown = [CULPRIT, hostile].map((sha) => proposed(renamed(sha))[0]?.action).map((action) => action && showAction(action))

    expect(shown.map((action) => action?.command)).toEqual([`git revert ${CULPRIT}`, ''])
    expect(shown[1]).toMatchObject({
      what: expect.stringContaining('revert the commit, then deploy basket'),
      risk: 'Takes back everything that the commit brought to basket.',
      rollback: 'Deploy basket with the commit again.',
    })
    expect(JSON.stringify(shown)).not.toMatch(/pwned|reboot/)
  })

  it('names the commit that cut the deadline and not the deploy nearest to the alert', () => {
    const [first, ...others] = proposed(DEADLINE)

    expect(first).toMatchObject({
      entity: `repo/Commit/${CULPRIT}`,
      mechanism: 'timeout_cut',
      basis: 'changed',
      victims: [BASKET],
      since: minute(12),
    })
    expect(others.filter(({ basis }) => basis === 'changed')).toEqual([])
  })

  it('quotes only what stands in the rows', () => {
    const evidence = evidenceOf(DEADLINE)
    const citations = proposed(DEADLINE).flatMap((proposal) => proposal.for.flatMap((argument) => argument.citations))

    expect(citations.length).toBeGreaterThan(2)
    for (const { evidenceId, locator, quote } of citations) {
      const reading = evidence.find(({ id }) => id === evidenceId)?.reading
      const row = reading?.status === 'ok' ? reading.rows.find((one) => one.locator === locator) : undefined
      expect(isQuotedFrom(quote, row)).toBe(true)
    }
  })

  it('does not blame a commit that was shipped after the symptoms began', () => {
    const changes = [
      commit(CULPRIT, 20, 'services/basket/quote_client.go', '-\tTimeout: 4 * time.Second,\n+\tTimeout: 200 * time.Millisecond,'),
      deploy(BASKET, CULPRIT, 25),
    ]

    expect(proposed({ ...DEADLINE, changes })).toEqual([])
  })

  it('does not blame a change of a service that nothing fails in', () => {
    const changes = [
      commit(CULPRIT, 10, 'services/shipping/client.go', '-\tTimeout: 4 * time.Second,\n+\tTimeout: 200 * time.Millisecond,'),
      deploy('shop/Service/shipping', CULPRIT, 12),
    ]

    expect(proposed({ ...DEADLINE, changes })).toEqual([])
  })

  it('does not blame a timeout that was raised for calls that time out', () => {
    const changes = [
      commit(CULPRIT, 10, 'services/basket/quote_client.go', '-\tTimeout: 3 * time.Second,\n+\tTimeout: 5 * time.Second,'),
      deploy(BASKET, CULPRIT, 12),
    ]

    expect(proposed({ ...DEADLINE, changes }).filter(({ basis }) => basis === 'changed')).toEqual([])
  })

  it('finds a shared module that went out under the sha of another commit', () => {
    const changes = [
      commit(
        CULPRIT,
        6,
        'pkg/store/batch.py',
        '-    table.batch_write_item(Items=items)\n+    for item in items:\n+        table.put_item(Item=item)',
      ),
      commit(DECOY, 9, 'services/basket/view.py', '-    title = "Basket"\n+    title = "Your basket"'),
      deploy(BASKET, DECOY, 12),
    ]
    const rows = {
      ...DEADLINE,
      changes: changes as never,
      log_patterns: [logged(BASKET, 'put_item on table lines throttled: ThrottlingException, rate exceeded', 14)],
    }

    const [first] = proposed(rows)

    expect(first).toMatchObject({ entity: `repo/Commit/${CULPRIT}`, mechanism: 'batching_removed', since: minute(12) })
  })

  it('follows a leak back to the deploy after which memory began to climb', () => {
    const leak = '@@ package views\n+var views []View\n+\n+func track(v View) {\n+\tviews = append(views, v)\n+}'
    const rows: RowsByKind = {
      overview: [OVERVIEW],
      changes: [
        commit(CULPRIT, 7, 'services/basket/views.go', leak),
        deploy(BASKET, CULPRIT, 8),
        commit(
          DECOY,
          30,
          'services/basket/cache.go',
          '@@ package cache\n+var recent = map[string]Item{}\n+\n+func put(i Item) { recent[i.ID] = i }',
        ),
        deploy(BASKET, DECOY, 31),
      ] as never,
      log_patterns: [logged(BASKET, 'OOMKilled: container basket exceeded memory limit', 35)],
      series: [
        series(BASKET, 'memory_rss_bytes', 'memory_bytes', (at) => 2e8 + (at % 2) * 1e6 + Math.max(0, at - 8) * 1e7),
        failing(BASKET, 35),
      ],
    }

    const [first, ...others] = proposed(rows)

    expect(first).toMatchObject({ entity: `repo/Commit/${CULPRIT}`, mechanism: 'unbounded_growth' })
    expect(others.map(({ entity }) => entity)).not.toContain(`repo/Commit/${DECOY}`)
  })

  it('names a dependency only when the error speaks of that package', () => {
    const bump = (sha: string, name: string) => commit(sha, 10, 'services/basket/requirements.txt', `-${name}==1.4.0\n+${name}==2.0.1`)
    const rows = {
      ...DEADLINE,
      changes: [bump(CULPRIT, 'pydantic'), bump(DECOY, 'arrow'), deploy(BASKET, DECOY, 12)] as never,
      log_patterns: [logged(BASKET, 'failed to start: ImportError: cannot import name BaseSettings from pydantic', 13)],
    }

    expect(proposed(rows)[0]).toMatchObject({ entity: `repo/Commit/${CULPRIT}`, mechanism: 'dependency_bumped' })
  })

  it('leaves room for doubt where only symptoms are seen that many faults lead to', () => {
    const changes = [
      commit(CULPRIT, 10, 'services/basket/quotes.yaml', '-  flush_interval: 30s\n+  flush_interval: 5s'),
      deploy(BASKET, CULPRIT, 12),
    ] as never
    const slow = series(BASKET, 'store_cpu_percent', 'cpu_ratio', (at) => (at >= 12 ? 0.95 : 0.2))
    const rows = {
      ...DEADLINE,
      changes,
      log_patterns: [logged(BASKET, 'flush interval: store throttled', 13)],
      series: [failing(BASKET, 13), slow],
    }

    const [indirect] = proposed(rows)
    const [direct] = proposed(DEADLINE)

    expect(indirect).toMatchObject({ mechanism: 'schedule_changed' })
    expect(indirect?.isReasonUnknown).toBe(true)
    expect(direct?.isReasonUnknown ?? false).toBe(false)
  })

  it('puts a change whose own symptom is seen before one that only shares words with the errors', () => {
    const changes = [
      commit(
        CULPRIT,
        8,
        'services/basket/quote_client.go',
        '@@ func load() {\n-\tctx, cancel := context.WithTimeout(ctx, 4*time.Second)\n+\tctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)',
      ),
      commit(
        DECOY,
        11,
        'services/basket/price_quote.go',
        '@@ func PriceQuote() {\n-\treturn show(PriceQuote, item)\n+\tshown := showPriceQuote(item)\n+\treturn shown',
      ),
      deploy(BASKET, DECOY, 12),
    ] as never

    const order = proposed({ ...DEADLINE, changes }).map(({ entity }) => entity)

    expect(order[0]).toBe(`repo/Commit/${CULPRIT}`)
  })
})

describe('causes without a commit', () => {
  const innocent = [
    commit(DECOY, 18, 'services/basket/tls.go', '-\tCiphers: old,\n+\tCiphers: newer,', 'tidy tls cipher list'),
    deploy(BASKET, DECOY, 19),
  ] as never

  it('names the certificate that ended and not the change of ciphers before it', () => {
    const rows = {
      ...DEADLINE,
      changes: innocent,
      log_patterns: [logged(BASKET, 'tls handshake with quotes failed: x509: certificate has expired, CN=quotes.shop', 20)],
      series: [failing(BASKET, 20)],
    }

    expect(expiredCertificate.propose(buildScene(factsOf(rows)))[0]).toMatchObject({
      entity: 'external/Certificate/quotes.shop',
      basis: 'witnessed',
      victims: [BASKET],
    })
    expect(diagnose(factsOf(rows)).submission.rootCauses[0]?.entity).toBe('external/Certificate/quotes.shop')
  })

  it('names the provider only when errors speak of its product', () => {
    const status = {
      provider: 'example-cloud',
      service: 'Blob Storage (BLB)',
      region: null,
      state: 'degraded',
      title: 'Elevated errors',
      detail: '',
      startedAt: minute(19),
      resolvedAt: null,
    } as const
    const rows = (text: string) => ({
      overview: [OVERVIEW],
      provider_status: [status],
      log_patterns: [logged(BASKET, text, 20)],
      series: [failing(BASKET, 20)],
    })

    expect(providerOutage.propose(buildScene(factsOf(rows('blb put failed: 503 ServiceUnavailable'))))).toMatchObject([
      { entity: 'external/Provider/blb', basis: 'witnessed' },
    ])
    expect(providerOutage.propose(buildScene(factsOf(rows('could not decode basket'))))).toEqual([])
  })

  it('takes no host in a namespace of ours for a provider', () => {
    const saying = (host: string) => {
      const rows = { overview: [OVERVIEW], log_patterns: [logged(BASKET, `GET https://${host}/rates: 503 Service Unavailable`, 20)] }
      return providerOutage.propose(buildScene(factsOf(rows))).map(({ entity }) => entity)
    }

    expect(saying('rates.cobblestone.example')).toEqual(['external/Provider/rates.cobblestone.example'])
    expect(saying('rates.shop')).toEqual([])
  })

  it('takes load for the cause only when what fails is what load does', () => {
    const load = series(BASKET, 'requests_per_sec', 'requests_per_second', (at) => (at >= 18 ? 900 : 300 + (at % 5)))
    const rows = (text: string) => ({ overview: [OVERVIEW], log_patterns: [logged(BASKET, text, 20)], series: [load, failing(BASKET, 20)] })

    expect(trafficSurge.propose(buildScene(factsOf(rows('worker pool exhausted, request queue is full'))))).toMatchObject([
      { mechanism: 'traffic_surge' },
    ])
    expect(trafficSurge.propose(buildScene(factsOf(rows('fatal error: concurrent map writes'))))).toEqual([])
  })

  it('names a poison record when its reader is stuck behind it', () => {
    const rows: RowsByKind = {
      overview: [OVERVIEW],
      log_patterns: [logged(BASKET, 'poison message: cannot deserialize record at offset=4711, retrying', 20)],
      series: [series(BASKET, 'consumer_lag', 'queue_depth', (at) => (at >= 20 ? (at - 19) * 500 : 3 + (at % 2)))],
    }

    expect(poisonRecord.propose(buildScene(factsOf(rows)))).toMatchObject([{ entity: BASKET, mechanism: 'poison_record' }])
  })

  it('does not blame a flag for being switched nearby', () => {
    const flag = { change: 'flag', key: 'gift_wrap_v2', service: BASKET, from: 'off', to: 'on', actor: 'kim', at: minute(19) } as const
    const rows = (text: string) => ({
      overview: [OVERVIEW],
      changes: [flag] as never,
      log_patterns: [logged(BASKET, text, 20)],
      series: [failing(BASKET, 20)],
    })

    expect(featureFlag.propose(buildScene(factsOf(rows('connection pool exhausted'))))).toEqual([])
    expect(featureFlag.propose(buildScene(factsOf(rows('cannot price gift wrap: nil pointer dereference'))))).toMatchObject([
      { entity: 'env/FeatureFlag/gift_wrap_v2' },
    ])
  })
})
