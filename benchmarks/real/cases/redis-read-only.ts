import { openSeatCompany, SEAT_COMPANY } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { redisCli, SEAT_STORE, startRedis } from '../servers/redis.ts'

const OTHER = 'seat-store-b'

/** The replica is made the primary, and the old primary its replica; one client follows, the other goes on writing to the old one. */
export const redisReadOnly: RealCase = {
  ...SEAT_COMPANY,
  id: 'redis-read-only',
  kind: 'cache',
  fix: ['app/Service/seats', 'app/Service/seat-store'],
  mechanism: 'read.?only|replica|failover|primary|role|config|address',
  near: ['seat-store'],
  question: 'Nobody can hold a seat any more, though seats can be looked at. What is the first cause?',
  start: async (stage) => {
    await openSeatCompany(stage)
    await startRedis(stage, OTHER, { replicaof: `127.0.0.1 ${stage.port(SEAT_STORE)}` })
  },
  change: async (stage) => {
    await redisCli(stage, OTHER, 'replicaof', 'no', 'one')
    await redisCli(stage, SEAT_STORE, 'replicaof', '127.0.0.1', String(stage.port(OTHER)))
    await stage.release(
      'lounge',
      {
        version: '0.9.3',
        author: 'ines',
        message: 'lounge: follow the seat store to its new primary',
        files: ['lounge/deploy/values.yaml'],
        diff: `--- a/lounge/deploy/values.yaml
+++ b/lounge/deploy/values.yaml
@@ -2,1 +2,1 @@
-store: redis://seat-store
+store: redis://seat-store-b
`,
      },
      { store: `redis://${OTHER}:${stage.port(OTHER)}` },
    )
  },
}
