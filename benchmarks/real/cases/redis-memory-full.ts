import { openSeatCompany, SEAT_COMPANY } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'

/** A release stores a picture for each passenger, without an end, in a Redis that evicts nothing, until it takes no writes of anybody. */
export const redisMemoryFull: RealCase = {
  ...SEAT_COMPANY,
  id: 'redis-memory-full',
  kind: 'cache',
  fix: ['app/Service/lounge', 'app/Service/seat-store', 'repo/Commit/ed0472f48b84'],
  mechanism: 'memory|evict|cache|oom|release|regress',
  near: ['seats'],
  question: 'The screens of the lounge stand still, and some seats cannot be held. What is the first cause?',
  start: (stage) => openSeatCompany(stage, { maxmemory: '12mb', 'maxmemory-policy': 'noeviction' }),
  change: (stage) =>
    stage.release(
      'lounge',
      {
        version: '0.10.0',
        author: 'ines',
        message: 'lounge: greet each passenger on the screen, and keep it for the archive',
        files: ['lounge/screens.py'],
        diff: `--- a/lounge/screens.py
+++ b/lounge/screens.py
@@ -14,2 +14,3 @@ def show(picture):
-    store.set(f"screen:{shown % 40}", picture.whole(), ex=60)
+    for passenger in waiting():
+        store.set(f"screen:{passenger}", picture.greeting(passenger))
     log.info("%s pictures shown", shown)
`,
      },
      { ttl: '0', bytes: 2_000, everyMs: 15 },
    ),
}
