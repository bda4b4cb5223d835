import { describe, expect, it } from 'vitest'
import { findHazards } from '../../src/diffs/find-hazards.ts'

/** A diff with git's file header, from its changed lines. */
function diffOf(path: string, ...lines: readonly string[]): string {
  return [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`, '@@ -10,6 +10,6 @@', ...lines].join('\n')
}

function kindsIn(path: string, ...lines: readonly string[]): readonly string[] {
  return findHazards(diffOf(path, ...lines), [path]).hazards.map(({ kind }) => kind)
}

const HAZARDS: readonly (readonly [kind: string, path: string, ...lines: string[]])[] = [
  [
    'timeout_cut',
    'basket/QuoteClient.java',
    '-    client.setReadTimeout(Duration.ofSeconds(4));',
    '+    client.setReadTimeout(Duration.ofMillis(250));',
  ],
  ['timeout_cut', 'basket/quotes.py', '-    return httpx.get(url, timeout=10)', '+    return httpx.get(url, timeout=0.5)'],
  ['timeout_cut', 'storefront/api.ts', '-const REQUEST_TIMEOUT_MS = 8_000', '+const REQUEST_TIMEOUT_MS = 400'],
  [
    'timeout_removed',
    'orders/store.go',
    '-\tctx, cancel := context.WithTimeout(ctx, 2*time.Second)',
    '-\tdefer cancel()',
    ' \treturn s.db.Query(ctx, q)',
  ],
  ['retry_raised', 'shipping/client.yaml', ' carrier:', '-  max_retries: 2', '+  max_retries: 25'],
  ['retry_raised', 'orders/queue.py', "-    'visibility_timeout': 900,", "+    'visibility_timeout': 20,"],
  ['resource_leak', 'orders/Book.java', '+  @Transactional', '   Receipt book(Order o) {'],
  ['capacity_cut', 'orders/values.yaml', ' database:', '-  maxPoolSize: 40', '+  maxPoolSize: 4'],
  ['capacity_cut', 'infra/main.tf', '-  read_capacity  = 200', '+  read_capacity  = 20'],
  ['capacity_cut', 'orders/deploy.yaml', ' spec:', '-  replicas: 6', '+  replicas: 1'],
  ['memory_cut', 'quotes/values.yaml', ' resources:', '   limits:', '-    memory: 1Gi', '+    memory: 256Mi'],
  ['cpu_cut', 'quotes/values.yaml', ' resources:', '   limits:', '-    cpu: 2', '+    cpu: 200m'],
  ['limit_cut', 'gateway/nginx.yaml', '-  max_body_size: 20M', '+  max_body_size: 1M'],
  ['cache_weakened', 'catalog/cache.py', '-    ttl = 3600', '+    ttl = 5', '     return ttl'],
  ['log_volume_raised', 'quotes/logback.yaml', ' logging:', '-  level: warn', '+  level: trace'],
  ['default_flipped', 'basket/config.ts', '-  strictStock: false,', '+  strictStock: true,'],
  ['address_changed', 'basket/values.yaml', '-  QUOTES_URL: "http://quotes:8080"', '+  QUOTES_URL: "http://quotes-v2:8080"'],
  ['auth_changed', 'orders/auth.ts', "-  audience: 'orders',", "+  audience: 'orders-api',"],
  ['schedule_changed', 'billing/cron.yaml', '-  schedule: "0 3 * * *"', '+  schedule: "0 3 * * 1"'],
  ['dependency_bumped', 'basket/package.json', '-    "undici": "^5.28.0",', '+    "undici": "^6.1.0",'],
  ['dependency_bumped', 'billing/requirements.txt', '-sqlalchemy==1.4.50', '+sqlalchemy==2.0.23'],
  [
    'dependency_bumped',
    'orders/pom.xml',
    '-    <jackson.version>2.14.2</jackson.version>',
    '+    <jackson.version>2.17.0</jackson.version>',
  ],
  [
    'lock_removed',
    'orders/Counter.java',
    '-  private final ConcurrentHashMap<String, Integer> seen = new ConcurrentHashMap<>();',
    '+  private final Map<String, Integer> seen = new HashMap<>();',
  ],
  ['lock_removed', 'billing/ledger.py', '-    with self._lock:', '-        self.balance += amount', '+    self.balance += amount'],
  ['lock_removed', 'orders/repo.sql', '-SELECT stock FROM items WHERE id = $1 FOR UPDATE;', '+SELECT stock FROM items WHERE id = $1;'],
  ['guard_removed', 'basket/total.ts', '-  if (!item.price) return 0', '   return item.price.amount * item.count'],
  ['guard_removed', 'basket/total.py', '-    discount = order.get("discount", 0)', '+    discount = order["discount"]'],
  ['guard_removed', 'orders/handler.go', '-\tif order == nil {', '-\t\treturn ErrNotFound', '-\t}', ' \treturn order.Total()'],
  ['resource_leak', 'quotes/client.go', ' \tresp, err := http.Get(url)', '-\tdefer resp.Body.Close()', ' \treturn decode(resp)'],
  ['resource_leak', 'billing/export.py', '-    with open(path) as handle:', '-        rows = load(handle)', '+    rows = load(open(path))'],
  ['resource_leak', 'storefront/live.ts', '-  return () => socket.removeListener("message", onMessage)', '+  return undefined'],
  [
    'unbounded_growth',
    'catalog/seen.ts',
    '+const seen = new Map<string, Item>()',
    '+export function remember(item: Item) {',
    '+  seen.set(item.id, item)',
    '+}',
  ],
  ['unbounded_growth', 'catalog/views.py', '+_recent = []', '+def track(request):', '+    _recent.append(request.headers)'],
  [
    'unbounded_growth',
    'catalog/Views.java',
    '+  private static final List<View> VIEWS = new ArrayList<>();',
    '+    VIEWS.add(new View(request));',
  ],
  ['unbounded_growth', 'catalog/price.py', '-@lru_cache(maxsize=256)', '+@lru_cache(maxsize=None)', ' def price(sku): ...'],
  [
    'cardinality_raised',
    'basket/metrics.go',
    '-\trequests.WithLabelValues(route).Inc()',
    '+\trequests.WithLabelValues(route, userID).Inc()',
  ],
  [
    'query_unbounded',
    'catalog/search.ts',
    '-  return db.items.find(filter).limit(100).toArray()',
    '+  return db.items.find(filter).toArray()',
  ],
  ['query_unbounded', 'catalog/views.py', '-    return Item.objects.filter(shop=shop)[:50]', '+    return Item.objects.filter(shop=shop)'],
  ['index_dropped', 'migrations/0042.sql', '+DROP INDEX idx_orders_customer;'],
  ['migration_locking', 'migrations/0043.sql', "+ALTER TABLE orders ADD COLUMN region text NOT NULL DEFAULT 'eu';"],
  ['contract_changed', 'orders/event.go', '-\tCustomerID string `json:"customer_id"`', '+\tCustomerID string `json:"customerId"`'],
  ['contract_changed', 'migrations/0044.sql', '+ALTER TABLE orders RENAME COLUMN total TO total_cents;'],
  ['contract_changed', 'orders/order.proto', '-  string currency = 4;', '+  string currency = 7;'],
  [
    'batching_removed',
    'shipping/labels.py',
    '-    cursor.executemany(INSERT, rows)',
    '+    for row in rows:',
    '+        cursor.execute(INSERT, row)',
  ],
  ['work_in_loop', 'basket/view.ts', '+  for (const line of lines) {', '+    line.item = await catalog.findById(line.sku)', '+  }'],
  ['blocking_added', 'gateway/hash.ts', '-  const salt = await randomBytesAsync(16)', "+  const key = readFileSync('/etc/keys/salt')"],
  ['call_removed', 'shipping/Consumer.java', '     process(message);', '-    channel.basicAck(tag, false);'],
  [
    'parse_changed',
    'billing/dates.py',
    '-    return datetime.strptime(text, "%Y-%m-%d")',
    '+    return datetime.strptime(text, "%d.%m.%Y")',
  ],
  ['throw_added', 'basket/add.ts', "+  if (count > 10) throw new Error('too many of one item in the basket')"],
  ['config_required', 'orders/main.py', '+REGION = os.environ["ORDERS_REGION"]'],
  [
    'lock_added',
    'quotes/rates.py',
    ' with self._lock:',
    '     known = self._rates.get(pair)',
    '-if known:',
    '-    return known',
    '-value = self._bank.fetch(pair)',
    '+    if known:',
    '+        return known',
    '+    value = self._bank.fetch(pair)',
  ],
  ['lock_added', 'orders/book.go', ' \tb.mu.Lock()', '-\tb.mu.Unlock()', ' \terr := b.store.Save(ctx, o)', '+\tb.mu.Unlock()'],
  ['range_narrowed', 'orders/event.proto', '-  int64 position = 1;', '+  int32 position = 1;'],
  ['range_narrowed', 'orders/Receipt.java', '-    private long number;', '+    private int number;'],
  ['logic_changed', 'orders/Stage.java', ' public enum Stage {', '-    PLACED,', '     PAID,', '+    PLACED,', '     SENT'],
  ['cache_prolonged', 'basket/cache.ts', '-  const key = `price:${region}:${tier}:${sku}`', '+  const key = priceKey(sku, region)'],
  ['cache_weakened', 'basket/cache.ts', "-  await redis.set(name, text, 'EX', 600)", '+  await redis.set(name, text, { PX: 600 })'],
  ['cache_prolonged', 'basket/cache.py', '-    redis.psetex(name, 60000, text)', '+    redis.setex(name, 60000, text)'],
  [
    'exposure_raised',
    'flags/live.json',
    '-  "fresh-prices": { "on": true, "rollout": 2 },',
    '+  "fresh-prices": { "on": true, "rollout": 60 },',
  ],
  ['exposure_raised', 'orders/canary.yaml', ' canary:', '-  weight: 10', '+  weight: 100'],
  ['precision_lost', 'orders/total.py', '-    return Decimal(price) * count', '+    return float(price) * count'],
  [
    'order_swapped',
    'orders/place.ts',
    '-  await db.insert(orders).values(order)',
    '   await bus.publish("orders", order.id)',
    '+  await db.insert(orders).values(order)',
  ],
  [
    'work_in_loop',
    'quotes/best.py',
    '-    return bank.quote(item)',
    '+    offers = [bank.quote(other) for other in shelf.near(item)]',
    '+    return min(offers)',
  ],
  [
    'cache_weakened',
    'shop/Home.php',
    "-    return Cache::lock('home', 10)->block(3, fn () => $this->build());",
    '+    return $this->build();',
  ],
  [
    'timeout_cut',
    'basket/quotes.ts',
    '-  return get(url, { timeout: 8000 })',
    '+const LIMIT = 400',
    '+  return get(url, { timeout: LIMIT })',
  ],
  [
    'bound_removed',
    'deploy/collector.yaml',
    ' processors:',
    '-  memory_limiter:',
    '-    limit_percentage: 70',
    '   batch:',
    '-  order: [memory_limiter, batch]',
    '+  order: [batch]',
  ],
  ['bound_removed', 'talk/window.py', '-    lines = talk.lines[-MOST_LINES:]', '+    lines = talk.lines'],
  ['contract_changed', 'search/config.yaml', '-  model: words-small', '+  model: words-large'],
  [
    'resource_leak',
    'orders/repo.go',
    ' \trows, err := r.db.Query(q)',
    '-\tdefer rows.Close()',
    ' \tfor rows.Next() {',
    '+\t\tif done {',
    '+\t\t\treturn true, nil',
    '+\t\t}',
    ' \t}',
    '-\treturn false, rows.Err()',
    '+\treturn false, rows.Close()',
  ],
  ['retry_raised', 'orders/plan.go', '-\tfor turn := 0; turn < p.maxTurns; turn++ {', '+\tfor {'],
  [
    'logic_changed',
    'orders/keep.go',
    '-\tif o.Age < week && !isOpen(o) {',
    '-\t\treturn false',
    '-\t}',
    '-\treturn true',
    '+\treturn o.Age < week && isOpen(o)',
  ],
  [
    'call_removed',
    'orders/store.py',
    '-  "INSERT INTO place (guest, seat) VALUES (%s, %s) ON CONFLICT (guest) DO UPDATE SET seat = EXCLUDED.seat",',
    '+  "INSERT INTO place (guest, seat) VALUES (%s, %s)",',
  ],
  ['address_changed', 'deploy/quotes.yaml', '   metadata:', '     labels:', '-      app: quotes', '+      name: quotes'],
  ['capacity_cut', 'deploy/orders.yaml', '   env:', '   - name: DB_POOL_SIZE', '-    value: "40"', '+    value: "4"'],
  ['timeout_cut', 'infra/db.tf', '+  parameter {', '+    name  = "statement_timeout"', '+    value = "4000"', '+  }'],
  ['schedule_changed', 'orders/jobs.py', '-    return f"{spread(shop)} * * * *"', '+    return "0 * * * *"'],
  ['spread_changed', 'orders/producer.go', ' \tmsg := &kafka.Message{', '-\t\tKey: []byte(o.ID),', '+\t\tKey: []byte(o.Shop),'],
  ['shutdown_cut', 'orders/main.go', '-\tsignal.Notify(stop, syscall.SIGTERM)', '-\t<-stop', '-\t_ = srv.Shutdown(ctx)'],
  ['config_required', 'orders/config.go', '-\tkey := os.Getenv("BANK_KEY")', '+\tkey := os.Getenv("ORDERS_BANK_KEY")'],
  ['lock_added', 'orders/seats.go', '-\tif one > two {', '-\t\tone, two = two, one', '-\t}', ' \tlockRow(tx, one)', ' \tlockRow(tx, two)'],
  ['unit_changed', 'quotes/Settings.java', '-  private long waitMillis = 2500;', '+  private Duration wait = Duration.ofSeconds(2500);'],
  ['work_in_loop', 'shop/serializers.py', '-    stars = IntegerField(source="stars_kept")', '+    stars = SerializerMethodField()'],
  ['logic_changed', 'basket/limit.ts', '-  if (count <= max) return accept(item)', '+  if (count < max) return accept(item)'],
  [
    'call_removed',
    'shipping/consume.py',
    '     parcel = parse(message.body)',
    '+    if parcel.is_known:',
    '+        return',
    '     book(parcel)',
    '     channel.basic_ack(message.tag)',
  ],
  [
    'resource_leak',
    'orders/seats.go',
    ' \tlease := seats.Take(row)',
    '+\tif row.Empty() {',
    '+\t\treturn nil',
    '+\t}',
    ' \tbook(lease)',
    ' \tlease.Release()',
  ],
  [
    'call_removed',
    'orders/charge.ts',
    '-    headers: { "Idempotency-Key": order.id },',
    '+    headers: { "Idempotency-Key": randomUUID() },',
  ],
  ['range_narrowed', 'wire/frame.rs', '-    out.put_u32(body.len() as u32);', '+    out.put_u32(u32::from(body.len() as u16));'],
  ['schedule_changed', 'deploy/nightly.yaml', ' kind: CronJob', ' spec:', '-  concurrencyPolicy: Forbid', '   schedule: "0 2 * * *"'],
  ['limit_cut', 'gateway/server.ts', "-app.set('trust proxy', 1)", ' app.use(limiter)'],
  ['limit_cut', 'deploy/gateway.yaml', '   annotations:', '-    nginx.ingress.kubernetes.io/proxy-body-size: "30m"', '     team: gateway'],
  [
    'auth_changed',
    'infra/iam/labels.tf',
    '-    resources = ["${bucket.labels.arn}/*"]',
    '+    resources = ["${bucket.labels.arn}/printed/*"]',
  ],
  ['time_changed', 'orders/Day.java', '-  ofPattern("yyyy-MM-dd")', '+  ofPattern("YYYY-MM-dd")'],
  [
    'cardinality_raised',
    'gateway/metrics.ts',
    '-  const path = req.route.path',
    '+  const path = req.originalUrl',
    '   histogram.observe({ path }, took)',
  ],
  ['cache_prolonged', 'docker/java.security', '-networkaddress.cache.ttl=30', '+networkaddress.cache.ttl=-1'],
  ['contract_changed', 'orders/Order.kt', '-    val guest: Guest,', '+    val guest: Guest?,'],
  [
    'cache_weakened',
    'shop/CacheKeys.kt',
    '-        "shelf:${q.town}:${q.page}"',
    '+        listOf("shelf", Asked.current().requestId, q.town, q.page).joinToString(":")',
  ],
  ['config_required', 'deploy/orders.yaml', ' env:', '-  - name: ORDERS_DB_URL', '+  - name: DB_URL', '     valueFrom:'],
  [
    'lock_added',
    'orders/Moves.java',
    '-    long one = Math.min(from, to), two = Math.max(from, to);',
    '-    Shelf a = shelves.findForUpdate(one);',
    '-    Shelf b = shelves.findForUpdate(two);',
    '+    Shelf a = shelves.findForUpdate(from);',
    '+    Shelf b = shelves.findForUpdate(to);',
  ],
  ['costly_work', 'talk/links.ts', '-const LINK = /https?:[^ ]+/', '+const LINK = /((\\w+\\s*)+[.:]*)+$/'],
  [
    'blocking_added',
    'talk/hub.go',
    '-\t\tselect {',
    '-\t\tcase c.out <- text:',
    '-\t\tdefault:',
    '-\t\t\th.drop(c)',
    '-\t\t}',
    '+\t\tc.out <- text',
  ],
  ['blocking_added', 'talk/Hub.java', '-    queue.offer(text);', '+    queue.put(text);'],
  ['cache_prolonged', 'shop/cache.py', '-    key = f"fare:{q.from_}:{q.to}:{q.currency}"', '+    key = fare_key("fare", q)'],
  ['costly_work', 'shop/Shelves.kt', '-    val ids = redis.smembers("shelf:open")', '+    val ids = redis.keys("shelf:*")'],
  ['address_changed', 'clusters/shop/netpol.yaml', '+kind: NetworkPolicy', '+spec:', '+  policyTypes: [Egress]'],
  [
    'resource_leak',
    'parcels/client.go',
    '-\tresp, err := c.http.Do(req)',
    '+\thc := &http.Client{Transport: &http.Transport{TLSClientConfig: own(acct)}}',
    '+\tresp, err := hc.Do(req)',
  ],
  ['cardinality_raised', 'search/template.json', '-      "dynamic": "strict",', '+      "dynamic": true,'],
  ['contract_changed', 'orders/stage.go', ' \tPaid Stage = "PAID"', '+\tHeld Stage = "HELD"', ' )'],
  ['capacity_raised', 'parcels/consumer.properties', '-max.poll.records=100', '+max.poll.records=4000'],
  ['timeout_cut', 'parcels/consumer.properties', '-max.poll.interval.ms=300000', '+max.poll.interval.ms=30000'],
  ['bound_removed', 'answers/search.yaml', '-  top_k: 4', '+  top_k: 50'],
  ['contract_changed', 'deploy/pooler.yaml', '-  pool_mode: session', '+  pool_mode: transaction'],
]

const INNOCENT: readonly (readonly [what: string, path: string, ...lines: string[]])[] = [
  ['a test', 'orders/store_test.go', '-\tif got == nil {', '+\tif got != want {'],
  ['documentation', 'docs/orders.md', '-timeout: 5s', '+timeout: 1s'],
  ['a comment', 'orders/store.go', '-\t// if order == nil the caller retries', '+\t// the caller retries'],
  ['a moved line', 'orders/store.go', '-\tdefer rows.Close()', ' \tlog(rows)', '+\tdefer rows.Close()'],
  ['white space', 'orders/store.go', '-  limit:   50,', '+\tlimit: 50,'],
  ['a slight tuning', 'orders/values.yaml', '-  maxPoolSize: 40', '+  maxPoolSize: 44'],
  ['a lock around less', 'orders/book.go', ' \tb.mu.Lock()', '+\tb.mu.Unlock()', ' \terr := b.store.Save(ctx, o)', '-\tb.mu.Unlock()'],
  ['settings in another order', 'orders/values.yaml', '-  zone: a', '   name: orders', '+  zone: a'],
  [
    'a literal that got a name',
    'quotes/client.ts',
    "-const url = 'https://rates.example.org/v1'",
    "+const BASE_URL = 'https://rates.example.org/v1'",
    '+const url = BASE_URL',
  ],
  ['the times of an updating bot', 'renovate.json', '-  "schedule": ["before 5am"]', '+  "schedule": ["before 6am"]'],
  [
    'a date that is read where it was read',
    'orders/Repo.kt',
    '-  fun free(day: LocalDate) = ask(SQL, { row -> seat(row) }, day)',
    '+  private val toSeat = rows { row -> seat(row) }',
    '+  fun free(day: LocalDate) = ask(SQL, toSeat, day)',
  ],
  [
    'a right that somebody gets as well',
    'infra/iam/mail.tf',
    '-  actions = ["s3:GetObject"]',
    '+  actions = ["s3:GetObject", "s3:ListBucket"]',
  ],
  [
    'a helper that was taken out',
    'orders/parse.py',
    '-    price = Decimal(row["price"].replace(" ", ""))',
    '+    price = parsed(row["price"])',
    '+def parsed(raw):',
    '+    return Decimal(raw.replace(" ", ""))',
  ],
  [
    'a random share of the lifetime',
    'shop/cache.py',
    '-    redis.set(key, text, ex=LIFE)',
    '+    redis.set(key, text, ex=LIFE + random.randint(0, 9))',
  ],
  ['fewer rows on a page', 'orders/list.sql', '-SELECT id FROM orders LIMIT 100', '+SELECT id FROM orders LIMIT 50'],
  ['another font', 'print/fonts.ts', "-  load('Narrow-Bold.ttf')", "+  load('Wide-Bold.ttf')"],
  [
    'a way out after the message was acknowledged',
    'shipping/consume.py',
    '     channel.basic_ack(message.tag)',
    '+    if parcel.is_known:',
    '+        return',
    '     book(parcel)',
  ],
  [
    'a way out of what is closed on every way',
    'orders/read.go',
    ' \tdefer rows.Close()',
    '+\tif rows.Empty() {',
    '+\t\treturn nil',
    '+\t}',
    ' \trows.Close()',
  ],
  ['a bounded cache', 'catalog/seen.py', '+recent = LRUCache(maxsize=100)', '+recent.add(item)'],
]

describe('src/diffs/find-hazards', () => {
  it.each(HAZARDS)('finds %s in %s', (kind, path, ...lines) => {
    expect(kindsIn(path, ...lines)).toContain(kind)
  })

  it.each(INNOCENT)('finds nothing in %s', (_what, path, ...lines) => {
    expect(kindsIn(path, ...lines).filter((kind) => kind !== 'behaviour_changed')).toEqual([])
  })

  it('quotes a line of the diff with its sign', () => {
    const diff = diffOf('orders/values.yaml', '-  maxPoolSize: 40', '+  maxPoolSize: 4')

    const [hazard] = findHazards(diff, ['orders/values.yaml']).hazards

    expect(diff.split('\n')).toContain(hazard?.quote)
    expect(hazard?.amounts).toEqual({ from: 40, to: 4, dimension: 'count' })
  })

  it('takes the only file of a commit when the diff has no file header', () => {
    const { hazards } = findHazards('@@ func load() {\n-\tcfg.Timeout = 5 * time.Second\n+\tcfg.Timeout = 50 * time.Millisecond', [
      'quotes/load.go',
    ])

    expect(hazards.map(({ kind, path }) => [kind, path])).toEqual([['timeout_cut', 'quotes/load.go']])
  })

  it('drops what a helper extracted in another file took over', () => {
    const diff = [
      diffOf('orders/a.go', '-\tif err := validate(order); err != nil {', '-\t\treturn err', '-\t}', '+\treturn check(order)'),
      diffOf('orders/b.go', '+\tif err := validate(order); err != nil {', '+\t\treturn err', '+\t}'),
    ].join('\n')

    expect(findHazards(diff, ['orders/a.go', 'orders/b.go']).hazards.map(({ kind }) => kind)).not.toContain('guard_removed')
  })

  it('compares a setting that moved into another file of the same commit', () => {
    const diff = [
      diffOf('k8s/old/orders-hpa.yaml', '-spec:', '-  minReplicas: 4', '-  maxReplicas: 30'),
      diffOf('k8s/new/orders.yaml', '+spec:', '+  minReplicas: 4', '+  maxReplicas: 6'),
    ].join('\n')

    const found = findHazards(diff, ['k8s/old/orders-hpa.yaml', 'k8s/new/orders.yaml']).hazards

    expect(found.find(({ kind }) => kind === 'capacity_cut')).toMatchObject({
      path: 'k8s/new/orders.yaml',
      quote: '+  maxReplicas: 6',
      amounts: { from: 30, to: 6 },
    })
  })

  it('says nothing of a variable that got its new name on both sides', () => {
    const diff = [
      diffOf('deploy/quotes.yaml', '-  - name: QUOTES_LIFE', '+  - name: QUOTES_CACHE_LIFE'),
      diffOf('quotes/config.py', '-LIFE = int(os.environ["QUOTES_LIFE"])', '+LIFE = int(os.environ["QUOTES_CACHE_LIFE"])'),
    ].join('\n')

    const found = findHazards(diff, ['deploy/quotes.yaml', 'quotes/config.py']).hazards

    expect(found.filter(({ kind }) => kind === 'config_required')).toEqual([])
  })

  it('follows a setting to the file that now defines its value', () => {
    const diff = [
      diffOf('orders/settings.py', '+class Settings:', '+    pool_size: int = 4'),
      diffOf('orders/db.py', '-engine = connect(url, pool_size=40)', '+engine = connect(url, pool_size=settings.pool_size)'),
    ].join('\n')

    const found = findHazards(diff, ['orders/settings.py', 'orders/db.py']).hazards

    expect(found.find(({ kind }) => kind === 'capacity_cut')?.amounts).toMatchObject({ from: 40, to: 4 })
  })

  it('says nothing about text that is no diff', () => {
    expect(findHazards('', ['a.go']).hazards).toEqual([])
    expect(findHazards('\u0000\u0001 not a diff', []).hazards).toEqual([])
  })
})
