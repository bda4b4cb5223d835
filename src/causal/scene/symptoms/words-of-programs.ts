import type { Words } from './words.ts'

/** What programs say of their own code and data. */
export const WORDS_OF_PROGRAMS = {
  deadline: [
    [
      /deadline.?exceeded/i,
      'gRPC status DEADLINE_EXCEEDED; Go context',
      'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    ],
    [/context canceled/i, 'Go context', 'Post "http://cart": context canceled'],
    [/timed?.?out/i, 'POSIX ETIMEDOUT; Java, Python, Node', 'read tcp 10.0.0.4:5432: connection timed out'],
    [
      /timeout/i,
      'Java SocketTimeoutException; PostgreSQL statement_timeout; RFC 9110 Gateway Timeout',
      'canceling statement due to statement timeout',
    ],
    [/\b504\b/, 'RFC 9110, 15.6.5', 'GET /cart answered 504'],
  ],
  race: [
    [/concurrent map|data race/i, 'Go runtime and race detector', 'fatal error: concurrent map writes'],
    [/ConcurrentModification|modified concurrently/i, 'Java collections', 'java.util.ConcurrentModificationException'],
    [/changed size during iteration/i, 'CPython', 'RuntimeError: dictionary changed size during iteration'],
    [/race (?:condition|detected)/i, 'ThreadSanitizer', 'WARNING: race detected at 0x7f3a'],
    [
      /optimistic.?lock|stale object|lost update/i,
      'JPA OptimisticLockException; Hibernate StaleObjectStateException',
      'OptimisticLockException: row was updated by another transaction',
    ],
    [
      /write conflict|version conflict on update/i,
      'MongoDB WriteConflict; Elasticsearch',
      'WriteConflict error: write conflict during plan execution',
    ],
  ],
  lock_wait: [
    [/deadlock/i, 'PostgreSQL 40P01; MySQL 1213; Go runtime', 'ERROR: deadlock detected'],
    [
      /lock (?:wait|timeout)|could not obtain lock/i,
      'MySQL 1205; PostgreSQL 55P03',
      'Lock wait timeout exceeded; try restarting transaction',
    ],
    [
      /wait(?:ed|ing|s)?\b.{0,40}\b\w*lock\b/i,
      'PostgreSQL log_lock_waits; thread dumps',
      'process 311 still waiting for ShareLock on transaction 77 after 1000 ms',
    ],
    [
      /blocked by (?:process|pid|transaction|session|query|lock|\d)/i,
      'PostgreSQL pg_blocking_pids; SQL Server',
      'query is blocked by process 4211',
    ],
    [/AccessExclusiveLock|relation .{0,200} locked/i, 'PostgreSQL lock modes', 'AccessExclusiveLock on relation 16391 of database 5'],
  ],
  memory: [
    [/oom.?kill|exit code 137/i, 'kubelet; Linux oom killer', 'container terminated: OOMKilled, exit code 137'],
    [
      /out.?of.?memory|cannot allocate memory|allocation failed/i,
      'Java OutOfMemoryError; libc ENOMEM; V8',
      'java.lang.OutOfMemoryError: Java heap space',
    ],
    [/heap (?:space|growing|exhausted|limit|out)/i, 'Java, V8', 'Reached heap limit'],
    [/gc (?:pause|overhead)/i, 'Java', 'GC overhead limit exceeded'],
    [/OOM command|maxmemory/i, 'Redis', "OOM command not allowed when used memory > 'maxmemory'"],
    [/memory (?:limit|exhausted|pressure|usage)/i, 'kubelet MemoryPressure; cgroup', 'node is under memory pressure'],
  ],
  null: [
    [/nil pointer|invalid memory address/i, 'Go', 'runtime error: invalid memory address or nil pointer dereference'],
    [/null ?pointer|NullReference|object reference not set/i, 'Java; .NET', 'java.lang.NullPointerException'],
    [/NoneType|AttributeError/, 'CPython', "AttributeError: 'NoneType' object has no attribute 'id'"],
    [/undefined is not|of (?:undefined|null)\b|is not a function/i, 'V8', "TypeError: Cannot read properties of undefined (reading 'id')"],
    [
      /KeyError|IndexError|NoSuchElement|index out of (?:range|bounds)/i,
      'CPython; Java; Go',
      'panic: runtime error: index out of range [3] with length 3',
    ],
    [/segfault|segmentation/i, 'Linux SIGSEGV', 'signal: segmentation fault (core dumped)'],
    [/unwrap\(\)` on/, 'Rust', 'called `Option::unwrap()` on a `None` value'],
    [/di(?:vision|vide) by zero/i, 'Go; CPython; PostgreSQL 22012', 'ERROR: division by zero'],
  ],
  panic: [
    [/panic|goroutine \d+ \[/i, 'Go; Rust', 'panic: assignment to entry in nil map'],
    [/fatal error|crash/i, 'Go runtime; PHP; kernels', 'fatal error: all goroutines are asleep'],
    [/uncaught|unhandled (?:exception|rejection|promise)/i, 'Node; browsers; .NET', 'Uncaught exception: boom'],
    [/stack ?overflow|assertion failed|aborted \(core/i, 'Java; C assert', 'java.lang.StackOverflowError'],
    [/traceback/i, 'CPython', 'Traceback (most recent call last):'],
  ],
  startup: [
    [/crashloop|back-off restarting/i, 'kubelet', 'Back-off restarting failed container'],
    [/(?:readiness|liveness) probe failed/i, 'kubelet', 'Readiness probe failed: HTTP probe failed with statuscode: 503'],
    [
      /(?:failed to|cannot) (?:start|initiali[sz]e|load|boot)|startup (?:failed|error|panic)/i,
      'Spring Boot; nginx; most programs',
      'failed to start: port is taken',
    ],
    [
      /missing (?:required )?(?:env|environment|config|configuration|setting)/i,
      'twelve-factor programs',
      'missing required environment variable DATABASE_URL',
    ],
    [/no such module|module ?not ?found|ImportError/i, 'Node; CPython', "ModuleNotFoundError: No module named 'redis'"],
    [
      /ClassNotFound|NoClassDefFound|NoSuchMethod|NoSuchField|AbstractMethodError|unsupported class version/i,
      'Java linkage errors',
      'java.lang.NoSuchMethodError: a.B.c()',
    ],
    [
      /undefined symbol|incompatible|version (?:conflict|mismatch)|duplicate registration/i,
      'ld.so; npm; Prometheus client',
      'undefined symbol: SSL_get1_peer_certificate',
    ],
  ],
  too_large: [
    [/too (?:large|long)|\b413\b|larger than max/i, 'RFC 9110, 15.5.14', '413 Content Too Large'],
    [/header fields? too|\b431\b/i, 'RFC 6585, 5', '431 Request Header Fields Too Large'],
    [
      /exceeds? (?:the )?(?:max|maximum|limit|allowed)|max(?:imum)? (?:message|request|body|payload|frame|header)|maximum (?:\w+ )?length/i,
      'gRPC; Kafka',
      'received message exceeds the maximum size',
    ],
    [/message size|RecordTooLarge|payload (?:too|size)/i, 'Kafka', 'org.apache.kafka.common.errors.RecordTooLargeException'],
    [/truncated|length.?exceeded/i, 'MySQL 1265; model APIs', "Data truncated for column 'note'"],
  ],
  parse: [
    [
      /(?:failed to|cannot|could not) (?:parse|decode|deseriali[sz]e|unmarshal|construct|convert)|pars(?:e|ing) (?:error|failure|failed)/i,
      'most libraries',
      'failed to parse header',
    ],
    [
      /unmarshal|deseriali[sz]|JSONDecode|NumberFormat|ValueError|SyntaxError/i,
      'Go; Jackson; CPython; Java',
      'json: cannot unmarshal string into Go value of type int',
    ],
    [
      /invalid (?:format|json|character|syntax|value|date|time|timestamp|number|literal|input|wire|magic|utf)|unexpected (?:token|end|character|eof)|expected ISO/i,
      'Go, V8, PostgreSQL 22P02, protobuf',
      'Unexpected token < in JSON at position 0',
    ],
    [
      /\bdecod\w*:? .{0,40}(?:unknown|invalid|unexpected)|illegal (?:base64|argument|tag)/i,
      'Go encoding; Java; protobuf',
      'illegal base64 data at input byte 4',
    ],
    [/malformed|bad (?:request|format)|\b(?:400|422)\b/i, 'RFC 9110, 15.5.1 and 15.5.21', '400 Bad Request'],
    [
      /validation (?:error|failed)|schema (?:validation|mismatch)|type ?mismatch/i,
      'JSON Schema; Pydantic; Spring',
      'schema validation: 2 errors',
    ],
    [/corrupt|checksum|poison/i, 'Kafka; gzip; consumers', 'Record is corrupt: CRC mismatch'],
  ],
  contract: [
    [
      /not found|\b404\b|\b410\b|does ?n[o']t exist|key not found|KeyError/i,
      'RFC 9110, 15.5.5 and 15.5.11; PostgreSQL',
      '404 page not found',
    ],
    [
      /(?:unknown|undefined|no such) (?:\w+ )?(?:column|field|property|method|key|table|topic|enum|service|status|state|type|value|event|variant|kind)|UndefinedColumn/i,
      'MySQL 1054; PostgreSQL; gRPC',
      "Unknown column 'total' in 'field list'",
    ],
    [
      /(?:unexpected|unsupported|invalid|unhandled|unrecogni[sz]ed) (?:status|state|type|variant|enum|event|version|case|kind|field|property)/i,
      'Jackson; protobuf',
      'Unrecognized field "tax"',
    ],
    [
      /no enum constant|no handler for|cannot query field|unimplemented/i,
      'Java; GraphQL; gRPC status UNIMPLEMENTED',
      'No enum constant State.HELD',
    ],
    [
      /missing (?:required )?(?:field|property|column|parameter|key|attribute)|required (?:field|property|parameter)|field .{0,200} (?:is )?(?:required|missing|not found|empty)/i,
      'JSON Schema; protobuf',
      "field 'sku' is required",
    ],
    [
      /schema mismatch|(?:dimension|shape|arity)s?\b.{0,40}\b(?:not match|mismatch|differ)/i,
      'Spark; NumPy; vector databases',
      'shapes (3,4) and (5,6) do not match: dimension mismatch',
    ],
  ],
  duplicate: [
    [
      /duplicate (?:key|entry|order|message|charge|payment|event|record|request|processing)|unique constraint/i,
      'PostgreSQL 23505; MySQL 1062',
      'duplicate key value violates unique constraint "orders_pkey"',
    ],
    [/already (?:exists|processed|charged)|idempoten/i, 'gRPC status ALREADY_EXISTS; payment APIs', 'order 7 already processed'],
    [
      /\b\w+ed\b.{0,24}\b(?:twice|[2-9] times|more than once)|\bshipped.{0,24}\btwice|\bsecond (?:capture|charge|payment|transfer|delivery|shipment|booking|order|invoice|message)\b|double.?(?:charge|processing|spend|count)/i,
      'audits of ledgers',
      'invoice 12 settled 2 times',
    ],
  ],
  wrong_value: [
    [/(?:mis|does not |not )match|incorrect|inconsisten|discrepanc|wrong|drift|reconcil/i, 'audits', 'totals mismatch'],
    [
      /expected\b.{0,60}\b(?:but|got|found|received|actual)\b|\b(?:is|was|got|found|has|starts?|ends?)\b.{1,60}, expected\b|unexpected (?:amount|total|value|result)/i,
      'assertion libraries',
      'expected 12 but got 11',
    ],
    [/\bbut (?:no|not|is|was|has)\b/i, 'invariants in words', 'crate is SEALED but has no seal'],
    [
      /negative (?:total|amount|quantity|value|balance|stock|price)|oversold|invariant|violates check constraint/i,
      'PostgreSQL 23514',
      'new row violates check constraint "price_positive"',
    ],
    [/out of range|over?flow|underflow|-?\b21474\d{5}\b|NaN\b/i, 'PostgreSQL 22003; 32-bit integers; IEEE 754', 'integer out of range'],
    [/do(?:es)? not balance|not add up|unbalanced|rounding/i, 'ledgers', 'page 12 does not balance'],
    [
      /\bno (?:\w+ )?(?:data|records|rows|results|events)\b|(?<!\d)0 (?:hits|results|rows|records)\b|\b(?:is|are|was|were|came back|returned) empty\b|data loss/i,
      'Grafana; batch jobs',
      'query returned 0 rows',
    ],
    [/(?:belongs to|of|owned by) (?:another|a different) \w|cross-?tenant/i, 'tenancy checks', 'cart belongs to another user'],
  ],
  rounding: [
    [/rounding|\d\.\d{10,}/i, 'IEEE 754 sums', 'sum is 17.299999999999997'],
    [
      /(?:off|differ\w{0,20}|deviat\w{0,20}|short|over) (?:by |of )?(?:a |one )?(?:-?0\.0\d+|cents?\b|penn)/i,
      'ledgers',
      'page 12 does not balance, difference 0.02',
    ],
  ],
  schedule: [
    [
      /\bcron|schedul(?:e|ed|er) (?:job|run|task|missed|skipped|fired|drift)|missed (?:run|schedule|window)|next run/i,
      'cron; Kubernetes CronJob controller',
      'Cannot determine if job needs to be started: missed schedule',
    ],
    [/time.?zone|daylight/i, 'tz database', 'no such time in this time zone'],
    [
      /job (?:did not|not) (?:run|start)|\b(?:jobs?|tasks?|runs?) due\b|(?:still|already) (?:active|running)|overlapping run|held by another (?:run|job|sync|instance)/i,
      'Quartz; CronJob concurrencyPolicy',
      'run skipped: previous one still running',
    ],
  ],
} as const satisfies Readonly<Record<string, readonly Words[]>>
