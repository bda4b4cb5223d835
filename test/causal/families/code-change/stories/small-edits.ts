import type { Story } from './story.ts'

/** One token, one line or one address: edits that nobody would look at twice. */
export const SMALL_EDITS: readonly Story[] = [
  {
    name: 'range reaches one too far',
    alert: '58 payroll run_errors_total 40: payroll run fails',
    metrics: ['payroll run_errors_total 0 ramp@50 140', 'people payslip_missing_ratio 0.001 step@53 0.08'],
    logs: ['50/2 payroll error IndexError: list index out of range (pages.py:19)'],
    commits: [
      {
        key: 'culprit',
        at: 44,
        file: 'services/payroll/pages.py',
        message: 'payroll: the last page as well',
        diff: `
@@ def page(rows, n):
-    for i in range(0, len(rows)):
+    for i in range(0, len(rows) + 1):
         yield rows[i]`,
      },
      {
        key: 'table',
        at: 47,
        file: 'services/payroll/tax.py',
        message: 'payroll: table of this year',
        diff: `
@@ tax
-TABLE = 'tax-2030.csv'
+TABLE = 'tax-2031.csv'`,
      },
    ],
    deploys: ['49 payroll table'],
    truth: { commit: 'culprit', first: 'payroll', blast: [], remedy: 'rollback' },
  },
  {
    name: 'rows locked in the order of the basket',
    alert: '68 stock http_5xx_ratio 0.16: stock fails',
    metrics: ['stock http_5xx_ratio 0.001 step@60 0.16', 'stock-db deadlocks_per_min 0 step@60 22'],
    logs: ['60/2 stock error deadlock detected (SQLSTATE 40P01)'],
    commits: [
      {
        key: 'culprit',
        at: 52,
        file: 'services/stock/reserve.go',
        message: 'stock: reserve as the basket lists it',
        diff: `
@@ func (s *Svc) Reserve(tx *sql.Tx, lines []Line) error {
-	sort.Slice(lines, func(i, j int) bool { return lines[i].SKU < lines[j].SKU })
 	for _, l := range lines {
 		tx.Exec("UPDATE stock SET qty = qty - $1 WHERE sku = $2", l.Qty, l.SKU)`,
      },
      {
        key: 'page',
        at: 56,
        file: 'services/stock/page.go',
        message: 'stock: page of lines in a helper',
        diff: `
@@ func show(r Row) Page {
-	return Page{ID: r.ID, Lines: r.Lines}
+	return toPage(r)`,
      },
    ],
    deploys: ['58 stock page'],
    truth: { commit: 'culprit', first: 'stock', blast: [], remedy: 'rollback' },
  },
  {
    name: 'address that no resolver knows',
    alert: '58 basket upstream_error_ratio 0.9: basket cannot reach pricing',
    metrics: ['basket upstream_error_ratio 0.002 step@50 0.97', 'pricing requests_per_second 200 step@50 2'],
    logs: ['50/1 basket error dial tcp: lookup pricing.prod.internal: no such host'],
    commits: [
      {
        key: 'culprit',
        at: 45,
        file: 'deploy/basket/values-prod.yaml',
        message: 'basket: one address for each stage',
        diff: `
@@ env:
-  PRICING_URL: http://pricing.shop.svc:8080
+  PRICING_URL: http://pricing.prod.internal:8080
   LOG_LEVEL: info`,
      },
      {
        key: 'lines',
        at: 47,
        file: 'services/basket/lines.go',
        message: 'basket: share price lines',
        diff: `
@@ func lines() {
-	l := Line{SKU: s, Qty: q}
+	l := newLine(s, q)`,
      },
    ],
    deploys: ['49 basket lines'],
    truth: { commit: 'culprit', first: 'basket', blast: [], remedy: 'config-revert' },
  },
]
