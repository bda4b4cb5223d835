import type { Story } from './story.ts'

/** Writers that changed what readers rely on; the reader's own recent edit touches the very line that fails and is innocent. */
export const DATA_CONTRACTS: readonly Story[] = [
  {
    name: 'status value renamed at its writer',
    alert: '66 refunds jobs_failed_ratio 0.48: refund jobs fail',
    metrics: ['refunds jobs_failed_ratio 0.003 step@56 0.48', 'finance rows_missing 0 ramp@60 150'],
    logs: [
      '56/2 refunds error KeyError: key not found: "PARTIALLY_RETURNED" (refund_policy.rb:18)',
      '61/6 finance warn refund row missing',
    ],
    commits: [
      {
        key: 'culprit',
        at: 50,
        file: 'services/returns/src/status.ts',
        message: 'returns: names as the page shows them',
        diff: `
@@ export const ReturnStatus = {
   FULL: 'FULLY_RETURNED',
-  PARTIAL: 'PARTIAL_RETURN',
+  PARTIAL: 'PARTIALLY_RETURNED',
 } as const`,
      },
      {
        key: 'lookup',
        at: 53,
        file: 'services/refunds/lib/refund_policy.rb',
        message: 'refunds: extract policy lookup',
        diff: `
@@ def policy(status)
-  POLICIES.fetch(status)
+  lookup(status)
 end
+
+def lookup(status)
+  POLICIES.fetch(status)
+end`,
      },
    ],
    deploys: ['55 returns culprit', '55 refunds lookup'],
    truth: { commit: 'culprit', first: 'refunds', blast: ['finance'], remedy: 'rollback' },
  },
  {
    name: 'names on the wire spelt in another way',
    alert: '60 fraud score_failures_ratio 1: no payment can be scored',
    metrics: ['fraud score_failures_ratio 0.002 step@53 0.99', 'payments manual_review_queue 6 ramp@54 3000'],
    logs: [
      "53/2 fraud error Traceback: KeyError: 'card_country' in features.py:31 build_features",
      '54/3 payments warn no score, sent to manual review',
    ],
    commits: [
      {
        key: 'culprit',
        at: 46,
        file: 'services/payments/src/events.rs',
        message: 'payments: one casing for json',
        diff: `
@@ events
 #[derive(Serialize)]
+#[serde(rename_all = "camelCase")]
 pub struct PaymentAuthorized {
     pub card_country: String,
 }`,
      },
      {
        key: 'features',
        at: 50,
        file: 'services/fraud/features.py',
        message: 'fraud: build features at once',
        diff: `
@@ def build_features(batch):
-    rows = []
-    for p in batch:
-        rows.append([p['amount_minor'], p['card_country']])
-    return np.array(rows)
+    return np.array([[p['amount_minor'], p['card_country']] for p in batch])`,
      },
    ],
    deploys: ['52 payments culprit', '52 fraud features'],
    truth: { commit: 'culprit', first: 'fraud', blast: ['payments'], remedy: 'rollback' },
  },
  {
    name: 'reader made strict',
    alert: '66 tracker event_parse_failures_ratio 0.9: carrier events cannot be read',
    metrics: ['tracker event_parse_failures_ratio 0.001 step@57 0.9', 'notify emails_sent_per_min 80 step@60 9'],
    logs: ['57/2 tracker error UnrecognizedPropertyException: Unrecognized field "signedBy", not marked as ignorable'],
    commits: [
      {
        key: 'culprit',
        at: 48,
        file: 'services/tracker/Json.java',
        message: 'tracker: mapper from the shared factory',
        diff: `
@@ static ObjectMapper mapper() {
-    return new ObjectMapper()
-        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
+    return JsonMapper.builder()
+        .addModule(new JavaTimeModule())
+        .build();
 }`,
      },
      {
        key: 'carrier',
        at: 55,
        file: 'services/tracker/EventStore.java',
        message: 'tracker: index events by carrier',
        diff: `
@@ void put(CarrierEvent e) {
+    byCarrier.computeIfAbsent(e.carrier(), k -> new ArrayDeque<>(100)).add(e.id());
     store.save(e);
 }`,
      },
    ],
    deploys: ['50 tracker culprit', '56 tracker carrier'],
    truth: { commit: 'culprit', first: 'tracker', blast: ['notify'], remedy: 'rollback' },
  },
  {
    name: 'moments written as numbers',
    alert: '59 loader rows_rejected_ratio 0.96: rows are rejected',
    metrics: ['loader rows_rejected_ratio 0.001 step@50 0.96', 'tills events_per_sec 300 flat'],
    logs: ['50/2 loader error invalid timestamp 1762848000123 in field occurred_at: expected ISO-8601'],
    commits: [
      {
        key: 'culprit',
        at: 44,
        file: 'services/tills/src/event.ts',
        message: 'tills: leaner events',
        diff: `
@@ export const toEvent = (sale: Sale) => ({
   id: sale.id,
-  occurred_at: sale.time.toISOString(),
+  occurred_at: sale.time.getTime(),
 })`,
      },
      {
        key: 'parallel',
        at: 47,
        file: 'services/loader/parse.py',
        message: 'loader: parse in parallel',
        diff: `
@@ def load(batch):
-rows = [parse(r) for r in batch]
+rows = list(pool.map(parse, batch))`,
      },
    ],
    deploys: ['49 tills culprit', '49 loader parallel'],
    truth: { commit: 'culprit', first: 'loader', blast: [], remedy: 'rollback' },
  },
  {
    name: 'one cache entry for all tenants',
    alert: '62 settings tenant_mismatch_total 200: settings of another tenant were served',
    metrics: ['settings tenant_mismatch_total 0 ramp@53 900', 'admin forbidden_ratio 0.003 step@54 0.2'],
    logs: ['53/2 settings error owner of the settings does not match the caller', '54/4 admin warn 403 from settings'],
    commits: [
      {
        key: 'culprit',
        at: 47,
        file: 'services/settings/repo.py',
        message: 'settings: shorter cache keys',
        diff: `
@@ def get(self, tenant_id, name):
-        key = f"settings:{tenant_id}:{name}"
+        key = f"settings:{name}"
         hit = self.redis.get(key)`,
      },
      {
        key: 'check',
        at: 50,
        file: 'services/settings/views.py',
        message: 'settings: check the owner before answering',
        diff: `
@@ def show(request, name):
     s = repo.get(request.tenant, name)
+    if s.owner != request.tenant:
+        log.error('owner of the settings does not match the caller')
+        return forbidden()
     return json(s)`,
      },
    ],
    deploys: ['52 settings check'],
    truth: { commit: 'culprit', first: 'settings', blast: ['admin'], remedy: 'rollback' },
  },
]
