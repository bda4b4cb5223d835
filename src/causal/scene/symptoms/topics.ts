/**
 * What a symptom is about, told by the words of runtimes, drivers, brokers, databases and orchestrators. Coarser than a message,
 * finer than "error": it is what a cause can be asked for.
 */
export type Topic =
  | 'deadline'
  | 'race'
  | 'lock_wait'
  | 'memory'
  | 'null'
  | 'panic'
  | 'startup'
  | 'pool'
  | 'handles'
  | 'disk'
  | 'slow_query'
  | 'throttle'
  | 'too_large'
  | 'parse'
  | 'contract'
  | 'auth'
  | 'tls'
  | 'connect'
  | 'resolve'
  | 'cpu'
  | 'cache'
  | 'backlog'
  | 'duplicate'
  | 'wrong_value'
  | 'rounding'
  | 'schedule'
  | 'storm'
  | 'log_volume'
  | 'cardinality'
  | 'cost'
  | 'latency'
  | 'traffic'
  | 'unavailable'

// The wordings are those of widespread runtimes and drivers: Go, JVM, CPython, V8, Rust, .NET; gRPC status names and HTTP reasons;
// PostgreSQL, MySQL, Redis, Kafka, RabbitMQ, DynamoDB; the Linux kernel and Kubernetes.
const MESSAGES: readonly (readonly [Topic, RegExp])[] = [
  ['deadline', /deadline.?exceeded|timed?.?out|timeout|context canceled|\b504\b|gateway timeout|statement timeout|took too long/i],
  [
    'race',
    /concurrent map|data race|ConcurrentModification|modified concurrently|changed size during iteration|race (?:condition|detected)|unsynchroni[sz]ed|optimistic lock|stale object|version conflict on update|write conflict|lost update/i,
  ],
  [
    'lock_wait',
    /deadlock|lock wait|wait(?:ed|ing|s)?\b.{0,40}\b\w*lock\b|could not obtain lock|lock timeout|blocked by (?:process|pid|transaction|session|query|lock|\d)|AccessExclusiveLock|relation .{0,200} locked|mutex contention/i,
  ],
  [
    'memory',
    /oom.?kill|OOM command|maxmemory|out of memory|outofmemory|heap (?:space|growing|exhausted|limit|out)|gc (?:pause|overhead)|memory (?:limit|exhausted|pressure)|cannot allocate memory|allocation failed|exit code 137|memory usage/i,
  ],
  [
    'null',
    /nil pointer|null ?pointer|NoneType|undefined is not|of (?:undefined|null)\b|is not a function|KeyError|IndexError|index out of (?:range|bounds)|AttributeError|NoSuchElement|segfault|segmentation|invalid memory address|unwrap\(\)` on|NullReference|division by zero|divide by zero|object reference not set/i,
  ],
  [
    'panic',
    /panic|fatal error|uncaught|unhandled (?:exception|rejection|promise)|crash|stack ?overflow|assertion failed|aborted \(core|traceback|goroutine \d+ \[/i,
  ],
  [
    'startup',
    /crashloop|failed to (?:start|initiali[sz]e|load|boot)|startup (?:failed|error|panic)|cannot (?:start|load)|missing (?:required )?(?:env|environment|config|configuration|setting)|no such module|module ?not ?found|ImportError|ClassNotFound|NoClassDefFound|NoSuchMethod|NoSuchField|AbstractMethodError|undefined symbol|incompatible|duplicate registration|version (?:conflict|mismatch)|unsupported class version|back-off restarting|readiness probe failed|liveness probe failed/i,
  ],
  [
    'pool',
    /pool (?:exhausted|timeout|is full|size|wait)|exhausted.{0,200}pool|too many (?:connections|clients)|no available connection|connection is not available|connection (?:pool|slots|limit)|acquir\w{0,20} (?:a )?connection|waiting for (?:a )?(?:free )?(?:connection|worker|thread)|max.?clients|RejectedExecution|thread pool|queue (?:is )?full|no (?:idle|free) (?:workers?|connections?|threads?)|semaphore|bulkhead|remaining connection slots|saturated|worker.?(?:pool|starv)/i,
  ],
  [
    'handles',
    /too many open files|EMFILE|ENFILE|file descriptor|ephemeral port|cannot assign requested address|EADDRNOTAVAIL|goroutine (?:count|leak)|too many goroutines|unable to create (?:new )?native thread|leaked|unclosed|not closed|socket exhaustion|CLOSE_WAIT/i,
  ],
  [
    'disk',
    /no space left|disk (?:is )?full|disk (?:usage|pressure|quota)|ENOSPC|volume .{0,200}(?:full|above|usage)|inode|log rotation|write failed.{0,200}(?:disk|space)|out of disk/i,
  ],
  [
    'slow_query',
    /slow (?:query|sql|operation)|full (?:table )?scan|seq(?:uential)? scan|rows.?examined|query (?:took|exceeded|time)|temp(?:orary)? (?:file|table)|using filesort|cursor timeout|collscan|long.?running (?:query|transaction)|\b\d{2,} (?:sql )?queries\b|queries=\d{2,}/i,
  ],
  [
    'throttle',
    /throttl|rate.?limit|\b429\b|too many requests|quota exceeded|ProvisionedThroughput|RequestLimitExceeded|capacity (?:exceeded|breach)|exceeded (?:the )?(?:provisioned|quota|rate)|SlowDown|resource.?exhausted|backpressure/i,
  ],
  [
    'too_large',
    /too large|\b413\b|exceeds? (?:the )?(?:max|maximum|limit|allowed)|max(?:imum)? (?:message|request|body|payload|frame|header) ?(?:size)?|message size|RecordTooLarge|payload (?:too|size)|larger than max|header fields? too|\b431\b|truncated|length.?exceeded|maximum (?:\w+ )?length|too long/i,
  ],
  [
    'parse',
    /expected ISO|pars(?:e|ing) (?:error|failure|failed)|failed to (?:parse|decode|deseriali[sz]e|unmarshal)|cannot (?:parse|decode|deseriali[sz]e|unmarshal|construct|convert)|could not (?:parse|decode|convert|deseriali[sz]e)|unmarshal|deseriali[sz]|invalid (?:format|json|character|syntax|value|date|time|timestamp|number|literal|input|wire|magic|utf)|unexpected (?:token|end|character|eof)|malformed|bad (?:request|format)|JSONDecode|NumberFormat|ValueError|SyntaxError|validation (?:error|failed)|schema (?:validation|mismatch)|type ?mismatch|illegal (?:base64|argument|tag)|\bdecod\w*:? .{0,40}(?:unknown|invalid|unexpected)|\b(?:400|422)\b|poison|corrupt|checksum/i,
  ],
  [
    'contract',
    /KeyError|unknown (?:\w+ )?(?:column|field|property|method|table|topic|enum|service|status|state|type|value|event|variant|kind)|no enum constant|(?:unexpected|unsupported|invalid|unhandled) (?:status|state|type|variant|enum|event|version|case|kind)|key not found|no handler for|no such (?:column|table|field|method|key)|does not exist|doesn't exist|undefined (?:column|table|field|property)|missing (?:required )?(?:field|property|column|parameter|key|attribute)|required (?:field|property|parameter)|unrecogni[sz]ed (?:field|property)|unimplemented|field .{0,200} (?:is )?(?:required|missing|not found|empty)|\b404\b|\b410\b|not found|UndefinedColumn|schema mismatch|unexpected field|cannot query field|(?:dimension|shape|arity)s?\b.{0,40}\b(?:not match|mismatch|differ)/i,
  ],
  [
    'auth',
    /\b(?:401|403)\b|unauthori[sz]ed|unauthenticated|forbidden|permission.?denied|access.?denied|not authori[sz]ed|authenti(?:cation|cate)|credential|password|invalid (?:token|signature|scope|audience|issuer|api key|grant)|token (?:expired|invalid|rejected|verification)|insufficient (?:scope|permission|privilege)|signature (?:mismatch|verification|does not match)|jwt|NOAUTH|WRONGPASS|28P01/i,
  ],
  ['tls', /x509|certificate|tls|ssl|handshake/i],
  [
    'connect',
    /connection (?:refused|reset|closed)|ECONNREFUSED|ECONNRESET|no such host|unknown host|name resolution|EAI_AGAIN|ENOTFOUND|no route to host|unreachable|dial tcp|broken pipe|endpoint unavailable|nxdomain|could not resolve|failed to connect|no healthy (?:upstream|hosts?|endpoints?)|no endpoints|prematurely closed|SIGTERM/i,
  ],
  [
    'resolve',
    /no such host|unknown host|UnknownHost|name resolution|getaddrinfo|EAI_AGAIN|ENOTFOUND|could not resolve|nxdomain|servfail|server misbehaving|lookup \S+.{0,60}(?:i\/o timeout|:53\b)/i,
  ],
  ['cpu', /cpu|event loop (?:blocked|lag|delay)|high load|runqueue|backtrack|busy loop|starv/i],
  ['cache', /cache (?:miss|hit|evict|stamped|cold|bypass|expired|invalid|stale)|stale|hit.?(?:ratio|rate)|thundering/i],
  [
    'backlog',
    /backlog|not processed|unprocessed|overdue|piling up|consumer lag|\blag\b|queue depth|redeliver|unacked|unacknowledged|(?:delivery|consumer) ack\w*|rebalanc|dead.?letter|dlq|falling behind|behind by|pending messages|stalled|requeue/i,
  ],
  [
    'duplicate',
    /duplicate (?:key|entry|order|message|charge|payment|event|record|request|processing)|already (?:exists|processed|charged)|unique constraint|(?:processed|executed|sent|charged|paid|shipped|booked|imported|applied|settled|created|posted)\b.{0,24}\b(?:twice|[2-9] times|more than once)|\bsecond (?:capture|charge|payment|transfer|delivery|shipment|booking|order|invoice|message)\b|double.?(?:charge|processing|spend|count)|idempoten/i,
  ],
  [
    'wrong_value',
    /mismatch|does not match|(?:belongs to|of|owned by) (?:another|a different) (?:\w+)|cross-?tenant|negative (?:total|amount|quantity|value|balance|stock|price)|incorrect|inconsisten|unexpected (?:amount|total|value|result)|drift|out of range|overflow|rounding|reconcil|invariant|oversold|wrong|underflow|violates check constraint|expected\b.{0,60}\b(?:but|got|found|received|actual)\b|\b(?:is|was|got|found|has|starts?|ends?)\b.{1,60}, expected\b|\bbut (?:no|not|is|was|has)\b|-?\b21474\d{5}\b|NaN\b|discrepanc|do(?:es)? not balance|\bno (?:\w+ )?(?:data|records|rows|results|events)\b|(?<!\d)0 (?:hits|results|rows|records)\b|\b(?:is|are|was|were|came back|returned) empty\b|data loss|unbalanced|not add up/i,
  ],
  // A fraction of the smallest unit, or digits that no exact amount has.
  [
    'rounding',
    /rounding|(?:off|differ\w{0,20}|deviat\w{0,20}|short|over) (?:by |of )?(?:a |one )?(?:-?0\.0\d+|cents?\b|penn)|\d\.\d{10,}/i,
  ],
  [
    'schedule',
    /\bcron|schedul(?:e|ed|er) (?:job|run|task|missed|skipped|fired|drift)|missed (?:run|schedule|window)|next run|time.?zone|daylight|job (?:did not|not) (?:run|start)|overlapping run|\b(?:jobs?|tasks?|runs?) due\b|(?:still|already) (?:active|running)|held by another (?:run|job|sync|instance)/i,
  ],
  [
    'storm',
    /retry storm|redeliver(?:ed|ing|y)|retries exhausted|retry (?:attempt|budget|count)|max retries|reconnect(?:ing)? storm|retrying|after \d+ (?:retries|attempts)|amplif/i,
  ],
  [
    'log_volume',
    /log (?:volume|throughput|rate|buffer|lines)|debug|trace level|sampling|dropped (?:log|record|event)s?|lines per sec|ingest(?:ion)? (?:rate|limit|volume)/i,
  ],
  [
    'cardinality',
    /cardinality|limit of total fields|total_fields|too many fields|sample_?limit|too many samples|too many (?:time )?series|series limit|label (?:limit|values)|per-(?:user|metric) series|max_series/i,
  ],
  ['cost', /\bcost|spend|billing|budget (?:exceeded|alert)/i],
  ['latency', /latency|slow|p9[59]|waiting (?:on|for)|stuck|hang|delayed|response time|exceeded .{0,200}budget|took \d+ ?m?s/i],
  [
    'traffic',
    /traffic (?:spike|surge)|request rate|requests per second|\brps\b|load (?:spike|surge)|flash sale|campaign|bot traffic|crawler|ddos/i,
  ],
  ['unavailable', /\b50[023]\b|unavailable|upstream|failed|failing|5xx|error rate|error ratio/i],
]

// Metric names say less than messages and say it in other words.
const METRICS: readonly (readonly [Topic, RegExp])[] = [
  ['deadline', /timeout|deadline|cancel/],
  ['memory', /mem|heap|rss|oom|working_set|gc_/],
  ['startup', /restart|crash|ready_?replicas|available_?replicas/],
  ['panic', /panic|crash/],
  ['pool', /pool|conn(?:ection)?s?_|_conn|threads?_(?:active|busy|in_use)|worker|checkout_wait|acquire/],
  ['handles', /(?:^|_)fds?(?:_|$)|file_desc|open_files|goroutine|sockets?|handles|threads$/],
  ['disk', /disk|volume|inode|filesystem|storage_used/],
  ['slow_query', /query|rows_(?:examined|scanned|read)|scan|sql|(?:^|_)db_/],
  ['throttle', /throttl|rate_limit|429|consumed_(?:write|read)|quota|limit_exceeded|iops|capacity_used/],
  ['too_large', /413|too_large|payload_(?:size|bytes)|message_(?:size|bytes)|rejected_size/],
  ['parse', /parse|decode|deseriali|unmarshal|invalid|malformed|schema|400|422|validation/],
  ['contract', /404|missing_field|unknown_field|unimplemented|not_found/],
  ['auth', /auth|401|403|denied|forbidden|login|token/],
  ['tls', /tls|ssl|cert|handshake/],
  ['connect', /refused|reset|connect_error|dns|unreachable|endpoint_error/],
  ['cpu', /cpu|event_loop|load_?avg|throttled_seconds/],
  ['cache', /cache|hit_(?:ratio|rate)|miss|evict/],
  [
    'backlog',
    /lag|backlog|unprocessed|overdue|outstanding|waiting|queued|queue|depth|unacked|dlq|dead_letter|redeliver|pending|inflight|in_flight|buffer/,
  ],
  ['duplicate', /duplicate|dedup|idempot|double/],
  ['race', /conflict|race/],
  ['lock_wait', /lock|deadlock|blocked/],
  [
    'wrong_value',
    /mismatch|drift|negative|dropped|discarded|_lost|without_data|no_data|unbalanced|difference|discrepanc|reconcil|inconsisten|incorrect|oversold/,
  ],
  ['schedule', /cron|jobs?_(?:runs|missed|last|status|active|running|duration|overlap)|schedule|overlap/],
  ['storm', /retr(?:y|ies)|attempts|redeliver/],
  ['log_volume', /log_|_logs?(?:_|$)|lines|ingest/],
  ['cardinality', /series|cardinality|labels/],
  ['cost', /cost|spend|usd|billing/],
  ['latency', /duration|latency|p\d\d|response_time|elapsed/],
  ['traffic', /(?:requests?|rps|qps|calls)(?:_per_sec(?:ond)?|_rate)?$/],
  ['unavailable', /error|5xx|fail|unavailable|availability|success/],
]

/** Every topic that the words of a log record, alert or span error are about; empty when it says nothing of the kind. */
export function topicsOfMessage(text: string): ReadonlySet<Topic> {
  const topics = new Set(MESSAGES.filter(([, pattern]) => pattern.test(text)).map(([name]) => name))
  // A name server that does not answer is no callee that is slow.
  if (topics.has('resolve')) topics.delete('deadline')
  return topics
}

/** Every topic that a metric of this name can show. */
export function topicsOfMetric(metric: string): ReadonlySet<Topic> {
  const name = metric.toLowerCase()
  return new Set(METRICS.filter(([, pattern]) => pattern.test(name)).map(([kind]) => kind))
}
