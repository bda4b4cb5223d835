import type { Shape } from './shape.ts'

/** Shapes that cost something. More of them than before is a new cost. */
export const COSTING: readonly Shape[] = [
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
      /\bgo func\b|\bgo \w+[.(]|context\.(?:Background|TODO)\(\)|new Thread\(|Thread\.new|threading\.Thread\(|newThread|setInterval\(|executors?\.new|Executors\.new|tokio::spawn|thread::spawn|asyncio\.create_task|ensure_future|GlobalScope\.launch|addEventListener\(|\.on\(\s*["']|\.subscribe\(|new (?:Http|Web|Kafka|Mongo|Redis|S3)?Client\(|&?http\.(?:Client|Transport)\{|OkHttpClient(?:\.Builder)?\(|new RestTemplate\(|WebClient\.(?:create|builder)|axios\.create\(|grpc\.(?:Dial|NewClient)\(|redis\.NewClient\(|pgxpool\.New|MongoClient\(|httpx?\.(?:Async)?Client\(|ClientSession\(|new HttpClient\(|sql\.Open\(|createConnection\(|createPool\(/,
    clarity: 0.55,
    text: 'something that lives on is started on every call',
  },
  {
    kind: 'resource_leak',
    pattern: /@Transactional\b(?!\(readOnly)|@transaction\.atomic|@transactional\b/,
    clarity: 0.6,
    text: 'a whole function now holds a connection and its transaction',
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
      /\bretry\b.{0,200}\b(?:forever|infinite|unlimited)|while .{0,200}(?:retry|attempt)|for\s*\{\s*$.*retry|@Retryable|retry\.Do|with_?retries|backoff\.Retry|RetryPolicy|autoretry/i,
    clarity: 0.5,
    text: 'retries were added',
  },
  {
    kind: 'config_required',
    pattern:
      /os\.environ\[["']|os\.Getenv\(|mustGetenv|MustEnv|requireEnv|process\.env\.[A-Z]|process\.env\[|ENV\.fetch\(|env\.required|@Value\("\$\{[^:}$]+\}"\)|getRequired|\bvalueFrom\b|secretKeyRef|configMapKeyRef/,
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
      /\b(?:log|logger|LOG|logging|console)\.(?:Debug|debug|trace|Trace|info|Info|log|Printf?|Println)\b|LogLevel\.(?:DEBUG|TRACE)|setLevel\((?:logging\.)?(?:DEBUG|TRACE)|RUST_LOG=debug|dump\w{0,40}\((?:req|resp|body|payload)/,
    clarity: 0.35,
    text: 'log lines were added',
  },
  {
    kind: 'cardinality_raised',
    pattern:
      /(?:WithLabelValues|\.labels?\(|tags?\(|LabelNames|labelNames|Tag\.of|add_tag|\[\]string\{).{0,200}(?:user|session|request|trace|order|customer|account|tenant|email|url|path|uuid|_?id)\b/i,
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
    kind: 'work_in_loop',
    pattern: /SerializerMethodField|@ResolveField|@FieldResolver|dataFetcher\(/,
    clarity: 0.7,
    text: 'a field is now worked out for each item',
  },
  {
    kind: 'query_unbounded',
    pattern: /\bOFFSET\s+(?:\$|:|\?|%|\d)|\.offset\(|\.skip\(/i,
    clarity: 0.7,
    text: 'pages are found by counting from the start',
  },
  {
    kind: 'migration_locking',
    pattern:
      /ALTER TABLE|CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)|LOCK TABLE|VACUUM FULL|REINDEX (?!.{0,1000}CONCURRENTLY)|ADD CONSTRAINT|SET NOT NULL|\bUPDATE \w+ SET\b(?!.{0,1000}WHERE)|\bDELETE FROM \w+\s*;?$|add_column|alter_column|change_column|add_index/i,
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
  {
    kind: 'parse_changed',
    pattern:
      /DisallowUnknownFields|FAIL_ON_UNKNOWN\w{0,60}\s*,\s*true|extra\s*=\s*["']?forbid|\.strict\(\)|additionalProperties["']?\s*:\s*false|deny_unknown_fields|unknown\s*=\s*RAISE/,
    clarity: 0.85,
    text: 'input with anything unknown in it is now refused',
  },
  {
    kind: 'costly_work',
    pattern: /\.keys\(\s*["'`][^"'`]*\*|["'`]KEYS["'`\s]|\bFLUSHALL\b|\bFLUSHDB\b|\.scan_?all\(/i,
    clarity: 0.8,
    text: 'a store is searched from end to end',
  },
  {
    kind: 'address_changed',
    pattern: /kind:\s*(?:Cilium(?:Clusterwide)?)?NetworkPolicy\b|kind:\s*AuthorizationPolicy\b|policyTypes:/,
    clarity: 0.8,
    text: 'only what a new policy names may pass',
  },
  {
    kind: 'costly_work',
    pattern:
      /\((?:[^()\\]|\\.){0,200}[+*]\)[+*]|\.\*.{0,60}\.\*.{0,60}\.\*|deep_?[cC]opy|cloneDeep|structuredClone|O\(n\^?2\)|Levenshtein|levenshtein|ORDER BY RAND/,
    clarity: 0.7,
    text: 'work that costs much more than its input is long was added',
  },
  {
    kind: 'resource_leak',
    pattern:
      /Disable_?KeepAlives?\s*[:=]\s*true|keep_?-?alive["']?\s*[:=]\s*["']?(?:false|off|0|no)|["']?Connection["']?\s*[:,=]\s*["']close|FORBID_REUSE|force_?close/i,
    clarity: 0.85,
    text: 'each call now opens a connection of its own',
  },
]
