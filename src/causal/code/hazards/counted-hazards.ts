import type { Hazard, HazardKind } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

interface Shape {
  readonly kind: HazardKind
  readonly pattern: RegExp
  readonly clarity: number
  readonly text: string
}

// Shapes that protect something. A commit that leaves fewer of them than it found took the protection away; one that only
// rewrites the line around them leaves their number as it was.
const PROTECTING: readonly Shape[] = [
  {
    kind: 'lock_removed',
    pattern:
      /\b(?:sync\.(?:RW)?Mutex|\.R?(?:Un)?[Ll]ock\(|synchronized\b|ReentrantLock|ReadWriteLock|threading\.R?Lock|asyncio\.Lock|Mutex(?:<|::new|\()|lock\s*\(\w+\)|with (?:self\.)?_?\w*lock\b|ConcurrentHashMap|ConcurrentDictionary|CopyOnWrite\w+|sync\.Map|Atomic(?:Integer|Long|Reference|Bool)\w*|atomic\.\w+|Interlocked\.|singleflight|for update|select_for_update|@Transactional|\.transaction\(|BEGIN;?$|SERIALIZABLE|advisory_lock|setnx|redlock)/i,
    clarity: 0.9,
    text: 'a lock was removed',
  },
  {
    kind: 'resource_leak',
    pattern:
      /\.(?:Close|close|Release|release|dispose|Dispose|disconnect|shutdown|Shutdown|destroy|Stop|unsubscribe|removeListener|removeEventListener|putConn|returnObject)\(|defer \w*(?:cancel|close|release|stop)\w*\(|\bclear(?:Interval|Timeout)\(|\bwith (?:open|closing|\w+\.(?:connect|cursor|session))\(|\busing\s*\(|try\s*\((?:var|final|[A-Z])|\bcancel\(\)|\bfinally\b|@PreDestroy|contextmanager/,
    clarity: 0.85,
    text: 'a resource is no longer released',
  },
  {
    kind: 'resilience_removed',
    pattern:
      /retry|retries|back_?off|fallback|circuit_?breaker|hystrix|resilience4j|tenacity|\bbulkhead\b|on_?error_?resume|hedge|failover/i,
    clarity: 0.6,
    text: 'a retry, fallback or breaker was removed',
  },
  {
    kind: 'timeout_removed',
    pattern:
      /WithTimeout|WithDeadline|setTimeout(?:Millis)?\(\w*\d|\btimeout\s*[=:]|\.timeout\(|readTimeout|connectTimeout|AbortSignal\.timeout|wait_for\(|statement_timeout|socket_timeout/i,
    clarity: 0.7,
    text: 'a timeout was removed',
  },
  {
    kind: 'call_removed',
    pattern:
      /\.(?:commit|ack|Ack|acknowledge|basicAck|basic_ack|commitSync|commit_offset|flush|Flush|fsync|Sync|invalidate|evict|purge|delete_many|publish|emit|notify|rollback|Wait|join)\(|cache\.(?:delete|del|remove|invalidate)\(|@CacheEvict|\bawait\s|[Ii]dempoten|[Dd]edup|\bunlink\(|os\.Remove|truncate|rotate/,
    clarity: 0.7,
    text: 'a call that completes the work was removed',
  },
  {
    kind: 'auth_changed',
    pattern:
      /authori[sz]e|authenticate|requireAuth|require_?role|@PreAuthorize|@Secured|checkPermission|has_?permission|verify(?:Token|Signature|_token|_jwt)|login_required|bearer|Authorization|set_?credentials|withCredentials/i,
    clarity: 0.75,
    text: 'an authorization step was removed',
  },
  {
    kind: 'batching_removed',
    pattern:
      /batch|bulk|multi_?get|\bmget\b|mset|prefetch|preload|select_related|joinedload|eager_?load|\.includes\(|executemany|execute_values|DataLoader|saveAll|insert_?many|findAllById|Promise\.all|errgroup|gather\(|pipeline\(|\bIN \(|= ANY\(|chunk(?:s|ed|Items)?\(/i,
    clarity: 0.85,
    text: 'calls are no longer grouped',
  },
  {
    kind: 'cache_weakened',
    pattern:
      /cache\.(?:get|fetch|getOrLoad|computeIfAbsent|read)|@Cacheable|lru_cache|@cache\b|memoi[sz]e|useMemo|singleflight|Cache-Control|s-maxage|redis\.get|memcache|from_?cache|\.cached\(/i,
    clarity: 0.8,
    text: 'a cache was taken out of the path',
  },
]

// Shapes that cost something. More of them than before is a new cost.
const COSTING: readonly Shape[] = [
  {
    kind: 'blocking_added',
    pattern:
      /\b(?:time\.[Ss]leep|Thread\.sleep|sleep\(\d|Task\.Delay|usleep|readFileSync|writeFileSync|execSync|pbkdf2Sync|bcrypt\w*Sync|\.block\(\)|\.blockingGet|\.join\(\)\.get|\.Result\b|\.GetAwaiter\(\)|run_until_complete|requests\.(?:get|post)\(|http\.Get\(|bcrypt|scrypt|fsync\()/,
    clarity: 0.6,
    text: 'blocking work was added',
  },
  {
    kind: 'resource_leak',
    pattern:
      /\bgo func\b|\bgo \w+[.(]|context\.(?:Background|TODO)\(\)|new Thread\(|Thread\.new|threading\.Thread\(|newThread|setInterval\(|executors?\.new|Executors\.new|tokio::spawn|thread::spawn|asyncio\.create_task|ensure_future|GlobalScope\.launch|addEventListener\(|\.on\(\s*["']|\.subscribe\(|new (?:Http|Web|Kafka|Mongo|Redis|S3)?Client\(|httpx?\.(?:Async)?Client\(|ClientSession\(|new HttpClient\(|sql\.Open\(|createConnection\(|createPool\(/,
    clarity: 0.55,
    text: 'something that lives on is started on every call',
  },
  {
    kind: 'lock_added',
    pattern:
      /\.R?Lock\(\)|synchronized\b|with (?:self\.)?_?\w*lock\b|ReentrantLock|for update|select_for_update|LOCK TABLE|SERIALIZABLE|asyncio\.Lock|acquire\(\)|lock\s*\(\w+\)/i,
    clarity: 0.6,
    text: 'a lock was added',
  },
  {
    kind: 'retry_raised',
    pattern:
      /\bretry\b.*\b(?:forever|infinite|unlimited)|while .*(?:retry|attempt)|for\s*\{\s*$.*retry|@Retryable|retry\.Do|with_?retries|backoff\.Retry|RetryPolicy|autoretry/i,
    clarity: 0.5,
    text: 'retries were added',
  },
  {
    kind: 'config_required',
    pattern:
      /os\.environ\[["']|os\.Getenv\(|mustGetenv|MustEnv|requireEnv|process\.env\.[A-Z]|process\.env\[|ENV\.fetch\(|env\.required|@Value\("\$\{[^:}]+\}"\)|getRequired|\bvalueFrom\b|secretKeyRef|configMapKeyRef/,
    clarity: 0.55,
    text: 'a setting is now required',
  },
  {
    kind: 'throw_added',
    pattern:
      /\bpanic\(|\braise \w+|\bthrow (?:new )?\w+|log\.Fatal|os\.Exit\(|process\.exit\(|System\.exit\(|\bassert\b|unwrap\(\)|\.expect\(|checkNotNull|error\("|Objects\.requireNonNull|Preconditions\.|abort\(/,
    clarity: 0.45,
    text: 'the code can now fail on purpose',
  },
  {
    kind: 'log_volume_raised',
    pattern:
      /\b(?:log|logger|LOG|logging|console)\.(?:Debug|debug|trace|Trace|info|Info|log|Printf?|Println)\b|LogLevel\.(?:DEBUG|TRACE)|setLevel\((?:logging\.)?(?:DEBUG|TRACE)|RUST_LOG=debug|dump\w*\((?:req|resp|body|payload)/,
    clarity: 0.35,
    text: 'log lines were added',
  },
  {
    kind: 'cardinality_raised',
    pattern:
      /(?:WithLabelValues|\.labels?\(|tags?\(|LabelNames|labelNames|Tag\.of|add_tag|\[\]string\{).*(?:user|session|request|trace|order|customer|account|tenant|email|url|path|uuid|_?id)\b/i,
    clarity: 0.6,
    text: 'a label with one value per user or request was added to a metric',
  },
  {
    kind: 'index_dropped',
    pattern:
      /DROP INDEX|drop_?index|remove_index|LIKE\s+'%|ILIKE|(?:LOWER|UPPER|DATE|CAST|COALESCE|TO_CHAR|SUBSTR)\(\s*[\w.]+\s*\)\s*(?:=|IN|LIKE|<|>)|ORDER BY RAND|NOT IN \(SELECT|IGNORE INDEX|IgnoreIndex|\$regex|\$where/i,
    clarity: 0.85,
    text: 'a query can no longer use its index',
  },
  {
    kind: 'migration_locking',
    pattern:
      /ALTER TABLE|CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)|LOCK TABLE|VACUUM FULL|REINDEX (?!.*CONCURRENTLY)|ADD CONSTRAINT|SET NOT NULL|\bUPDATE \w+ SET\b(?!.*WHERE)|\bDELETE FROM \w+\s*;?$|add_column|alter_column|change_column|add_index/i,
    clarity: 0.7,
    text: 'a migration locks a table while it runs',
  },
  {
    kind: 'tls_changed',
    pattern:
      /MinVersion:\s*tls\.VersionTLS13|TLSv1\.3|TLSv1_3|ssl_minimum|InsecureSkipVerify|rejectUnauthorized|verify\s*=\s*|client_?auth|RequireAndVerify|mtls|STRICT\b|pinned|sslmode/i,
    clarity: 0.6,
    text: 'the terms of encrypted connections changed',
  },
]

/** Hazards told by counting: fewer protections, or more costs, than before. One per kind and file. */
export function countedHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind === 'manifest') return []
  const lost = PROTECTING.flatMap((shape) => surplusOf(shape, { more: file.removed, less: file.added, sign: '-', path: file.diff.path }))
  const gained = COSTING.flatMap((shape) => surplusOf(shape, { more: file.added, less: file.removed, sign: '+', path: file.diff.path }))
  return [...lost, ...gained]
}

interface Sides {
  readonly more: readonly string[]
  readonly less: readonly string[]
  readonly sign: '+' | '-'
  readonly path: string
}

function surplusOf(shape: Shape, { more, less, sign, path }: Sides): readonly Hazard[] {
  const here = more.filter((line) => shape.pattern.test(line))
  const there = less.filter((line) => shape.pattern.test(line))
  const shown = here[0]
  if (shown === undefined || here.length <= there.length) return []
  // Some of the shapes left on the other side means a rewrite as well as a removal, which is less plain.
  const clarity = there.length === 0 ? shape.clarity : shape.clarity * 0.6
  return [
    { kind: shape.kind, path, text: `${shape.text}: ${shown.trim().slice(0, 120)}`, quote: `${sign}${shown}`, clarity, amounts: null },
  ]
}
