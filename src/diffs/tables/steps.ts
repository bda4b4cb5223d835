import { vocabulary } from '../words.ts'

/** Keeps something where others will look for it. */
export const STORES = vocabulary([
  ['SQL', 'insert | update', 'INSERT INTO orders'],
  ['ORMs', 'insert( | save*( | persist( | commit( | transaction( | create( | update( | upsert(', 'saveAll(x)'],
  ['stores', 'put( | write( | store( | flush(', 'bucket.put(x)'],
])
/** Tells others about it, or says that it is done. */
export const ANNOUNCES = vocabulary([
  ['events', 'publish*( | emit*( | send*( | enqueue*( | notify*( | produce*( | dispatch*( | broadcast*(', 'publishAll(x)'],
  ['AMQP, Kafka acknowledgement', 'ack*( | commitSync*( | commit_offset*( | basic_ack*(', 'acknowledge(x)'],
])
/** Ends what was begun; whoever leaves before that leaves it open. */
export const COMPLETES = vocabulary([
  ['AMQP, Kafka, SQS', '.ack*( | .basic_ack( | .commit*( | .complete*( | .delete_message( | *mark_done( | *task_done(', 'm.acknowledge()'],
])
/** Gives back what was taken. */
export const RELEASES = vocabulary([
  ['Go sync, io', '.*unlock( | .release( | .close( | .done(', 'mu.RUnlock()'],
  ['C# IDisposable, pools', '.dispose( | .put_conn( | .return_object( | .disconnect(', 'p.putConn(x)'],
])
/** Done on every way out, wherever that is. */
export const ON_EVERY_WAY = vocabulary([
  ['Go, Java, C#, Ruby, Python', 'defer | finally | ensure | using | with | try (', 'try (var x = open()) {'],
])
/** Takes a lock for the block below it. */
export const LOCKS_BLOCK = vocabulary([
  ['Python with', /\bwith\s+[\w.]{0,80}(?:lock|mutex)\w*(?:\(\))?\s*:/i, 'with self._lock: | with mutex:'],
  ['Java, C#', /\bsynchronized\s*\(|\block\s*\([\w.]+\)\s*\{?$/i, 'synchronized (this) { | lock (gate)'],
  ['Ruby, Kotlin', /\.(?:synchronize|with_lock)\b.{0,200}\bdo\b|\bwithLock\s*\{/, 'm.synchronize do | seat.with_lock do | m.withLock {'],
])
/** Takes a lock until it is given back by a call. */
export const LOCKS_ON = vocabulary([
  ['Go, Java, Rust, Python', /\.(?:r|w|try)?lock\(\)|\.acquire\(\)/i, 'mu.lock() | mu.RLock() | mu.wlock() | mu.tryLock() | s.acquire()'],
])
export const UNLOCKS = vocabulary([
  ['Go, Java, Python', /\.(?:r|w)?unlock\(\)|\.release\(\)/i, 'mu.Unlock() | mu.RUnlock() | mu.wunlock() | s.release()'],
])
/** Takes a lock of a row, a table or an object. */
export const ACQUIRES = vocabulary([
  ['SQL SELECT FOR UPDATE, ORMs', '*for_update | *with_lock | *lock_row | *lock_table | *lockFor*(', 'FOR UPDATE'],
  ['Go sync, Java, Python', /(?:^|[.\w])(?:r?lock|acquire)\s*\(|\bsynchronized\b/i, 'a.lock() | s.acquire() | synchronized (a) {'],
])

/** Starts work that runs beside what started it. */
export const BESIDE = vocabulary([
  ['Go statements', /\bgo (?:func\b|\w+[.(])/, 'go func() { | go send(order)'],
  ['Java Thread, Executors', 'new Thread( | Executors.new* | .submit* | .execute(()', 'pool.submit(job)'],
  ['Java CompletableFuture, Spring @Async', 'runAsync | supplyAsync | @Async | CompletableFuture', 'CompletableFuture.runAsync(job)'],
  ['Python threading, asyncio', 'threading.Thread( | create_task | ensure_future', 'asyncio.create_task(f())'],
  ['Kotlin, Tokio, .NET, Ruby', 'launch { | GlobalScope.launch | *::spawn | Task.Run | Thread.new', 'tokio::spawn'],
])
/** Hands work to others that do it later. */
export const LATER = vocabulary([
  ['Celery, Sidekiq', '.delay( | apply_async | perform_later | perform_async | deliver_later', 'apply_async(9)'],
  ['Node.js, workers', 'setImmediate | waitUntil( | *enqueue*( | add_task(', 'enqueueMail('],
])
/** Lives on until somebody ends it. */
export const LIVING_ON = vocabulary([
  ['Go context', 'context.Background() | context.TODO()', 'context.TODO()'],
  ['timers and listeners', `setInterval( | addEventListener( | .on(' | .on(" | .subscribe(`, "bus.on('m', f)"],
  ['Go clients', '*http.Client{ | *http.Transport{ | grpc.Dial( | grpc.NewClient( | redis.NewClient( | pgxpool.New', '&http.Client{}'],
  ['Java clients', 'OkHttpClient*( | new RestTemplate( | WebClient.create | WebClient.builder', 'OkHttpClient()'],
  ['JavaScript, C#, Python clients', 'new ...Client( | axios.create( | *.AsyncClient( | ClientSession( | MongoClient(', 'new S3Client('],
  ['drivers', 'sql.Open( | createConnection( | createPool(', 'createPool(x)'],
])

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
