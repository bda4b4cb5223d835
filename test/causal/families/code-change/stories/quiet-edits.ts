import type { Story } from './story.ts'

/** Edits that look like housekeeping and share, narrow or widen what others rely on. */
export const QUIET_EDITS: readonly Story[] = [
  {
    name: 'a flag that opens a path to everybody',
    alert: '70 fares latency_p95_ms 2600: fares is slow',
    metrics: [
      'fare-model requests_per_sec 6 step@52 118',
      'fare-model latency_p95_ms 90 step@54 2400',
      'fares latency_p95_ms 140 step@55 2600',
      'fares requests_per_sec 130 flat',
    ],
    logs: ['54/2 fares error fare-model: deadline exceeded after 2.5s', '54/3 fare-model warn 96 requests wait for a slot'],
    spans: ['60 fares|quote|2600|deadline exceeded > fare-model|predict|2500|deadline exceeded'],
    commits: [
      {
        key: 'culprit',
        at: 48,
        file: 'flags/live.json',
        message: 'flags: weekly review',
        diff: `
@@ flags/live.json @@
   "night-mode": { "on": true, "rollout": 100 },
-  "modelled-fares": { "on": true, "rollout": 5 },
+  "modelled-fares": { "on": true, "rollout": 100 },`,
      },
      {
        key: 'span',
        at: 50,
        file: 'fares/trace.py',
        message: 'fares: shorter span names',
        diff: `
@@ def quote():
-    with tracer.span('fares.quote.all'):
+    with tracer.span('quote'):`,
      },
    ],
    deploys: ['51 fares culprit', '53 fares span'],
    truth: { commit: 'culprit', first: 'fare-model', blast: ['fares'], remedy: 'config-revert' },
  },
  {
    name: 'entries of two tariffs under one key',
    alert: '66 gates price_mismatch_total 90: price at the gate differs from the ticket',
    metrics: ['gates price_mismatch_total 0.5 step@53 90', 'tariffs latency_p95_ms 60 flat'],
    logs: ['53/2 gates error price mismatch: ticket was sold for tariff ADULT, gate asks tariff CHILD'],
    spans: ['60 gates|open|120|price mismatch: ticket tariff ADULT, gate tariff CHILD > tariffs|GET /price|9'],
    commits: [
      {
        key: 'culprit',
        at: 46,
        file: 'tariffs/src/cache.ts',
        message: 'tariffs: helper for keys',
        diff: `
@@ async function price(route, tariff) {
-  const key = \`price:\${route}:\${tariff}\`
+  const key = priceKey(route)
   const known = await redis.get(key)`,
      },
      {
        key: 'retry',
        at: 49,
        file: 'gates/src/door.ts',
        message: 'gates: blink green a little longer',
        diff: `
@@ function open() {
-  lamp.blink(3)
+  lamp.blink(4)`,
      },
    ],
    deploys: ['50 tariffs culprit', '51 gates retry'],
    truth: { commit: 'culprit', first: 'gates', blast: [], remedy: 'rollback' },
  },
  {
    name: 'a number that outgrows its type after an hour',
    alert: '126 journal insert_failures_per_min 300: journal keeps nothing',
    metrics: ['journal insert_failures_per_min 0.2 step@122 300', 'desk save_error_ratio 0.001 step@123 0.5'],
    logs: [
      '122/1 journal error insert entry: position -2147483640 violates check constraint "position_positive"',
      '123/2 desk error journal refused the entry',
    ],
    spans: ['125 desk|save|40|refused > journal|append|20|violates check constraint'],
    commits: [
      {
        key: 'culprit',
        at: 20,
        file: 'journal/proto/entry.proto',
        message: 'journal: tidy messages',
        diff: `
@@ message Entry {
-  int64 position = 1;
+  int32 position = 1;
   string writer = 2;`,
      },
      {
        key: 'limit',
        at: 114,
        file: 'journal/store/db.go',
        message: 'journal: wait a little longer for the store',
        diff: `
@@ journal/store/db.go @@
-const storeTimeout = 2 * time.Second
+const storeTimeout = 3 * time.Second`,
      },
    ],
    deploys: ['24 journal culprit', '117 journal limit'],
    truth: { commit: 'culprit', first: 'journal', blast: ['desk'], remedy: 'rollback' },
  },
  {
    name: 'told to others before it is stored',
    alert: '66 parcels dead_lettered_per_min 40: parcels sets messages aside',
    metrics: ['parcels dead_lettered_per_min 0.2 step@53 40', 'counter latency_p95_ms 140 flat'],
    logs: ['53/1 parcels error parcel 7741 not found, message moved to dead letter queue'],
    spans: ['60 parcels|consume|9|not found > counter|GET /parcels|4|404'],
    commits: [
      {
        key: 'culprit',
        at: 46,
        file: 'counter/src/accept.ts',
        message: 'counter: answer sooner',
        diff: `
@@ export async function accept(parcel) {
-  await db.transaction((tx) => tx.insert(parcels).values(parcel))
-  await bus.publish('accepted', { parcel: parcel.id })
+  const told = bus.publish('accepted', { parcel: parcel.id })
+  await db.transaction((tx) => tx.insert(parcels).values(parcel))
+  await told`,
      },
      {
        key: 'retry',
        at: 49,
        file: 'parcels/src/label.ts',
        message: 'parcels: print again when out of paper',
        diff: `
@@ function label() {
-  return print(text)
+  return twice(() => print(text))`,
      },
    ],
    deploys: ['50 counter culprit', '52 parcels retry'],
    truth: { commit: 'culprit', first: 'parcels', blast: [], remedy: 'rollback' },
  },
  {
    name: 'one question becomes many behind a flag',
    alert: '86 guides latency_p95_ms 7000: guides is slow',
    metrics: [
      'guides requests_per_sec 12 flat',
      'guides latency_p95_ms 120 step@81 7000',
      'maps requests_per_sec 90 step@80 3600',
      'maps latency_p95_ms 25 step@81 3000',
    ],
    logs: ['81/1 maps warn worker queue is full, rejecting', '81/2 guides error maps.distance: read timeout'],
    spans: ['84 guides|nearest|7000|timeout > maps|GET /distance|2000|queue is full'],
    commits: [
      {
        key: 'culprit',
        at: 22,
        file: 'guides/nearest.py',
        message: 'guides: nearest of all, when switched on',
        diff: `
@@ def nearest(guest):
+    if flag("nearest_of_all"):
+        return min(maps.distance(guest.at, guide.at) for guide in guides.on_duty())
     return maps.distance(guest.at, guides.first().at)`,
      },
      {
        key: 'zip',
        at: 70,
        file: 'maps/server.py',
        message: 'maps: smaller answers',
        diff: `
@@ app = Server()
+app.add(Zipped())`,
      },
    ],
    deploys: ['26 guides culprit', '74 maps zip'],
    flags: ['79 guides nearest_of_all off->on'],
    truth: { commit: 'culprit', first: 'maps', blast: ['guides'], remedy: 'feature-flag-disable' },
  },
]
