import { vocabulary } from '../words.ts'

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
