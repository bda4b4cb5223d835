import type { Story } from './story.ts'

/** Causes that starve a service: pools, memory, threads, queries, caches. */
export const CAPACITY: readonly Story[] = [
  {
    name: 'connection pool shrunk',
    alert: '104 orders http_5xx_ratio 0.31: orders answers 5xx for more than 5% of requests',
    metrics: [
      'orders http_5xx_ratio 0.002 step@100 0.31',
      'orders db_pool_wait_ms 3 step@98 2900',
      'storefront http_5xx_ratio 0.001 step@101 0.12',
      'stock http_5xx_ratio 0.001 flat',
    ],
    logs: [
      '100/1 orders error HikariPool-1 - Connection is not available, request timed out after 3000ms (total=8, active=8, idle=0, waiting=41)',
      '101/3 storefront warn orders answered 503 while placing the order ## {"upstream":"orders"}',
    ],
    spans: ['102 storefront|POST /checkout|3040|upstream 503 > orders|POST /orders|3010|connection not available'],
    commits: [
      {
        key: 'culprit',
        at: 60,
        file: 'services/orders/src/main/resources/application.yaml',
        message: 'chore(orders): align datasource settings with the template',
        diff: `
@@ spring:
   datasource:
     hikari:
-      maximum-pool-size: 40
+      maximum-pool-size: 8
       connection-timeout: 3000`,
      },
      {
        key: 'refactor',
        at: 95,
        file: 'services/orders/src/main/java/shop/orders/OrderRepository.java',
        message: 'refactor(orders): extract row mapper',
        diff: `
@@ public Optional<Order> find(long id) {
-    return jdbc.query(SQL, rs -> rs.next() ? Optional.of(new Order(rs.getLong(1), rs.getString(2))) : Optional.empty(), id);
+    return jdbc.query(SQL, this::mapRow, id);
   }`,
      },
      {
        key: 'bump',
        at: 97,
        file: 'services/orders/pom.xml',
        message: 'chore: bump HikariCP',
        diff: `
@@ <dependencies>
-      <version>5.1.0</version>
+      <version>5.1.1</version>`,
      },
    ],
    deploys: ['62 orders culprit', '98 orders refactor', '99 stock bump'],
    truth: { commit: 'culprit', first: 'orders', blast: ['storefront'], remedy: 'config-revert' },
  },
  {
    name: 'index dropped by a migration',
    alert: '96 shipping http_server_duration_p99_ms 4200: shipping p99 above 2 s',
    metrics: [
      'shipping http_server_duration_p99_ms 120 step@91 4200',
      'shipping db_rows_examined 40 step@91 880000',
      'shipping requests_per_sec 55 flat',
      'storefront http_server_duration_p99_ms 300 step@92 4500',
    ],
    logs: [
      '91/1 shipping warn slow query: 3911 ms SELECT id, state FROM parcels WHERE carrier_ref = $1',
      '93/4 storefront warn call to shipping took 4102 ms, tracking widget left out',
    ],
    spans: ['94 storefront|GET /track|4300 > shipping|GET /parcels|4200 > shipping|SELECT parcels|4100||postgres'],
    commits: [
      {
        key: 'culprit',
        at: 88,
        file: 'services/shipping/db/migrations/0042_cleanup.sql',
        message: 'chore(shipping): clean up leftovers of the old importer',
        diff: `
@@ -1,3 +1,5 @@
 BEGIN;
 ALTER TABLE parcels DROP COLUMN IF EXISTS legacy_import_id;
+DROP INDEX IF EXISTS parcels_carrier_ref_idx;
+DROP TABLE IF EXISTS import_scratch;
 COMMIT;`,
      },
      {
        key: 'pool',
        at: 86,
        file: 'services/shipping/config/db.yaml',
        message: 'perf(shipping): more connections',
        diff: `
@@ database:
-  max_open: 20
+  max_open: 30`,
      },
      {
        key: 'tidy',
        at: 92,
        file: 'services/shipping/tracking.go',
        message: 'refactor: tidy tracking handler',
        diff: `
@@ func (h *Handler) Track(w http.ResponseWriter, r *http.Request) {
-	p, err := h.parcels.Find(r.Context(), r.PathValue("ref"))
-	if err != nil { http.Error(w, "gone", 404); return }
+	p, err := h.parcels.Find(r.Context(), r.PathValue("ref"))
+	if err != nil {
+		writeError(w, http.StatusNotFound, err)
+		return
+	}`,
      },
    ],
    deploys: ['87 shipping pool', '90 shipping culprit', '93 shipping tidy'],
    flags: ['89 shipping live_map off->on'],
    truth: { commit: 'culprit', first: 'shipping', blast: ['storefront'], remedy: 'roll-forward' },
  },
  {
    name: 'one query for each row',
    alert: '107 catalogue p95_latency_ms 2600: catalogue p95 above 1 s',
    metrics: [
      'catalogue p95_latency_ms 140 step@101 2600',
      'catalogue db_queries_per_request 4 step@101 212',
      'catalogue cpu_utilization 0.3 step@101 0.5',
      'storefront p95_latency_ms 260 step@103 2800',
    ],
    logs: [
      '102/2 catalogue warn request ran 208 queries, budget is 25 ## {"http.route":"/shelves"}',
      '104/4 storefront warn catalogue slow, showing cached shelves',
    ],
    spans: ['104 storefront|GET /|2800 > catalogue|GET /shelves|2600'],
    commits: [
      {
        key: 'culprit',
        at: 97,
        file: 'catalogue/views/shelves.py',
        message: 'refactor(catalogue): let serializers resolve makers',
        diff: `
@@ def shelves(request):
-    items = Item.objects.filter(active=True).select_related("maker").prefetch_related("images")
-    return JsonResponse([to_json(i) for i in items], safe=False)
+    items = Item.objects.filter(active=True)
+    return JsonResponse([ShelfSerializer(i).data for i in items], safe=False)`,
      },
      {
        key: 'near',
        at: 100,
        file: 'catalogue/views/shelves.py',
        message: 'feat(catalogue): header with shelf version',
        diff: `
@@ def shelves(request):
+    response["X-Shelf-Version"] = SHELF_VERSION
     return response`,
      },
      {
        key: 'gunicorn',
        at: 93,
        file: 'catalogue/gunicorn.conf.py',
        message: 'more workers',
        diff: `
@@ bind
-workers = 4
+workers = 6`,
      },
    ],
    deploys: ['94 catalogue gunicorn', '100 catalogue near'],
    truth: { commit: 'culprit', first: 'catalogue', blast: ['storefront'], remedy: 'rollback' },
  },
  {
    name: 'cache key holds the request id',
    alert: '88 quotes origin_requests_per_sec 900: quotes asks the tariff store 900 times a second',
    metrics: [
      'quotes cache_hit_ratio 0.94 step@80 0.03',
      'quotes origin_requests_per_sec 50 step@80 900',
      'quotes http_server_duration_p99_ms 60 step@81 1400',
      'basket http_server_duration_p99_ms 110 step@82 1500',
    ],
    logs: [
      '81/2 quotes warn tariff store answered 429 Too Many Requests',
      '83/3 basket warn quote for basket took 1410 ms ## {"peer":"quotes"}',
    ],
    commits: [
      {
        key: 'culprit',
        at: 76,
        file: 'packages/quote-client/src/cache.ts',
        message: 'feat: correlate quote lookups in traces',
        diff: `
--- a/packages/quote-client/src/cache.ts
+++ b/packages/quote-client/src/cache.ts
@@ -8,7 +8,7 @@ export async function cachedTariff(region: string, weight: number, ctx: Ctx) {
-  const key = \`tariff:\${region}:\${weight}\`
+  const key = \`tariff:\${region}:\${weight}:\${ctx.requestId}\`
   const hit = await redis.get(key)`,
      },
      {
        key: 'ttl',
        at: 70,
        file: 'services/quotes/config/cache.json',
        message: 'keep tariffs a little longer',
        diff: `
@@ tariff
-  "tariffTtlSeconds": 300,
+  "tariffTtlSeconds": 360,`,
      },
      {
        key: 'rename',
        at: 79,
        file: 'services/quotes/src/handler.ts',
        message: 'refactor: rename locals',
        diff: `
@@ export async function quote(req: Req, res: Res) {
-  const t = await cachedTariff(req.body.region, req.body.weight, req.ctx)
-  res.json(price(t))
+  const tariff = await cachedTariff(req.body.region, req.body.weight, req.ctx)
+  res.json(price(tariff))`,
      },
    ],
    deploys: ['71 quotes ttl', '79 quotes rename'],
    truth: { commit: 'culprit', first: 'quotes', blast: ['basket'], remedy: 'rollback' },
  },
  {
    name: 'goroutines pile up for hours',
    minutes: 300,
    alert: '262 stock pod_restart_total 3: stock restarts',
    metrics: [
      'stock go_goroutines 180 ramp@60 91000',
      'stock process_resident_memory_bytes 2.1e8 ramp@60 1.07e9',
      'stock pod_restart_total 0.001 step@258 3',
      'basket http_5xx_ratio 0.001 step@259 0.2',
    ],
    logs: [
      '258/8 stock error OOMKilled: container exceeded memory limit 1Gi',
      '220/20 stock warn goroutine count 71002 is unusual',
      '259/4 basket error stock: connection refused',
    ],
    commits: [
      {
        key: 'culprit',
        at: 52,
        file: 'services/stock/watch.go',
        message: 'feat(stock): push level changes to open pages',
        diff: `
@@ func (s *Server) Levels(w http.ResponseWriter, r *http.Request) {
-	levels := s.store.Levels(r.Context(), skus(r))
-	writeJSON(w, levels)
+	updates := make(chan Level)
+	go func() {
+		for l := range s.store.Watch(context.Background(), skus(r)) {
+			updates <- l
+		}
+	}()
+	writeJSON(w, <-updates)
 }`,
      },
      {
        key: 'lru',
        at: 240,
        file: 'services/stock/hot.go',
        message: 'perf(stock): remember hot levels',
        diff: `
@@ type Server struct {
+	hot *lru.Cache[string, Level]
@@ func New() *Server {
+	hot, _ := lru.New[string, Level](512)`,
      },
      {
        key: 'limits',
        at: 200,
        file: 'services/basket/deploy/values.yaml',
        message: 'basket: a bit more memory',
        diff: `
@@ resources:
   limits:
-    memory: 256Mi
+    memory: 384Mi`,
      },
    ],
    deploys: ['58 stock culprit', '202 basket limits', '245 stock lru'],
    flags: ['250 stock level_hints off->on'],
    truth: { commit: 'culprit', first: 'stock', blast: ['basket'], remedy: 'rollback' },
  },
  {
    name: 'memo without a bound',
    minutes: 280,
    alert: '251 pricing memory_used_ratio 0.97: pricing memory above 95%',
    metrics: [
      'pricing memory_used_ratio 0.31 ramp@70 0.99',
      'pricing gc_pause_ms 4 ramp@150 900',
      'pricing http_server_duration_p99_ms 45 ramp@200 900',
      'basket http_server_duration_p99_ms 90 ramp@210 1000',
    ],
    logs: ['248/5 pricing error MemoryError while computing discount', '252/6 basket warn pricing answered after 880 ms'],
    commits: [
      {
        key: 'culprit',
        at: 64,
        file: 'pricing/discounts.py',
        message: 'perf(pricing): remember discounts',
        diff: `
@@ from functools import lru_cache
-@lru_cache(maxsize=4096)
+@lru_cache(maxsize=None)
 def discount_for(customer_id: str, basket_hash: str) -> Decimal:`,
      },
      {
        key: 'pool',
        at: 235,
        file: 'pricing/buffers.py',
        message: 'perf: reuse output buffers',
        diff: `
@@ class Encoder:
-        out = io.BytesIO()
+        out = self.pool.get() if self.pool else io.BytesIO()
         out.seek(0)`,
      },
      {
        key: 'round',
        at: 240,
        file: 'pricing/totals.py',
        message: 'refactor: name the rounding step',
        diff: `
@@ def total(lines):
-    return sum(l.price for l in lines).quantize(CENT)
+    return to_cents(sum(l.price for l in lines))
+def to_cents(amount):
+    return amount.quantize(CENT)`,
      },
    ],
    deploys: ['68 pricing culprit', '236 pricing pool', '243 pricing round'],
    truth: { commit: 'culprit', first: 'pricing', blast: ['basket'], remedy: 'rollback' },
  },
  {
    name: 'page size taken out',
    alert: '115 returns process_heap_used_bytes 1.4e9: returns heap above 1.2 GB',
    metrics: [
      'returns process_heap_used_bytes 3.2e8 ramp@95 1.5e9',
      'returns response_size_bytes 21000 step@95 1.9e7',
      'returns http_server_duration_p99_ms 80 step@95 6100',
      'backoffice http_5xx_ratio 0.001 step@97 0.4',
    ],
    logs: ['97/2 backoffice error returns: response exceeded 10 MB limit', '110/4 returns warn heap is growing, gc pause 812 ms'],
    commits: [
      {
        key: 'culprit',
        at: 90,
        file: 'src/Returns/ReturnsController.cs',
        message: 'Simplify listing endpoint',
        diff: `
@@ public async Task<IActionResult> List([FromQuery] int page, CancellationToken ct)
-        var rows = await _db.Returns.OrderByDescending(r => r.At).Skip(page * 50).Take(50).ToListAsync(ct);
+        var rows = await _db.Returns.OrderByDescending(r => r.At).ToListAsync(ct);
         return Ok(rows.Select(Map));`,
      },
      {
        key: 'log',
        at: 94,
        file: 'src/Returns/Program.cs',
        message: 'Log the build number at start',
        diff: `
@@ var app = builder.Build();
+app.Logger.LogInformation("returns build {Build}", build);`,
      },
      {
        key: 'gc',
        at: 84,
        file: 'src/Returns/runtimeconfig.template.json',
        message: 'Server GC',
        diff: `
@@ configProperties
-    "System.GC.Server": false
+    "System.GC.Server": true`,
      },
    ],
    deploys: ['85 returns gc', '93 returns culprit', '96 returns log'],
    truth: { commit: 'culprit', first: 'returns', blast: ['backoffice'], remedy: 'rollback' },
  },
  {
    name: 'heap flag cut in the image',
    alert: '77 ledger pod_restart_total 4: ledger restarts repeatedly',
    metrics: [
      'ledger pod_restart_total 0.001 step@72 4',
      'ledger jvm_heap_used_ratio 0.4 step@70 0.99',
      'orders http_5xx_ratio 0.002 step@73 0.25',
    ],
    logs: ['72/3 ledger error java.lang.OutOfMemoryError: Java heap space', '73/3 orders error could not post to ledger: connection reset'],
    commits: [
      {
        key: 'culprit',
        at: 66,
        file: 'ledger/Dockerfile',
        message: 'build: common base image for JVM services',
        diff: `
@@ FROM registry.shop.example/jre:21
-ENV JAVA_TOOL_OPTIONS="-Xms512m -Xmx2g -XX:+UseG1GC"
+ENV JAVA_TOOL_OPTIONS="-Xms128m -Xmx256m -XX:+UseSerialGC"`,
      },
      {
        key: 'batch',
        at: 60,
        file: 'ledger/src/main/kotlin/Posting.kt',
        message: 'refactor: posting as data class',
        diff: `
@@ class Posting
-class Posting(val id: Long, val cents: Long)
+data class Posting(val id: Long, val cents: Long)`,
      },
      {
        key: 'feat',
        at: 71,
        file: 'orders/src/Ledger.kt',
        message: 'orders: name the ledger client',
        diff: `
@@ val client
-  val client = HttpClient(CIO)
+  val client = HttpClient(CIO) { install(UserAgent) { agent = "orders" } }`,
      },
    ],
    deploys: ['61 ledger batch', '69 ledger culprit', '71 orders feat'],
    truth: { commit: 'culprit', first: 'ledger', blast: ['orders'], remedy: 'config-revert' },
  },
]
