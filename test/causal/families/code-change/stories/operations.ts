import type { Story, StoryCommit } from './story.ts'

const REFACTOR: StoryCommit = {
  key: 'refactor',
  at: 92,
  file: 'services/orders/handler.go',
  message: 'refactor: one way to write errors',
  diff: `
@@ func (h *Handler) Place(w http.ResponseWriter, r *http.Request) {
-	if err != nil { http.Error(w, err.Error(), 502); return }
+	if err != nil {
+		writeError(w, http.StatusBadGateway, err)
+		return
+	}`,
}
const TIMEOUT: StoryCommit = {
  key: 'timeout',
  at: 80,
  file: 'services/orders/config.yaml',
  message: 'orders: a little more patience',
  diff: `
@@ clients:
-  timeout_ms: 2000
+  timeout_ms: 2500`,
}
const BUMP: StoryCommit = {
  key: 'bump',
  at: 95,
  file: 'go.mod',
  message: 'chore: bump dependencies',
  diff: `
@@ require (
-	golang.org/x/net v0.20.0
+	golang.org/x/net v0.21.0
 )`,
}
const INNOCENT = [REFACTOR, TIMEOUT, BUMP]
const DEPLOYS = ['82 orders timeout', '94 orders refactor', '97 orders bump']

/** Causes that no commit brought. */
export const OPERATIONS: readonly Story[] = [
  {
    name: 'client certificate ran out',
    alert: '104 mailer smtp_send_error_ratio 0.98: mailer sends nothing',
    metrics: [
      'mailer smtp_send_error_ratio 0.002 step@100 0.98',
      'mailer queue_depth 10 ramp@100 6000',
      'orders http_5xx_ratio 0.001 flat',
    ],
    logs: [
      '100/1 mailer error SSL alert number 45: certificate expired (relay client cert CN=mailer.shop.example, not after 2031-04-09T07:40:00Z)',
      '103/6 orders warn confirmation for order is waiting at mailer',
    ],
    commits: [
      ...INNOCENT,
      {
        key: 'cipher',
        at: 96,
        file: 'services/mailer/smtp.go',
        message: 'mailer: prefer modern ciphers',
        diff: `
@@ func tlsConfig() *tls.Config {
-	return &tls.Config{MinVersion: tls.VersionTLS12}
+	return &tls.Config{MinVersion: tls.VersionTLS12, CurvePreferences: []tls.CurveID{tls.X25519}}`,
      },
    ],
    deploys: [...DEPLOYS, '98 mailer cipher'],
    truth: { commit: null, first: 'mailer', blast: ['orders'], remedy: 'rotate-cert' },
  },
  {
    name: 'managed database impaired in a region',
    alert: '103 orders http_5xx_ratio 0.5: orders fails',
    metrics: [
      'orders http_5xx_ratio 0.002 step@99 0.5',
      'stock http_5xx_ratio 0.002 step@100 0.4',
      'storefront http_5xx_ratio 0.001 step@101 0.3',
      'reviews http_5xx_ratio 0.001 flat',
    ],
    logs: [
      '99/1 orders error cloudsql: backend error, instance shop-main in region north-2 is not reachable ## {"provider":"nimbus"}',
      '100/2 stock error cloudsql: backend error, region north-2',
      '102/3 storefront error orders answered 503',
    ],
    spans: [
      '101 storefront|POST /checkout|900|503 > orders|POST /orders|850|backend error > orders|INSERT orders|800|instance not reachable|cloudsql.north-2',
    ],
    commits: INNOCENT,
    deploys: DEPLOYS,
    status: {
      provider: 'nimbus',
      events: [
        {
          service: 'CloudSQL',
          region: 'north-2',
          status: 'partial outage',
          title: 'CloudSQL instances unreachable',
          started_at: '98',
          detail: 'We are looking into unreachable CloudSQL instances in north-2.',
        },
        { service: 'CloudSQL', region: 'south-1', status: 'operational', title: 'Operating normally', detail: '' },
      ],
    },
    truth: { commit: null, first: 'orders', blast: ['stock', 'storefront'], remedy: 'failover' },
  },
  {
    name: 'partner limits us',
    alert: '106 shipping label_error_ratio 0.7: shipping gets no labels',
    metrics: ['shipping label_error_ratio 0.004 step@101 0.7', 'shipping requests_per_sec 12 flat', 'warehouse queue_depth 4 ramp@102 900'],
    logs: [
      '101/1 shipping error carrier api parcelflow.example answered 429: daily quota of partner account used up ## {"peer":"api.parcelflow.example"}',
      '104/4 warehouse warn 310 parcels wait for labels from shipping',
    ],
    spans: ['103 shipping|POST /labels|210|429 > shipping|POST parcelflow|190|429 quota|api.parcelflow.example'],
    commits: [
      ...INNOCENT,
      {
        key: 'label',
        at: 96,
        file: 'services/shipping/labels.go',
        message: 'shipping: label size as a constant',
        diff: `
@@ func label(p Parcel) Label {
-	return Label{Width: 100, Height: 150}
+	return Label{Width: labelWidth, Height: labelHeight}`,
      },
    ],
    deploys: [...DEPLOYS, '99 shipping label'],
    truth: { commit: null, first: 'shipping', blast: ['warehouse'], remedy: 'escalate-upstream' },
  },
  {
    name: 'newsletter brings a crowd',
    alert: '107 orders http_server_duration_p99_ms 5200: orders is slow',
    metrics: [
      'storefront requests_per_sec 400 step@100 3900',
      'orders requests_per_sec 40 step@100 410',
      'orders http_server_duration_p99_ms 130 step@101 5200',
      'orders cpu_utilization 0.35 step@101 0.99',
      'storefront http_5xx_ratio 0.001 step@103 0.15',
    ],
    logs: [
      '99 storefront info newsletter spring-offer sent to 2100000 customers',
      '101/1 orders warn request queue depth 400, all workers busy',
      '103/2 storefront error orders timed out',
    ],
    commits: INNOCENT,
    deploys: DEPLOYS,
    flags: ['70 storefront spring_offer_banner off->on'],
    truth: { commit: null, first: 'orders', blast: ['storefront'], remedy: 'scale' },
  },
  {
    name: 'backup on the same node',
    alert: '109 pricing http_server_duration_p99_ms 2100: pricing is slow',
    metrics: [
      'pricing http_server_duration_p99_ms 60 step@102 2100',
      'pricing requests_per_sec 90 flat',
      'pricing container_cpu_cfs_throttled_seconds 0.02 step@102 7',
      'node-7 node_cpu_utilization_ratio 0.4 step@101 0.98',
      'basket http_server_duration_p99_ms 100 step@104 2200',
    ],
    logs: [
      '101 kube-events info Scheduled: pod platform/vault-backup-9x2 assigned to node-7 ## {"reason":"Scheduled","node":"node-7"}',
      '103/3 kube-events warn NodeUnderPressure: node-7 cpu pressure, top consumer platform/vault-backup-9x2 ## {"node":"node-7"}',
      '104/3 basket warn pricing took 2050 ms',
      '103/4 pricing warn cpu throttled on node-7',
    ],
    commits: [
      ...INNOCENT,
      {
        key: 'rule',
        at: 96,
        file: 'services/pricing/rules.py',
        message: 'pricing: split rule table',
        diff: `
@@ RULES
-RULES = load("rules.json")
+RULES = load("rules/base.json") | load("rules/season.json")`,
      },
    ],
    deploys: [...DEPLOYS, '98 pricing rule'],
    truth: { commit: null, first: 'pricing', blast: ['basket'], remedy: 'reschedule' },
  },
  {
    name: 'message that nobody can read',
    alert: '105 invoices consumer_lag 5200: invoices is stuck',
    metrics: ['invoices consumer_lag 5 ramp@101 9000', 'invoices messages_processed_per_sec 45 step@101 0.2', 'mailer queue_depth 6 flat'],
    logs: [
      '101/1 invoices error cannot parse message at offset 88213 partition 4: unexpected end of input, redelivering ## {"partition":4,"offset":88213}',
      '104/5 invoices warn partition 4 stalled at offset 88213',
    ],
    commits: [
      ...INNOCENT,
      {
        key: 'parse',
        at: 95,
        file: 'services/invoices/format.go',
        message: 'invoices: shorter names',
        diff: `
@@ func format(inv Invoice) string {
-	return inv.Number + " " + inv.Customer
+	return inv.No + " " + inv.Who`,
      },
    ],
    deploys: [...DEPLOYS, '99 invoices parse'],
    truth: { commit: null, first: 'invoices', blast: [], remedy: 'purge-bad-data' },
  },
  {
    name: 'names do not resolve',
    alert: '104 payments http_5xx_ratio 0.6: payments fails',
    metrics: [
      'payments http_5xx_ratio 0.002 step@99 0.6',
      'payments dns_lookup_failures_per_sec 0.1 step@99 80',
      'mailer smtp_send_error_ratio 0.001 step@100 0.5',
      'orders http_5xx_ratio 0.002 step@101 0.4',
      'stock http_5xx_ratio 0.001 flat',
    ],
    logs: [
      '99/1 payments error lookup acquirer.bankline.example: SERVFAIL from resolver, temporary failure in name resolution',
      '100/2 mailer error lookup relay.post.example: SERVFAIL, temporary failure in name resolution',
      '101/3 orders error payments answered 502',
    ],
    commits: INNOCENT,
    deploys: DEPLOYS,
    status: {
      provider: 'zonekeeper',
      events: [
        {
          service: 'Authoritative DNS',
          region: 'global',
          status: 'major outage',
          title: 'Elevated SERVFAIL answers',
          started_at: '98',
          detail: 'A share of queries is answered with SERVFAIL.',
        },
      ],
    },
    truth: { commit: null, first: 'payments', blast: ['mailer', 'orders'], remedy: null },
  },
  {
    name: 'switch thrown by hand',
    alert: '101 reviews http_5xx_ratio 0.35: reviews fails',
    metrics: [
      'reviews http_5xx_ratio 0.002 step@98 0.35',
      'storefront http_5xx_ratio 0.001 step@99 0.1',
      'orders http_5xx_ratio 0.001 flat',
    ],
    logs: [
      '98/1 reviews error summarizer failed: model endpoint not configured (flag review_summaries=on)',
      '99/3 storefront warn reviews answered 500',
    ],
    commits: INNOCENT,
    deploys: DEPLOYS,
    flags: ['97 reviews review_summaries off->on', '60 orders gift_wrap off->on'],
    truth: { commit: null, first: 'reviews', blast: ['storefront'], remedy: 'feature-flag-disable' },
  },
  {
    name: 'nothing links',
    alert: '105 orders http_5xx_ratio 0.2: orders fails',
    metrics: ['orders http_5xx_ratio 0.002 step@101 0.2', 'storefront http_5xx_ratio 0.001 step@102 0.1'],
    logs: ['101/2 orders error internal error 5127', '102/4 storefront error orders answered 500'],
    commits: INNOCENT,
    deploys: DEPLOYS,
    truth: { commit: null, first: 'orders', blast: ['storefront'], remedy: null },
  },
]
