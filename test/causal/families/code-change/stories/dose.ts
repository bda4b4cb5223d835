import type { Story } from './story.ts'

/** Changes that show by how much: of a client's interval at its server, of a broker's patience at its workers. */
export const DOSE: readonly Story[] = [
  {
    name: 'clients ask twelve times as often',
    alert: '72 berths cpu_utilization_ratio 0.97: berths is out of processor',
    metrics: [
      'berths requests_per_sec 150 step@52 1800',
      'berths cpu_utilization_ratio 0.2 step@54 0.97',
      'berths http_503_ratio 0.0003 step@66 0.25',
      'harbour-map fetch_error_ratio 0.001 step@67 0.2',
      'harbour-map active_sessions 4000 flat',
    ],
    logs: ['66/2 berths warn load shedding: rejecting with 503', '67/2 harbour-map error GET berths/v1/berths failed: 503'],
    spans: ['70 harbour-map|poll|2000|503 > berths|GET /v1/berths|1990|503'],
    commits: [
      {
        key: 'culprit',
        at: 44,
        file: 'apps/harbour-map/src/use-berths.ts',
        message: 'harbour-map: fresher map',
        diff: `
@@ export function useBerths() {
-const REFRESH_MS = 60_000
+const REFRESH_MS = 5_000`,
      },
      {
        key: 'mapper',
        at: 60,
        file: 'services/berths/src/handler.ts',
        message: 'berths: mapper inline',
        diff: `
@@ export function berth(row) {
-  return toBerth(row)
+  return { id: row.id, free: row.free }`,
      },
    ],
    deploys: ['51 harbour-map culprit', '62 berths mapper'],
    truth: { commit: 'culprit', first: 'berths', blast: ['harbour-map'], remedy: 'rollback' },
  },
  {
    name: 'messages handed out again while still in work',
    alert: '58 stamps redelivered_per_min 90: stamps does its work twice',
    metrics: ['stamps redelivered_per_min 0.4 ramp@50 90', 'register http_409_ratio 0.001 ramp@51 0.4'],
    logs: [
      '50/2 stamps warn task stamp.print redelivered by broker, first delivery still running after 80s',
      '51/2 register error duplicate idempotency key: entry already pending',
    ],
    spans: ['55 stamps|print|200|409 > register|POST /entries|40|409'],
    commits: [
      {
        key: 'culprit',
        at: 40,
        file: 'stamps/broker.py',
        message: 'stamps: broker options as in staging',
        diff: `
@@ transport_options = {
-    'visibility_timeout': 1800,
+    'visibility_timeout': 30,`,
      },
      {
        key: 'field',
        at: 44,
        file: 'register/entries.py',
        message: 'register: country of an entry',
        diff: `
@@ def show(e):
-    return {'id': e.id, 'sum': e.sum}
+    return {'id': e.id, 'sum': e.sum, 'country': e.country}`,
      },
    ],
    deploys: ['42 stamps culprit', '46 register field'],
    truth: { commit: 'culprit', first: 'stamps', blast: ['register'], remedy: null },
  },
]
