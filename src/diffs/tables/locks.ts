import { vocabulary } from '../words.ts'

/** Makes others wait: lets one at a time pass. */
export const LOCKS = vocabulary([
  ['Go sync', '*Mutex | .*Lock( | singleflight*', 'mu sync.RWMutex'],
  ['Java java.util.concurrent.locks', 'synchronized | ReentrantLock | ReadWriteLock', 'synchronized (this) {'],
  ['C# lock statement', /\block\s*\(\w+\)/i, 'lock (_gate)'],
  ['Python threading, asyncio', 'with ...lock | acquire( | *.RLock', 'with self._lock:'],
  ['SQL SELECT', '*for_update* | lock table | serializable', 'select_for_update()'],
  ['PostgreSQL advisory locks', '*advisory_lock*', 'SELECT pg_advisory_lock(4)'],
  ['Redis distributed locks', 'setnx | redlock', 'redis.setnx(key, me)'],
])
/** Several may use it at once without a lock. */
export const SHAREABLE = vocabulary([
  ...LOCKS.ways,
  ['Java java.util.concurrent', 'Concurrent* | CopyOnWrite* | Atomic*', 'ConcurrentHashMap'],
  ['Go sync', 'sync.Map', 'var seen sync.Map'],
  ['C# System.Threading', 'Interlocked.*', 'Interlocked.Increment(ref seen)'],
  ['Spring, Django, Prisma transactions', '@Transactional | .transaction(', '@Transactional'],
])
