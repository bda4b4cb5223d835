import type { Story } from './story.ts'

/** What lies below or beside the services failed while scary commits went out; and a commit whose harm only looks like such a failure. */
export const LAYERS_BELOW: readonly Story[] = [
  {
    name: 'payment provider answers 503 and has no status page',
    alert: '71 payments authorization_failure_ratio 0.83: authorizations fail',
    metrics: [
      'payments authorization_failure_ratio 0.02 step@63 0.83',
      'subscriptions renewal_failure_ratio 0.01 step@64 0.79',
      'shop checkout_error_ratio 0.01 step@65 0.6',
    ],
    logs: [
      '63/1 payments error POST https://api.pay.example/v71/payments: 503 Service Unavailable',
      '64/2 subscriptions error POST https://api.pay.example/v71/recurring: 503 Service Unavailable',
      '65/2 shop error payments returned 502',
    ],
    commits: [
      {
        key: 'timeout',
        at: 40,
        file: 'services/payments/config.json',
        message: 'payments: shorter provider timeout',
        diff: `
@@ "provider": {
-    "timeoutMs": 20000
+    "timeoutMs": 15000
   }`,
      },
    ],
    deploys: ['58 payments timeout'],
    truth: { commit: null, first: 'payments', blast: ['subscriptions', 'shop'], remedy: 'escalate-upstream' },
  },
  {
    name: 'names of hosts cannot be resolved',
    alert: '64 search upstream_error_ratio 0.64: search cannot reach its index',
    metrics: ['search upstream_error_ratio 0.003 step@57 0.64', 'profiles upstream_error_ratio 0.002 step@57 0.6'],
    logs: [
      '57/1 search error dial tcp: lookup index.search.svc.cluster.local on 10.96.0.10:53: i/o timeout',
      '57/1 profiles error getaddrinfo EAI_AGAIN users.profiles.svc.cluster.local',
    ],
    commits: [
      {
        key: 'connect',
        at: 50,
        file: 'services/search/config.yaml',
        message: 'search: shorter connect timeout',
        diff: `
@@ upstream:
-  connect_timeout: 2s
+  connect_timeout: 1s`,
      },
      {
        key: 'url',
        at: 54,
        file: 'services/search/index_client.go',
        message: 'search: address of the index in a helper',
        diff: `
@@ func (c *Client) url(q string) string {
-	return "http://index.search.svc.cluster.local/q?" + q
+	return c.base.JoinPath("q").String() + "?" + q
 }`,
      },
    ],
    deploys: ['52 search connect', '56 search url'],
    truth: { commit: null, first: 'search', blast: ['profiles'], remedy: 'escalate-upstream' },
  },
  {
    name: 'plan of the geocoder used up',
    alert: '70 addresses validation_failure_ratio 0.97: addresses cannot be checked',
    metrics: ['addresses validation_failure_ratio 0.02 step@64 0.97', 'addresses requests_per_second 14 flat'],
    logs: ['64/1 addresses error geocoder https://maps.geo.example/v1/lookup: 403 monthly quota of plan exhausted'],
    commits: [
      {
        key: 'suffix',
        at: 55,
        file: 'services/addresses/normalise.go',
        message: 'addresses: street suffixes',
        diff: `
@@ func normalise(s string) string {
-	s = strings.ToLower(s)
+	s = expandSuffix(strings.ToLower(s))`,
      },
    ],
    deploys: ['63 addresses suffix'],
    truth: { commit: null, first: 'addresses', blast: [], remedy: 'escalate-upstream' },
  },
  {
    name: 'transcoder placed beside the recommender',
    alert: '72 recs latency_p99_ms 2600: recs is slow',
    metrics: [
      'recs latency_p99_ms 80 step@62 2600',
      'recs requests_per_second 140 flat',
      'recs container_cpu_cfs_throttled_seconds 0.03 step@62 6.5',
      'node-b7 node_cpu_utilization_ratio 0.4 step@61 0.98',
      'video-transcode container_cpu_usage_cores 0.1 step@61 7.2',
    ],
    logs: ['60 kube-scheduler info Successfully assigned media/video-transcode-7xk2p to node-b7'],
    commits: [
      {
        key: 'candidates',
        at: 58,
        file: 'services/recs/config.yaml',
        message: 'recs: a few more candidates',
        diff: `
@@ recs:
-candidates: 400
+candidates: 450`,
      },
    ],
    deploys: ['60 recs candidates'],
    truth: { commit: null, first: 'recs', blast: [], remedy: 'reschedule' },
  },
  {
    name: 'token refused for its time is no certificate',
    alert: '58 stock http_401_ratio 0.14: stock refuses calls',
    metrics: ['stock http_401_ratio 0.001 step@50 0.14', 'pickers sync_failures_ratio 0.004 step@51 0.15'],
    logs: ['50/1 stock warn token rejected: the token is not yet valid (iat)', '51/2 pickers error stock sync failed: 401'],
    commits: [
      {
        key: 'culprit',
        at: 43,
        file: 'services/stock/auth.py',
        message: 'stock: plain options for tokens',
        diff: `
@@ def claims(token):
-    return jwt.decode(token, KEY, algorithms=['RS256'], leeway=60)
+    return jwt.decode(token, KEY, algorithms=['RS256'])`,
      },
    ],
    deploys: ['49 stock culprit'],
    truth: { commit: 'culprit', first: 'stock', blast: ['pickers'], remedy: 'rollback' },
  },
]
