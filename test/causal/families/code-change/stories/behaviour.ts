import type { Story } from './story.ts'

/** Causes that change how often, when or in which order things are done. */
export const BEHAVIOUR: readonly Story[] = [
  {
    name: 'retries without a pause',
    alert: '103 quotes requests_per_sec 2400: quotes gets four times its usual load',
    metrics: [
      'quotes requests_per_sec 500 step@96 2400',
      'quotes http_5xx_ratio 0.004 step@97 0.5',
      'quotes cpu_utilization 0.4 step@97 0.99',
      'basket http_5xx_ratio 0.002 step@97 0.3',
    ],
    logs: [
      '97/1 basket warn quote attempt 6 of 8 failed, retrying immediately',
      '97/2 quotes error overloaded: request queue is full',
      '99/3 basket error retries exhausted calling quotes',
    ],
    commits: [
      {
        key: 'culprit',
        at: 84,
        file: 'services/basket/quoteclient/client.go',
        message: 'fix(basket): quotes survive blips',
        diff: `
@@ func (c *Client) Quote(ctx context.Context, b Basket) (Quote, error) {
-	for attempt := 0; attempt < 2; attempt++ {
+	for attempt := 0; attempt < 8; attempt++ {
 		q, err := c.do(ctx, b)
 		if err == nil { return q, nil }
-		time.Sleep(backoff(attempt))
 	}`,
      },
      {
        key: 'q',
        at: 94,
        file: 'services/quotes/handler.go',
        message: 'refactor(quotes): one error path',
        diff: `
@@ func (h *Handler) Quote(w http.ResponseWriter, r *http.Request) {
-	if err != nil { http.Error(w, err.Error(), 500); return }
+	if err != nil {
+		writeError(w, 500, err)
+		return
+	}`,
      },
      {
        key: 'bump',
        at: 90,
        file: 'services/quotes/go.mod',
        message: 'bump zap',
        diff: `
@@ require (
-	go.uber.org/zap v1.26.0
+	go.uber.org/zap v1.27.0
 )`,
      },
    ],
    deploys: ['86 basket culprit', '91 quotes bump', '95 quotes q'],
    truth: { commit: 'culprit', first: null, blast: ['basket'], remedy: 'rollback' },
  },
  {
    name: 'locks taken in the other order',
    alert: '79 warehouse http_server_duration_p99_ms 30000: warehouse transfers hang',
    metrics: [
      'warehouse http_server_duration_p99_ms 90 step@74 30000',
      'warehouse db_deadlocks_total 0.1 step@74 60',
      'shipping http_5xx_ratio 0.001 step@75 0.2',
    ],
    logs: [
      '74/1 warehouse error Deadlock found when trying to get lock; try restarting transaction ## {"stack":"Transfers.move(Transfers.java:48)"}',
      '76/3 shipping error warehouse timed out after 30000ms',
    ],
    commits: [
      {
        key: 'culprit',
        at: 69,
        file: 'warehouse/src/main/java/shop/warehouse/Transfers.java',
        message: 'Move goods before counting them',
        diff: `
@@ void move(Bin from, Bin to, int count) {
-    bins.lockRow(min(from.id(), to.id()));
-    bins.lockRow(max(from.id(), to.id()));
+    bins.lockRow(from.id());
+    bins.lockRow(to.id());
     bins.add(from, -count);`,
      },
      {
        key: 'dto',
        at: 73,
        file: 'warehouse/src/main/java/shop/warehouse/TransferDto.java',
        message: 'records instead of beans',
        diff: `
@@ TransferDto
-public class TransferDto { public long from; public long to; }
+public record TransferDto(long from, long to) {}`,
      },
      {
        key: 'pool',
        at: 60,
        file: 'warehouse/application.yml',
        message: 'longer idle timeout',
        diff: `
@@ hikari:
-  idle-timeout: 300000
+  idle-timeout: 600000`,
      },
    ],
    deploys: ['61 warehouse pool', '71 warehouse culprit', '74 warehouse dto'],
    truth: { commit: 'culprit', first: 'warehouse', blast: ['shipping'], remedy: 'rollback' },
  },
  {
    name: 'pattern that backtracks',
    alert: '120 reviews event_loop_lag_ms 5200: reviews event loop is blocked',
    metrics: [
      'reviews event_loop_lag_ms 4 step@114 5200',
      'reviews cpu_utilization 0.2 step@114 1',
      'storefront p99_latency_ms 400 step@115 6000',
      'reviews requests_per_sec 20 flat',
    ],
    logs: [
      '114/2 reviews warn event loop blocked for 5120 ms in cleanText ## {"route":"POST /reviews"}',
      '116/3 storefront error reviews did not answer within 5000 ms',
    ],
    commits: [
      {
        key: 'culprit',
        at: 100,
        file: 'reviews/src/clean-text.ts',
        message: 'feat(reviews): trim decorations around words',
        diff: `
@@ export function cleanText(text: string): string {
-  return text.replace(/[*_]+/g, '')
+  return text.replace(/^(\\s*[*_]*\\s*)*(.+?)(\\s*[*_]*\\s*)*$/, '$2')
 }`,
      },
      {
        key: 'avatar',
        at: 112,
        file: 'reviews/src/list.ts',
        message: 'feat(reviews): avatars',
        diff: `
@@ export function toView(review: Review) {
-  return { text: review.text, stars: review.stars }
+  return { text: review.text, stars: review.stars, avatar: review.author.avatar ?? null }`,
      },
      {
        key: 'node',
        at: 95,
        file: 'reviews/package.json',
        message: 'bump fastify',
        diff: `
@@ dependencies
-    "fastify": "4.26.0"
+    "fastify": "4.26.1"`,
      },
    ],
    deploys: ['96 reviews node', '103 reviews culprit', '113 reviews avatar'],
    truth: { commit: 'culprit', first: 'reviews', blast: ['storefront'], remedy: 'rollback' },
  },
  {
    name: 'default of a switch turned over',
    alert: '66 checkout http_5xx_ratio 0.4: checkout fails',
    metrics: [
      'checkout http_5xx_ratio 0.003 step@62 0.4',
      'storefront http_5xx_ratio 0.001 step@63 0.2',
      'payments requests_per_sec 80 step@62 45',
    ],
    logs: [
      "62/1 checkout error undefined method `token' for nil:NilClass (strict_wallet enabled)",
      '63/4 storefront warn checkout answered 500',
    ],
    commits: [
      {
        key: 'culprit',
        at: 57,
        file: 'checkout/config/features.yml',
        message: 'prepare wallet launch',
        diff: `
@@ defaults:
   gift_cards: true
-  strict_wallet: false
+  strict_wallet: true`,
      },
      {
        key: 'view',
        at: 60,
        file: 'checkout/app/controllers/checkouts_controller.rb',
        message: 'Use before_action',
        diff: `
@@ class CheckoutsController
-  def show
-    load_basket
+  before_action :load_basket
+  def show`,
      },
      {
        key: 'gem',
        at: 50,
        file: 'checkout/Gemfile',
        message: 'bump puma',
        diff: `
@@ gem
-gem 'puma', '6.4.0'
+gem 'puma', '6.4.2'`,
      },
    ],
    deploys: ['51 checkout gem', '59 checkout culprit', '61 checkout view'],
    truth: { commit: 'culprit', first: 'checkout', blast: ['storefront'], remedy: 'config-revert' },
  },
  {
    name: 'edge lets fewer requests through',
    alert: '85 gateway http_429_ratio 0.36: gateway refuses requests',
    metrics: [
      'gateway http_429_ratio 0.001 step@81 0.36',
      'gateway requests_per_sec 700 flat',
      'mobile-api http_5xx_ratio 0.002 step@82 0.3',
    ],
    logs: [
      '81/1 gateway warn limiting requests, excess: 40.2 by zone "perclient"',
      '82/3 mobile-api error gateway answered 429 Too Many Requests',
    ],
    commits: [
      {
        key: 'culprit',
        at: 77,
        file: 'infra/gateway/limits.conf',
        message: 'protect login from guessing',
        diff: `
@@ http {
-    limit_req_zone $binary_remote_addr zone=perclient:10m rate=200r/s;
+    limit_req_zone $binary_remote_addr zone=perclient:10m rate=20r/s;`,
      },
      {
        key: 'hdr',
        at: 79,
        file: 'infra/gateway/headers.conf',
        message: 'security headers',
        diff: `
@@ server {
+    add_header X-Content-Type-Options nosniff;`,
      },
      {
        key: 'api',
        at: 74,
        file: 'services/mobile-api/src/login.kt',
        message: 'login: smaller function',
        diff: `
@@ fun login
-    val user = users.find(name) ?: throw NotFound()
+    val user = findUser(name)`,
      },
    ],
    deploys: ['75 mobile-api api', '80 gateway culprit', '83 gateway hdr'],
    truth: { commit: 'culprit', first: 'gateway', blast: ['mobile-api'], remedy: 'config-revert' },
  },
  {
    name: 'probe asks for a page that is gone',
    alert: '58 search pod_ready_replicas 0: no replica of search is ready',
    metrics: [
      'search pod_ready_replicas 4 step@53 0',
      'search pod_restart_total 0.001 step@54 8',
      'storefront http_5xx_ratio 0.001 step@54 0.5',
    ],
    logs: [
      '53/1 search warn Readiness probe failed: HTTP probe failed with statuscode: 404 ## {"path":"/health/ready"}',
      '54/2 storefront error no healthy upstream for search',
    ],
    commits: [
      {
        key: 'culprit',
        at: 48,
        file: 'deploy/search/values.yaml',
        message: 'helm: same probes everywhere',
        diff: `
@@ readinessProbe:
   httpGet:
-    path: /healthz
+    path: /health/ready
     port: 8080`,
      },
      {
        key: 'rank',
        at: 51,
        file: 'services/search/rank.py',
        message: 'rank: drop a branch that never ran',
        diff: `
@@ def rank(hits):
-    if False:
-        hits = boost(hits)
     return sorted(hits, key=score)`,
      },
      {
        key: 'mem',
        at: 45,
        file: 'deploy/storefront/values.yaml',
        message: 'storefront replicas',
        diff: `
@@ spec
-replicas: 3
+replicas: 4`,
      },
    ],
    deploys: ['46 storefront mem', '50 search culprit', '52 search rank'],
    truth: { commit: 'culprit', first: 'search', blast: ['storefront'], remedy: 'config-revert' },
  },
  {
    name: 'consumer group under a new name',
    alert: '71 invoices consumer_lag 1900000: invoices is far behind',
    metrics: [
      'invoices consumer_lag 20 step@66 1900000',
      'invoices duplicate_invoice_total 0.1 ramp@66 5000',
      'mailer queue_depth 10 ramp@67 8000',
    ],
    logs: [
      '66/2 invoices warn no committed offset for group invoices-v2, starting at earliest',
      '67/2 invoices error duplicate key value violates unique constraint "invoice_order_id"',
      '69/5 mailer warn queue depth 4100',
    ],
    commits: [
      {
        key: 'culprit',
        at: 60,
        file: 'services/invoices/config/consumer.yaml',
        message: 'invoices: names as in the handbook',
        diff: `
@@ kafka:
-  group_id: invoices
+  group_id: invoices-v2
   auto_offset_reset: earliest`,
      },
      {
        key: 'pdf',
        at: 64,
        file: 'services/invoices/pdf.go',
        message: 'perf: reuse font',
        diff: `
@@ func render(i Invoice) []byte {
-	font := loadFont()
+	font := sharedFont()`,
      },
      {
        key: 'mail',
        at: 50,
        file: 'services/mailer/send.go',
        message: 'mailer: subject',
        diff: `
@@ func subject() string {
-	return "Invoice"
+	return "Your invoice"`,
      },
    ],
    deploys: ['51 mailer mail', '63 invoices culprit', '65 invoices pdf'],
    truth: { commit: 'culprit', first: 'invoices', blast: ['mailer'], remedy: 'config-revert' },
  },
  {
    name: 'night job in the busy hour',
    minutes: 200,
    alert: '185 reporting db_cpu_utilization 0.97: reporting database is saturated',
    metrics: [
      'reporting db_cpu_utilization 0.3 step@180 0.97',
      'orders http_server_duration_p99_ms 100 step@181 3900',
      'orders requests_per_sec 300 flat',
    ],
    logs: [
      '180 reporting info nightly rollup job started ## {"schedule":"0 9 * * *","time_zone":"UTC"}',
      '181/2 orders error statement timeout while reading orders',
      '182/4 reporting warn long running query: nightly rollup 140 s',
    ],
    commits: [
      {
        key: 'culprit',
        at: 20,
        file: 'deploy/reporting/cronjob.yaml',
        message: 'reporting: schedule in UTC like the rest',
        diff: `
@@ spec:
-  schedule: "0 3 * * *"
-  timeZone: Europe/Lisbon
+  schedule: "0 9 * * *"
+  timeZone: Etc/UTC`,
      },
      {
        key: 'page',
        at: 172,
        file: 'services/orders/list.py',
        message: 'orders: type hints',
        diff: `
@@ def list_orders(customer):
-def list_orders(customer):
+def list_orders(customer: str) -> list[Order]:`,
      },
      {
        key: 'idx',
        at: 150,
        file: 'services/orders/migrations/0031_add_idx.sql',
        message: 'orders: index for support',
        diff: `
@@ -0,0 +1 @@
+CREATE INDEX CONCURRENTLY orders_email_idx ON orders (email);`,
      },
    ],
    deploys: ['25 reporting culprit', '152 orders idx', '176 orders page'],
    truth: { commit: 'culprit', first: 'reporting', blast: ['orders'], remedy: 'config-revert' },
  },
]
