import type { Story } from './story.ts'

/** Edits that read as tidying and make each request cost more, or make others pay. */
export const HIDDEN_COSTS: readonly Story[] = [
  {
    name: 'audit entry written inside the request',
    alert: '92 claims http_server_duration_p99_ms 8200: claims are slow',
    metrics: ['claims http_server_duration_p99_ms 230 step@82 8200', 'desk http_5xx_ratio 0.002 step@86 0.18'],
    logs: ['82/2 claims warn request thread waiting on audit write', '87/3 desk error claims gateway timeout'],
    commits: [
      {
        key: 'culprit',
        at: 76,
        file: 'services/claims/ClaimService.kt',
        message: 'claims: no audit entry is ever lost',
        diff: `
@@ fun update(c: Claim): Claim {
     val saved = repo.save(c)
-    auditExecutor.submit { audit.record(saved) }
+    audit.record(saved)
     return saved
 }`,
      },
      {
        key: 'threads',
        at: 60,
        file: 'services/claims/application.conf',
        message: 'claims: a few more threads',
        diff: `
@@ server {
-  maxThreads = 180
+  maxThreads = 200
 }`,
      },
    ],
    deploys: ['62 claims threads', '81 claims culprit'],
    truth: { commit: 'culprit', first: 'claims', blast: ['desk'], remedy: 'rollback' },
  },
  {
    name: 'supplier asked for once per product',
    alert: '80 graphql http_server_duration_p99_ms 4100: product grid is slow',
    metrics: [
      'graphql http_server_duration_p99_ms 210 step@69 4100',
      'graphql db_queries_per_request 3 step@68 118',
      'products-db cpu_utilization_ratio 0.3 step@68 0.92',
    ],
    logs: ['69/2 graphql warn slow operation ProductGrid: 2900ms, 118 db queries'],
    commits: [
      {
        key: 'culprit',
        at: 60,
        file: 'services/graphql/src/resolvers/product.ts',
        message: 'graphql: clearer types for supplier',
        diff: `
@@ export const Product = {
-  supplier: (p, _a, ctx) => ctx.loaders.supplier.load(p.supplierId),
+  supplier: async (p, _a, ctx) => ctx.db.supplier.findUnique({ where: { id: p.supplierId } }),
 }`,
      },
      {
        key: 'names',
        at: 65,
        file: 'services/graphql/src/server.ts',
        message: 'graphql: log names of operations',
        diff: `
@@ const plugins = [
+  operationLogger(),
   tracing(),
 ]`,
      },
    ],
    deploys: ['66 graphql names'],
    truth: { commit: 'culprit', first: 'graphql', blast: [], remedy: 'rollback' },
  },
  {
    name: 'cursor no longer passed on',
    alert: '66 crm-sync sync_error_ratio 0.9: the partner limits us',
    metrics: ['crm-sync sync_error_ratio 0.004 step@58 0.9', 'crm-sync outbound_requests_per_sec 6 step@56 190'],
    logs: ['58/1 crm-sync error GET https://api.crm.example/v3/contacts: 429 Too Many Requests'],
    commits: [
      {
        key: 'culprit',
        at: 50,
        file: 'services/crm-sync/src/client.ts',
        message: 'crm-sync: typed client',
        diff: `
@@ export async function* contacts() {
   do {
-    page = await get('/v3/contacts', { limit: 100, after })
+    page = await get<Page>('/v3/contacts', { limit: 100 })
     yield* page.results
   } while (page.paging?.next?.after)`,
      },
      {
        key: 'size',
        at: 54,
        file: 'services/crm-sync/src/sync.ts',
        message: 'crm-sync: log the size of pages',
        diff: `
@@ async function sync() {
+  log.info(\`page fetched, \${n} contacts\`)`,
      },
    ],
    deploys: ['55 crm-sync size'],
    truth: { commit: 'culprit', first: 'crm-sync', blast: [], remedy: 'rollback' },
  },
  {
    name: 'report every five minutes on the shared database',
    alert: '98 orders latency_p99_ms 3900: orders are slow',
    metrics: [
      'orders latency_p99_ms 140 ramp@84 3900',
      'orders-db cpu_utilization_ratio 0.3 ramp@80 0.99',
      'storefront checkout_error_ratio 0.002 step@90 0.2',
    ],
    logs: [
      '90/5 reports warn previous sales report run still active',
      '85/2 orders warn query on orders took 2500ms',
      '91/3 storefront error orders timeout after 3000ms',
    ],
    commits: [
      {
        key: 'culprit',
        at: 72,
        file: 'deploy/reports/cronjob.yaml',
        message: 'reports: fresher sales numbers',
        diff: `
@@ spec:
-  schedule: "0 * * * *"
-  concurrencyPolicy: Forbid
+  schedule: "*/5 * * * *"
+  concurrencyPolicy: Allow`,
      },
      {
        key: 'view',
        at: 80,
        file: 'services/orders/views/order.kt',
        message: 'orders: created_by in the view',
        diff: `
@@ data class OrderView(
     val id: String,
+    val createdBy: String?,
 )`,
      },
    ],
    deploys: ['78 reports culprit', '83 orders view'],
    truth: { commit: 'culprit', first: 'orders', blast: ['storefront'], remedy: 'config-revert' },
  },
  {
    name: 'connections no longer kept',
    alert: '104 gate http_5xx_ratio 0.41: gate fails',
    metrics: ['gate http_5xx_ratio 0.001 step@95 0.41', 'gate tcp_time_wait_sockets 400 ramp@62 28000'],
    logs: ['95/1 gate error dial tcp 10.4.2.7:8443: connect: cannot assign requested address'],
    commits: [
      {
        key: 'culprit',
        at: 56,
        file: 'services/gate/internal/tokens/client.go',
        message: 'gate: no stale connections after restarts',
        diff: `
@@ func newClient() *http.Client {
-		Transport: &http.Transport{MaxIdleConnsPerHost: 64},
+		Transport: &http.Transport{DisableKeepAlives: true},
 	}`,
      },
      {
        key: 'audience',
        at: 90,
        file: 'services/gate/internal/verify.go',
        message: 'gate: audience in the log line',
        diff: `
@@ func verify() {
-	log.Info("token verified")
+	log.Info("token verified", "aud", claims.Audience)`,
      },
    ],
    deploys: ['60 gate culprit', '93 gate audience'],
    truth: { commit: 'culprit', first: 'gate', blast: [], remedy: 'rollback' },
  },
  {
    name: 'code that slept behind a flag',
    alert: '88 quotes http_5xx_ratio 0.29: quotes fails',
    metrics: ['quotes http_5xx_ratio 0.002 step@80 0.29', 'brokers quote_failure_ratio 0.004 step@81 0.3'],
    logs: [
      "80/1 quotes error TypeError: Cannot read properties of undefined (reading 'multiplier') at applyTierRates (tierRates.js:22)",
      '81/2 brokers error quotes responded 500',
    ],
    commits: [
      {
        key: 'culprit',
        at: 25,
        file: 'services/quotes/src/tierRates.js',
        message: 'quotes: rates by tier',
        diff: `
@@ tiers
+export function applyTierRates(quote, customer) {
+  if (!flags.enabled('quote_tier_rates')) return quote
+  const tier = TIERS[customer.tier]
+  return { ...quote, premium: quote.premium * tier.multiplier }
+}`,
      },
      {
        key: 'cents',
        at: 72,
        file: 'services/quotes/src/round.js',
        message: 'quotes: round to cents',
        diff: `
@@ export const round = (x) => {
-return Math.round(x)
+return Math.round(x * 100) / 100`,
      },
    ],
    deploys: ['30 quotes culprit', '77 quotes cents'],
    flags: ['79 quotes quote_tier_rates off->on'],
    truth: { commit: 'culprit', first: 'quotes', blast: ['brokers'], remedy: 'feature-flag-disable' },
  },
]
