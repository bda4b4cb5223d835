import { FARE_COMPANY, openDesk } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'

/** A release opens the file of tariffs at each request and never closes it, under a limit of open files. */
export const descriptorsUsedUp: RealCase = {
  ...FARE_COMPANY,
  id: 'descriptors-used-up',
  kind: 'host',
  fix: ['app/Service/fares', 'repo/Commit/8451e40284f1'],
  mechanism: 'descriptor|open.?files|file|leak|release|regress|code|limit|exhaust',
  near: ['desk'],
  question: 'No prices are shown any more. What is the first cause?',
  start: async (stage) => {
    const tariffs = stage.file('tariffs.json', '{"season": 7, "adult": 21.5, "child": 9.0, "bicycle": null}\n')
    await stage.program('fares', { options: { tariffs }, before: ['prlimit', '--nofile=120:120'] })
    await openDesk(stage, { '/quote': `http://fares:${stage.port('fares')}` })
  },
  change: (stage) =>
    stage.release(
      'fares',
      {
        version: 'v4.2.0',
        author: 'jorun',
        message: 'fares: read the tariffs at each request, so that new ones count at once',
        files: ['fares/tariffs.go'],
        diff: `--- a/fares/tariffs.go
+++ b/fares/tariffs.go
@@ -9,3 +9,6 @@ func (t *Tariffs) Price(q Quote) (Money, error) {
-	return t.cached.price(q)
+	f, err := os.Open(t.path)
+	if err != nil {
+		return 0, err
+	}
+	return decode(f).price(q)
 }
`,
      },
      { leaks: 'yes' },
    ),
}
