import type { Story } from './story.ts'

/** Causes that change what services agree upon: forms, units, identities, limits. */
export const CONTRACTS: readonly Story[] = [
  {
    name: 'field number reused in a message',
    alert: '83 mailer consumer_error_ratio 0.44: mailer fails on almost half of the order events',
    metrics: ['mailer consumer_error_ratio 0.001 step@79 0.44', 'mailer consumer_lag 12 ramp@79 9000', 'orders http_5xx_ratio 0.001 flat'],
    logs: [
      '79/1 mailer error failed to decode OrderPlaced: wrong wire type for field delivery_slot (tag 7)',
      '81/5 mailer warn consumer lag 2100 on topic orders.placed',
    ],
    commits: [
      {
        key: 'culprit',
        at: 71,
        file: 'proto/orders/events.proto',
        message: 'feat(proto): delivery slot as structured time',
        diff: `
--- a/proto/orders/events.proto
+++ b/proto/orders/events.proto
@@ -14,7 +14,7 @@ message OrderPlaced {
   string currency = 6;
-  string delivery_slot = 7;
+  TimeRange delivery_slot = 7;
 }`,
      },
      {
        key: 'tpl',
        at: 76,
        file: 'services/mailer/templates.go',
        message: 'fix(mailer): greeting without a name',
        diff: `
@@ func greeting(c Customer) string {
-	return "Hello " + c.Name
+	if c.Name == "" {
+		return "Hello"
+	}
+	return "Hello " + c.Name`,
      },
      {
        key: 'smtp',
        at: 60,
        file: 'services/mailer/config.yaml',
        message: 'mailer: two more senders',
        diff: `
@@ smtp:
-  senders: 4
+  senders: 6`,
      },
    ],
    deploys: ['62 mailer smtp', '78 orders culprit', '77 mailer tpl'],
    truth: { commit: 'culprit', first: 'mailer', blast: [], remedy: 'rollback' },
  },
  {
    name: 'seconds where milliseconds were',
    alert: '92 profiles session_refresh_per_sec 840: profiles refreshes sessions far too often',
    metrics: [
      'profiles session_refresh_per_sec 12 step@88 840',
      'profiles cpu_utilization 0.2 step@88 0.9',
      'profiles http_server_duration_p99_ms 40 step@89 700',
      'storefront http_5xx_ratio 0.001 step@90 0.08',
    ],
    logs: [
      '88/1 profiles warn session expired after 1.8s, refreshing ## {"ttl_ms":1800}',
      '90/3 storefront error session lookup at profiles timed out',
    ],
    commits: [
      {
        key: 'culprit',
        at: 82,
        file: 'src/Profiles/SessionStore.cs',
        message: 'Use TimeSpan for session lifetime',
        diff: `
@@ public class SessionStore
-    private readonly TimeSpan _ttl = TimeSpan.FromSeconds(SessionTtl);
+    private readonly TimeSpan _ttl = TimeSpan.FromMilliseconds(SessionTtl);`,
      },
      {
        key: 'names',
        at: 86,
        file: 'src/Profiles/ProfileController.cs',
        message: 'Tidy profile controller',
        diff: `
@@ public async Task<IActionResult> Get(string id)
-        var p = await _store.Get(id);
-        if (p == null) return NotFound();
-        return Ok(p);
+        return await _store.Get(id) is { } profile ? Ok(profile) : NotFound();`,
      },
      {
        key: 'redis',
        at: 75,
        file: 'src/Profiles/Profiles.csproj',
        message: 'bump redis client',
        diff: `
@@ <ItemGroup>
-    <PackageReference Include="StackExchange.Redis" Version="2.7.4" />
+    <PackageReference Include="StackExchange.Redis" Version="2.7.10" />`,
      },
    ],
    deploys: ['76 profiles redis', '84 profiles culprit', '87 profiles names'],
    truth: { commit: 'culprit', first: 'profiles', blast: ['storefront'], remedy: 'rollback' },
  },
  {
    name: 'money as floating point',
    alert: '140 ledger reconciliation_mismatch_total 310: ledger totals differ from payments',
    metrics: [
      'ledger reconciliation_mismatch_total 0.5 ramp@70 310',
      'ledger http_5xx_ratio 0.001 flat',
      'payments http_5xx_ratio 0.001 flat',
    ],
    logs: [
      '75/6 ledger warn reconciliation mismatch: order total 19.989999999 expected 19.99',
      '120/10 ledger error discrepancy above tolerance: 204 postings',
    ],
    commits: [
      {
        key: 'culprit',
        at: 61,
        file: 'payments/src/main/kotlin/Totals.kt',
        message: 'refactor(payments): simpler totals',
        diff: `
@@ fun total(lines: List<Line>): BigDecimal
-fun total(lines: List<Line>): BigDecimal = lines.fold(BigDecimal.ZERO) { sum, l -> sum + l.price.setScale(2, RoundingMode.HALF_EVEN) }
+fun total(lines: List<Line>): Double = lines.sumOf { it.price.toDouble() * it.quantity }`,
      },
      {
        key: 'report',
        at: 130,
        file: 'ledger/reports/daily.sql',
        message: 'ledger: report by currency',
        diff: `
@@ SELECT
-SELECT day, sum(cents) FROM postings GROUP BY day
+SELECT day, currency, sum(cents) FROM postings GROUP BY day, currency`,
      },
      {
        key: 'tol',
        at: 55,
        file: 'ledger/config.yaml',
        message: 'ledger: log level of importer',
        diff: `
@@ importer:
-  log_level: warn
+  log_level: info`,
      },
    ],
    deploys: ['56 ledger tol', '66 payments culprit', '132 ledger report'],
    truth: { commit: 'culprit', first: null, blast: ['ledger'], remedy: 'rollback' },
  },
  {
    name: 'request size beyond the broker',
    alert: '99 exporter publish_error_ratio 0.62: exporter cannot publish',
    metrics: [
      'exporter publish_error_ratio 0.001 step@94 0.62',
      'exporter batch_bytes_avg 410000 step@94 3900000',
      'warehouse events_received_per_sec 800 step@95 270',
    ],
    logs: [
      '94/1 exporter error RecordTooLargeException: the request included a message larger than the max message size the server will accept',
      '97/4 warehouse warn no events for 90s from exporter',
    ],
    commits: [
      {
        key: 'culprit',
        at: 89,
        file: 'exporter/src/main/resources/producer.properties',
        message: 'exporter: fewer, bigger batches',
        diff: `
@@ producer
-batch.size=524288
-max.request.size=1048576
+batch.size=4194304
+max.request.size=8388608`,
      },
      {
        key: 'acks',
        at: 92,
        file: 'exporter/src/main/java/shop/exporter/Publisher.java',
        message: 'refactor: callback as a method',
        diff: `
@@ void publish(Event e) {
-    producer.send(record(e), (meta, error) -> { if (error != null) log.error("publish failed", error); });
+    producer.send(record(e), this::onDone);`,
      },
      {
        key: 'compress',
        at: 80,
        file: 'warehouse/consumer.properties',
        message: 'warehouse: poll less',
        diff: `
@@ consumer
-max.poll.records=500
+max.poll.records=400`,
      },
    ],
    deploys: ['81 warehouse compress', '91 exporter culprit', '93 exporter acks'],
    truth: { commit: 'culprit', first: 'exporter', blast: ['warehouse'], remedy: 'config-revert' },
  },
  {
    name: 'old protocol switched off at the edge',
    alert: '68 edge tls_handshake_failure_ratio 0.27: edge refuses a quarter of the handshakes',
    metrics: [
      'edge tls_handshake_failure_ratio 0.002 step@64 0.27',
      'edge requests_per_sec 900 step@64 660',
      'scanner upload_success_ratio 0.99 step@65 0.02',
    ],
    logs: [
      '64/1 edge error SSL_do_handshake() failed (SSL: error:0A000102:unsupported protocol) while SSL handshaking ## {"client":"scanner"}',
      '65/2 scanner error TLS alert: protocol version, endpoint edge',
    ],
    commits: [
      {
        key: 'culprit',
        at: 58,
        file: 'edge/nginx/tls.conf',
        message: 'harden edge',
        diff: `
@@ server {
-    ssl_protocols TLSv1.2 TLSv1.3;
+    ssl_protocols TLSv1.3;
     ssl_session_timeout 1d;`,
      },
      {
        key: 'gzip',
        at: 62,
        file: 'edge/nginx/http.conf',
        message: 'gzip for json',
        diff: `
@@ http {
-    gzip_types text/css;
+    gzip_types text/css application/json;`,
      },
      {
        key: 'cert',
        at: 40,
        file: 'scanner/client.py',
        message: 'scanner: name the session',
        diff: `
@@ def upload(batch):
-    r = requests.post(URL, json=batch, timeout=10)
+    r = session.post(URL, json=batch, timeout=10)`,
      },
    ],
    deploys: ['41 scanner cert', '63 edge culprit', '66 edge gzip'],
    truth: { commit: 'culprit', first: 'edge', blast: ['scanner'], remedy: 'config-revert' },
  },
  {
    name: 'scope asked for that callers lack',
    alert: '111 stock http_403_ratio 0.58: stock refuses requests',
    metrics: [
      'stock http_403_ratio 0.001 step@107 0.58',
      'basket http_5xx_ratio 0.001 step@107 0.3',
      'stock http_server_duration_p99_ms 30 flat',
    ],
    logs: [
      '107/1 stock warn access denied: token lacks scope stock:reserve ## {"caller":"basket"}',
      '107/2 basket error reserve failed: stock answered 403',
    ],
    spans: ['108 storefront|POST /basket|40|reserve failed > basket|reserve|30|403 > stock|PUT /reserve|5|insufficient scope'],
    commits: [
      {
        key: 'culprit',
        at: 101,
        file: 'services/stock/security.ts',
        message: 'feat(stock): finer scopes',
        diff: `
@@ export const routes = [
-  { path: '/reserve', method: 'PUT', scopes: ['stock:write'] },
+  { path: '/reserve', method: 'PUT', scopes: ['stock:reserve'] },`,
      },
      {
        key: 'retry',
        at: 105,
        file: 'services/basket/src/reserve.ts',
        message: 'refactor(basket): split reserve',
        diff: `
@@ export async function reserve(lines: Line[]) {
-  for (const line of lines) await stock.put('/reserve', line)
+  for (const line of lines) await reserveOne(line)
+}
+async function reserveOne(line: Line) {
+  await stock.put('/reserve', line)`,
      },
      {
        key: 'jwks',
        at: 90,
        file: 'services/stock/package.json',
        message: 'bump jose',
        diff: `
@@ dependencies
-    "jose": "5.2.1",
+    "jose": "5.2.3",`,
      },
    ],
    deploys: ['91 stock jwks', '104 stock culprit', '106 basket retry'],
    truth: { commit: 'culprit', first: 'stock', blast: ['basket', 'storefront'], remedy: 'rollback' },
  },
  {
    name: 'idempotency key left out',
    alert: '130 payments duplicate_charge_total 45: customers are charged twice',
    metrics: [
      'payments duplicate_charge_total 0.2 ramp@84 45',
      'payments http_server_duration_p99_ms 300 flat',
      'ledger reconciliation_mismatch_total 0.5 ramp@90 40',
    ],
    logs: ['86/5 payments warn same order charged twice: duplicate payment for order', '95/9 ledger error duplicate posting for order'],
    commits: [
      {
        key: 'culprit',
        at: 78,
        file: 'payments/src/main/java/shop/payments/Charger.java',
        message: 'Clean up headers of acquirer calls',
        diff: `
@@ Charge charge(Order order) {
     HttpRequest.newBuilder(acquirer)
-        .header("Idempotency-Key", order.id() + ":" + order.attempt())
         .header("Content-Type", "application/json")`,
      },
      {
        key: 'timeout',
        at: 120,
        file: 'payments/src/main/java/shop/payments/Refunds.java',
        message: 'refactor refunds',
        diff: `
@@ Refund refund(Order order) {
-    return client.send(request(order), ofString());
+    var response = client.send(request(order), ofString());
+    return Refund.of(response);`,
      },
      {
        key: 'conf',
        at: 70,
        file: 'ledger/config.yaml',
        message: 'ledger batch',
        diff: `
@@ posting:
-  batch: 100
+  batch: 120`,
      },
    ],
    deploys: ['71 ledger conf', '82 payments culprit', '122 payments timeout'],
    flags: ['80 payments wallet_pay off->on'],
    truth: { commit: 'culprit', first: 'payments', blast: ['ledger'], remedy: 'rollback' },
  },
  {
    name: 'schema without a default',
    alert: '90 loyalty consumer_error_ratio 1: loyalty cannot read purchase events',
    metrics: [
      'loyalty consumer_error_ratio 0.001 step@86 1',
      'loyalty consumer_lag 5 ramp@86 20000',
      'storefront http_5xx_ratio 0.001 flat',
    ],
    logs: [
      '86/1 loyalty error AvroTypeException: Found shop.Purchase, expecting shop.Purchase, missing required field channel',
      '88/6 storefront warn points balance is stale',
    ],
    commits: [
      {
        key: 'culprit',
        at: 80,
        file: 'schemas/purchase.avsc',
        message: 'purchase events name the channel',
        diff: `
@@ "fields": [
     {"name": "total", "type": "long"},
+    {"name": "channel", "type": "string"}
   ]`,
      },
      {
        key: 'group',
        at: 84,
        file: 'loyalty/src/points.rs',
        message: 'loyalty: clippy',
        diff: `
@@ fn points(total: i64) -> i64 {
-    return total / 100;
+    total / 100
 }`,
      },
      {
        key: 'kafka',
        at: 60,
        file: 'loyalty/Cargo.toml',
        message: 'bump rdkafka',
        diff: `
@@ [dependencies]
-rdkafka = "0.36.0"
+rdkafka = "0.36.2"`,
      },
    ],
    deploys: ['61 loyalty kafka', '83 storefront culprit', '85 loyalty group'],
    truth: { commit: 'culprit', first: 'loyalty', blast: ['storefront'], remedy: 'rollback' },
  },
]
