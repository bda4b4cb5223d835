import type { Story, StoryCommit } from './story.ts'

const TIDY: StoryCommit = {
  key: 'tidy',
  at: 94,
  file: 'services/storefront/render.ts',
  message: 'refactor: smaller render',
  diff: `
@@ export function render(page: Page) {
-  return layout(head(page) + body(page))
+  const inner = head(page) + body(page)
+  return layout(inner)`,
}

/** Invented after the rules were settled, to measure them on what they were not made with. */
export const FRESH: readonly Story[] = [
  {
    name: 'sidecar memory limit',
    alert: '91 chat pod_restart_total 5: chat pods restart',
    metrics: [
      'chat pod_restart_total 0.001 step@86 5',
      'chat container_memory_usage_ratio 0.4 step@84 0.99',
      'storefront http_5xx_ratio 0.001 step@87 0.2',
    ],
    logs: [
      '86/2 chat error container mesh-proxy OOMKilled, exit code 137',
      '87/3 storefront error chat: upstream connect error, connection reset',
    ],
    commits: [
      TIDY,
      {
        key: 'culprit',
        at: 80,
        file: 'deploy/chat/values.yaml',
        message: 'helm: smaller proxies',
        diff: `
@@ sidecar:
   resources:
     limits:
-      memory: 512Mi
+      memory: 96Mi`,
      },
      {
        key: 'emoji',
        at: 84,
        file: 'services/chat/emoji.py',
        message: 'chat: emoji table as a set',
        diff: `
@@ EMOJI
-EMOJI = ["a", "b"]
+EMOJI = {"a", "b"}`,
      },
    ],
    deploys: ['83 chat culprit', '85 chat emoji', '95 storefront tidy'],
    truth: { commit: 'culprit', first: 'chat', blast: ['storefront'], remedy: 'config-revert' },
  },
  {
    name: 'clients made for every request',
    minutes: 260,
    alert: '232 tax open_file_descriptors 64000: tax runs out of file descriptors',
    metrics: [
      'tax open_file_descriptors 220 ramp@60 65000',
      'tax http_5xx_ratio 0.001 step@229 0.4',
      'basket http_5xx_ratio 0.001 step@230 0.2',
    ],
    logs: ['229/2 tax error socket: too many open files', '230/3 basket error tax answered 500'],
    commits: [
      TIDY,
      {
        key: 'culprit',
        at: 50,
        file: 'tax/rates_client.py',
        message: 'tax: rates client without globals',
        diff: `
@@ async def rate(country: str) -> Decimal:
-    r = await _client.get(f"/rates/{country}")
+    client = httpx.AsyncClient(base_url=RATES)
+    r = await client.get(f"/rates/{country}")
     return Decimal(r.json()["rate"])`,
      },
      {
        key: 'near',
        at: 220,
        file: 'tax/app.py',
        message: 'tax: start message',
        diff: `
@@ def main():
+    log.info("tax is up")`,
      },
    ],
    deploys: ['57 tax culprit', '224 tax near'],
    truth: { commit: 'culprit', first: 'tax', blast: ['basket'], remedy: 'rollback' },
  },
  {
    name: 'port of the security group',
    alert: '79 wishlist http_5xx_ratio 0.9: wishlist fails',
    metrics: ['wishlist http_5xx_ratio 0.002 step@75 0.9', 'storefront http_5xx_ratio 0.001 step@76 0.1'],
    logs: ['75/1 wishlist error dial tcp 10.2.0.8:6379: i/o timeout (redis)', '76/3 storefront warn wishlist unavailable'],
    commits: [
      TIDY,
      {
        key: 'culprit',
        at: 70,
        file: 'infra/wishlist/network.tf',
        message: 'terraform: ports from variables',
        diff: `
@@ resource "cloud_firewall_rule" "wishlist_redis" {
   direction = "EGRESS"
-  port      = 6379
+  port      = 6397`,
      },
      {
        key: 'sort',
        at: 73,
        file: 'services/wishlist/sort.go',
        message: 'wishlist: stable sort',
        diff: `
@@ func order(items []Item) {
-	sort.Slice(items, less)
+	sort.SliceStable(items, less)`,
      },
    ],
    deploys: ['72 wishlist culprit', '74 wishlist sort'],
    truth: { commit: 'culprit', first: 'wishlist', blast: ['storefront'], remedy: 'config-revert' },
  },
  {
    name: 'enum value renamed',
    alert: '97 claims consumer_error_ratio 0.5: claims cannot process half of its events',
    metrics: ['claims consumer_error_ratio 0.001 step@93 0.5', 'carriers http_5xx_ratio 0.001 flat'],
    logs: [
      '93/1 claims error IllegalArgumentException: No enum constant shop.claims.ParcelState.RETURNED_TO_SENDER',
      '95/6 claims warn event from carriers sent to dead letter topic',
    ],
    commits: [
      TIDY,
      {
        key: 'culprit',
        at: 86,
        file: 'services/carriers/src/main/java/shop/carriers/ParcelState.java',
        message: 'Clearer names of states',
        diff: `
@@ public enum ParcelState {
   DELIVERED,
-  RETURNED,
+  RETURNED_TO_SENDER,
   LOST`,
      },
      {
        key: 'pool',
        at: 90,
        file: 'services/claims/application.yaml',
        message: 'claims: one more listener',
        diff: `
@@ listener:
-  concurrency: 3
+  concurrency: 4`,
      },
    ],
    deploys: ['91 carriers culprit', '92 claims pool'],
    truth: { commit: 'culprit', first: 'claims', blast: [], remedy: 'rollback' },
  },
  {
    name: 'breaker taken out',
    alert: '120 basket http_server_duration_p99_ms 9000: basket is slow',
    metrics: [
      'recommender http_server_duration_p99_ms 200 step@114 9000',
      'basket http_server_duration_p99_ms 120 step@115 9100',
      'basket threads_busy_ratio 0.2 step@115 1',
      'storefront http_5xx_ratio 0.001 step@116 0.2',
    ],
    logs: [
      '115/2 basket error call to recommender timed out after 9000 ms, no fallback',
      '115/3 basket warn worker pool exhausted',
      '117/4 storefront error basket timed out',
      '114/4 recommender warn model reload takes longer than usual',
    ],
    commits: [
      TIDY,
      {
        key: 'culprit',
        at: 60,
        file: 'services/basket/src/Recommend.kt',
        message: 'basket: fewer wrappers',
        diff: `
@@ fun suggestions(basket: Basket): List<Item> {
-    return breaker.withFallback({ emptyList() }) { client.suggest(basket, timeout = 300.milliseconds) }
+    return client.suggest(basket)`,
      },
      {
        key: 'rename',
        at: 112,
        file: 'services/basket/src/Routes.kt',
        message: 'basket: rename route',
        diff: `
@@ fun routes
-    get("/basket") { show(call) }
+    get("/basket") { showBasket(call) }`,
      },
    ],
    deploys: ['63 basket culprit', '113 basket rename'],
    truth: { commit: 'culprit', first: null, blast: ['storefront'], remedy: 'rollback' },
  },
  {
    name: 'disk fills by itself',
    alert: '106 events disk_used_ratio 0.99: disk of events is full',
    metrics: [
      'events disk_used_ratio 0.6 ramp@10 1',
      'events write_errors_per_sec 0.1 step@102 40',
      'orders http_5xx_ratio 0.001 step@103 0.1',
    ],
    logs: ['102/1 events error write failed: no space left on device', '103/4 orders error could not publish to events'],
    commits: [
      TIDY,
      {
        key: 'hdr',
        at: 96,
        file: 'services/events/headers.go',
        message: 'events: header names as constants',
        diff: `
@@ func headers() map[string]string {
-	return map[string]string{"x-source": "events"}
+	return map[string]string{sourceHeader: "events"}`,
      },
    ],
    deploys: ['99 events hdr'],
    truth: { commit: null, first: 'events', blast: ['orders'], remedy: null },
  },
  {
    name: 'clock runs ahead',
    alert: '84 login http_401_ratio 0.6: login refuses people',
    metrics: [
      'login http_401_ratio 0.01 step@80 0.6',
      'login clock_offset_seconds 0.01 step@79 310',
      'storefront http_5xx_ratio 0.001 step@81 0.1',
    ],
    logs: [
      '79 node-agent warn ntp: clock of node-3 is 310 s ahead, sync lost',
      '80/1 login error token used before issued (iat in the future)',
      '81/4 storefront warn login refused session',
    ],
    commits: [
      TIDY,
      {
        key: 'jwt',
        at: 76,
        file: 'services/login/token.go',
        message: 'login: token fields by name',
        diff: `
@@ func claims(t Token) Claims {
-	return Claims{t.sub, t.iat, t.exp}
+	return Claims{Subject: t.sub, IssuedAt: t.iat, Expires: t.exp}`,
      },
    ],
    deploys: ['78 login jwt'],
    truth: { commit: null, first: 'login', blast: ['storefront'], remedy: null },
  },
  {
    name: 'supplier file is wrong',
    alert: '90 pricelist invalid_rows_total 8000: pricelist refuses rows',
    metrics: ['pricelist invalid_rows_total 2 step@86 8000', 'storefront http_5xx_ratio 0.001 flat'],
    logs: [
      '86/1 pricelist error malformed row 4411 in supplier file acme.csv: price "n/a"',
      '87/5 pricelist warn supplier file acme.csv rejected, retrying row 4411',
    ],
    commits: [
      TIDY,
      {
        key: 'csv',
        at: 82,
        file: 'services/pricelist/read.py',
        message: 'pricelist: name the reader',
        diff: `
@@ def rows(path):
-    return csv.DictReader(open(path))
+    reader = csv.DictReader(open(path))
+    return reader`,
      },
    ],
    deploys: ['84 pricelist csv'],
    truth: { commit: null, first: 'pricelist', blast: [], remedy: 'purge-bad-data' },
  },
  {
    name: 'statement timeout in seconds',
    alert: '70 audit query_error_ratio 0.8: audit queries are cancelled',
    metrics: [
      'audit query_error_ratio 0.001 step@66 0.8',
      'audit db_query_latency_p99_ms 240 flat',
      'backoffice http_5xx_ratio 0.001 step@67 0.4',
    ],
    logs: ['66/1 audit error canceling statement due to statement timeout', '67/2 backoffice error audit answered 500'],
    commits: [
      TIDY,
      {
        key: 'culprit',
        at: 60,
        file: 'audit/config/database.yml',
        message: 'audit: explicit timeouts',
        diff: `
@@ production:
   variables:
-    statement_timeout: 30000
+    statement_timeout: 30`,
      },
      {
        key: 'sql',
        at: 64,
        file: 'audit/app/models/entry.rb',
        message: 'audit: scope for recent',
        diff: `
@@ class Entry
-  def self.recent = where("at > ?", 1.day.ago)
+  scope :recent, -> { where("at > ?", 1.day.ago) }`,
      },
    ],
    deploys: ['62 audit culprit', '65 audit sql'],
    truth: { commit: 'culprit', first: 'audit', blast: ['backoffice'], remedy: 'config-revert' },
  },
  {
    name: 'label with every customer',
    minutes: 240,
    alert: '222 metrics-gateway memory_used_ratio 0.98: metrics-gateway memory',
    metrics: ['metrics-gateway memory_used_ratio 0.3 ramp@80 1', 'metrics-gateway active_series 90000 ramp@80 4200000'],
    logs: [
      '200/5 metrics-gateway warn series limit is near: 3900000 active series, top metric basket_adds_total',
      '222/3 metrics-gateway error out of memory, dropping samples',
    ],
    commits: [
      TIDY,
      {
        key: 'culprit',
        at: 70,
        file: 'services/basket/metrics.go',
        message: 'basket: who adds most',
        diff: `
@@ func added(b Basket) {
-	basketAdds.WithLabelValues(b.Region).Inc()
+	basketAdds.WithLabelValues(b.Region, b.CustomerID).Inc()`,
      },
      {
        key: 'ret',
        at: 210,
        file: 'deploy/metrics-gateway/values.yaml',
        message: 'metrics-gateway: probe timeout',
        diff: `
@@ probe:
-  timeoutSeconds: 2
+  timeoutSeconds: 3`,
      },
    ],
    deploys: ['78 basket culprit', '213 metrics-gateway ret'],
    truth: { commit: 'culprit', first: 'metrics-gateway', blast: [], remedy: 'rollback' },
  },
]
