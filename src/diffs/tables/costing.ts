import { vocabulary } from '../words.ts'
import { BESIDE, LIVING_ON, LOCKS } from './steps.ts'
import { counted, type Counted } from './counted.ts'
import { WITHOUT_INDEX } from './queries.ts'
import { CUT_SIZES } from './types.ts'

/** What has a value for every user or request. */
const MANY = vocabulary([
  ['prometheus.io naming, labels', '*user | *session | *request | *order | *customer | *account | *tenant | *trace', 'a_user'],
  ['prometheus.io naming, labels', 'email | url | path | uuid | *_id', 'user_id'],
])
const MEASURES = vocabulary([
  ['Prometheus clients', '*histogram* | *counter* | *gauge* | *metric* | *label* | tag | tags | *prometheus*', 'myHistogram'],
  ['OpenTelemetry', '*meter | *set_attribute | *span_name', 'span.setAttribute'],
])
const DECLARED_ROUTES = vocabulary([
  ['Express, gorilla/mux', 'MatchedPath | FullPath( | route | pattern | *template* | endpoint', 'pathTemplate'],
  ['Spring, OpenAPI', 'BestMatchingPattern | handlerName | operation_name', 'operationName'],
])
const EXACT = vocabulary([
  ['decimal types', 'BigDecimal | decimal | money | numeric( | cents', 'BigDecimal x'],
  ['rounding of decimals', 'quantize | RoundingMode | setScale | HALF_EVEN | HALF_UP', 'HALF_EVEN'],
])
/** By what the other side knows a request or a message again. */
const IDENTITIES = vocabulary([
  ['Stripe API, idempotent requests', '*idempoten* | *dedup* | *client_token* | *client_reference*', 'anIdempotencyKey'],
  ['ids by name', '*request_id* | *request_token* | *request_key* | *message_id* | *transaction_id*', 'xRequestIdX'],
])
const KEPT_IDENTITIES = vocabulary([
  [
    'Stripe API, idempotent requests',
    /(?:idempoten|dedup|(?:request|message|transaction|client)[-_]?(?:id|key|token))(?!.{0,200}(?:uuid|random|\bnow\b|generate))/i,
    '"Idempotency-Key": order.id | dedup: x | request_id: x | messageId | transactionKey | clientToken: x',
  ],
])
const CACHE_KEYS = vocabulary([['caches by name', '*cache_key* | *redis...key | *memo*key', 'CacheKeys.kt']])
const COMPUTED_TIMES = vocabulary([['POSIX crontab', /[}+]["'`\s]*(?: [\d*?][\d*?,/-]*){3,4}/, 'f"{spread(shop)} * * * *"']])

/** What costs something. More such lines than before are a new cost. */
export const COSTING: readonly Counted[] = [
  counted({ kind: 'blocking_added', clarity: 0.6, text: 'blocking work was added' }, [
    ['sleeping', '*time.sleep | Thread.sleep | usleep | Task.Delay', 'time.Sleep(d)'],
    ['sleeping', /\bsleep\(\d/, 'sleep(5)'],
    ['Node.js fs, child_process, crypto', 'readFileSync | writeFileSync | execSync | pbkdf2Sync | scryptSync', 'readFileSync(x)'],
    ['Reactor, .NET Task, asyncio', '.block() | .blockingGet | .Result | .GetAwaiter() | run_until_complete', 'task.Result'],
    ['requests, Go net/http, bcrypt', 'requests.get( | requests.post( | http.Get( | bcrypt | scrypt | fsync(', 'http.Get(url)'],
  ]),
  counted({ kind: 'resource_leak', clarity: 0.55, text: 'something that lives on is started on every call' }, [
    ...BESIDE.ways,
    ...LIVING_ON.ways,
  ]),
  counted({ kind: 'resource_leak', clarity: 0.6, text: 'a whole function now holds a connection and its transaction' }, [
    ['Spring @Transactional', /@transactional\b(?!\(readonly)/i, '@Transactional'],
    ['Django transactions', '@transaction.atomic', '@transaction.atomic'],
  ]),
  counted({ kind: 'resource_leak', clarity: 0.85, text: 'each call now opens a connection of its own' }, [
    ['Go net/http Transport', 'DisableKeepAlives=true', 'DisableKeepAlives: true'],
    ['HTTP keep-alive', '*keep_alive=false | *keep_alive=off | *keep_alive=0', "'keep-alive': false"],
    ['RFC 9110 Connection, curl', 'Connection=close | *FORBID_REUSE', "'Connection': 'close'"],
  ]),
  counted({ kind: 'lock_added', clarity: 0.6, text: 'a lock was added' }, LOCKS.ways),
  counted({ kind: 'retry_raised', clarity: 0.5, text: 'retries were added' }, [
    ['endless retries', 'retry ... forever | retry ... infinite | while ... retry | while ... attempt', 'retry it forever'],
    ['Spring Retry, tenacity, backoff', '@Retryable | *retry.Do | with_retries | backoff.Retry | *RetryPolicy | autoretry*', 'retry.Do('],
  ]),
  counted({ kind: 'config_required', clarity: 0.55, text: 'a setting is now required' }, [
    ['Python os, Go os, Node.js process', 'os.environ[ | os.Getenv( | process.env. | process.env[', 'os.environ["A"]'],
    ['Spring @Value', /@Value\("\$\{[^:}$]+\}"\)/, '@Value("${shop.key}")'],
    ['readers of settings', 'must_*env* | require_env | env.required | ENV.fetch( | getRequired*', 'mustGetenv("A")'],
    ['Kubernetes container env', 'valueFrom | secretKeyRef | configMapKeyRef', 'valueFrom:'],
  ]),
  counted({ kind: 'throw_added', clarity: 0.45, text: 'the code can now fail on purpose' }, [
    ['statements', /\b(?:raise|throw) \w+/, 'raise Full(x) | throw new Full()'],
    ['Go, Rust', 'panic( | log.Fatal* | .unwrap() | .expect(', 'log.Fatalf("x")'],
    ['ends of processes', 'os.Exit( | process.exit( | System.exit( | abort(', 'os.Exit(1)'],
    ['assertions, Guava', 'assert | checkNotNull | *requireNonNull | Preconditions. | error("', 'Objects.requireNonNull(x)'],
  ]),
  counted({ kind: 'log_volume_raised', clarity: 0.35, text: 'log lines were added' }, [
    ['Go log, slog, log4j', 'log.debug* | log.trace* | log.info* | log.print*', 'log.Printf(x)'],
    ['Python logging, slf4j', 'logger.debug* | logger.trace* | logger.info* | logging.debug | logging.info', 'logging.info(x)'],
    ['JavaScript console', 'console.log | console.info | console.debug', 'console.log(x)'],
    ['levels', 'LogLevel.DEBUG | LogLevel.TRACE | setLevel(...DEBUG | RUST_LOG=debug', 'setLevel(logging.DEBUG)'],
  ]),
  counted({ kind: 'cardinality_raised', clarity: 0.6, text: 'a label of a metric has a value for each user or request', together: MANY }, [
    ['Prometheus clients, Micrometer', 'WithLabelValues | .label*( | *tags( | LabelNames | Tag.of | add_tag | []string{', 'm.labels(x)'],
  ]),
  counted({ kind: 'index_dropped', clarity: 0.85, text: 'a query can no longer use its index' }, WITHOUT_INDEX.ways),
  counted({ kind: 'work_in_loop', clarity: 0.7, text: 'a field is now worked out for each item' }, [
    ['Django REST, NestJS, graphql-java', 'SerializerMethodField | @ResolveField | @FieldResolver | dataFetcher(', 'dataFetcher(f)'],
  ]),
  counted({ kind: 'query_unbounded', clarity: 0.7, text: 'pages are found by counting from the start' }, [
    ['use-the-index-luke.com/no-offset', /\boffset\s+[$:?%\d]|\.offset\(|\.skip\(/i, 'OFFSET 40 | q.offset(40) | q.skip(40)'],
  ]),
  counted({ kind: 'migration_locking', clarity: 0.7, text: 'a migration locks a table while it runs' }, [
    ['PostgreSQL explicit locking', 'alter table | lock table | vacuum full | add constraint | set not null', 'ALTER TABLE a'],
    ['PostgreSQL CREATE INDEX', /\bcreate (?:unique )?index (?!concurrently)/i, 'CREATE UNIQUE INDEX a'],
    ['PostgreSQL REINDEX', /\breindex \w+ (?!concurrently)/i, 'REINDEX TABLE a'],
    ['whole-table writes', /\bupdate \w+ set\b(?!.{0,1000}where)|\bdelete from \w+\s*;?$/i, 'UPDATE a SET b = 1 | DELETE FROM a;'],
    ['Rails, Alembic migrations', 'add_column | alter_column | change_column | add_index', 'add_column :a'],
  ]),
  counted({ kind: 'tls_changed', clarity: 0.6, text: 'the terms of encrypted connections changed' }, [
    ['Go crypto/tls', 'InsecureSkipVerify | *RequireAndVerify* | tls.VersionTLS13 | client_auth', 'tls.RequireAndVerifyClientCert'],
    ['OpenSSL, Node.js tls, requests', '*TLSv1.3 | *TLSv1_3 | *rejectUnauthorized | ssl_minimum* | verify=', 'ssl.TLSv1.3'],
    ['PostgreSQL sslmode, Istio PeerAuthentication', 'sslmode | mtls | strict | pinned', 'sslmode=require'],
  ]),
  counted({ kind: 'parse_changed', clarity: 0.85, text: 'input with anything unknown in it is now refused' }, [
    ['Jackson', 'FAIL_ON_UNKNOWN*=true', 'FAIL_ON_UNKNOWN_PROPERTIES, true'],
    ['Go encoding/json, serde', 'DisallowUnknownFields | deny_unknown_fields', 'd.DisallowUnknownFields()'],
    ['pydantic, zod, JSON Schema', 'extra=forbid | .strict() | additionalProperties=false', "extra='forbid'"],
  ]),
  counted({ kind: 'costly_work', clarity: 0.8, text: 'a store is searched from end to end' }, [
    ['Redis KEYS', /\.keys\(\s*["'`][^"'`]*\*|["'`]keys["'`\s]/i, 'r.keys("a:*") | "KEYS"'],
    ['Redis FLUSHALL', 'FLUSHALL | FLUSHDB', 'FLUSHALL'],
  ]),
  counted({ kind: 'costly_work', clarity: 0.7, text: 'work that costs much more than its input is long was added' }, [
    ['OWASP ReDoS', /\((?:[^()\\]|\\.){0,200}[+*]\)[+*]|\.\*.{0,60}\.\*.{0,60}\.\*/, '/(a+)+$/ | /.*a.*b.*/'],
    ['deep copies', '*deep_copy | cloneDeep | structuredClone | *levenshtein*', 'copy.deepcopy(x)'],
  ]),
  counted({ kind: 'range_narrowed', clarity: 0.85, text: 'a number is kept in fewer bits' }, CUT_SIZES.ways),
  counted({ kind: 'address_changed', clarity: 0.8, text: 'only what a new policy names may pass' }, [
    ['Kubernetes, Istio policies', 'kind=NetworkPolicy | kind=AuthorizationPolicy | policyTypes', 'kind: NetworkPolicy'],
    ['Cilium policies', 'kind=CiliumNetworkPolicy | kind=CiliumClusterwideNetworkPolicy', 'kind: CiliumNetworkPolicy'],
  ]),
  counted({ kind: 'contract_changed', clarity: 0.85, text: 'the schema lost a name' }, [
    ['PostgreSQL ALTER TABLE', 'drop column | rename column | drop table | rename to', 'DROP COLUMN a'],
    ['Rails, Alembic migrations', 'rename_column | remove_column | drop_column', 'remove_column :a'],
  ]),
  counted({ kind: 'contract_changed', clarity: 0.8, text: 'a field is required that older data lacks' }, [
    ['PostgreSQL ALTER TABLE', /\badd (?:column )?\w+ .{0,60}not null(?!.{0,60}default)/i, 'ADD COLUMN a int NOT NULL'],
    ['Avro schemas', /"name"\s*:\s*"\w+"(?!.{0,400}(?:"default"|"null"))(?=.{0,400}"type")/, '{ "name": "a", "type": "int" }'],
  ]),
  counted({ kind: 'precision_lost', clarity: 0.8, text: 'exact amounts became floating point', insteadOf: EXACT }, [
    ['Go, Java, Rust, C#', 'double | float | float32 | float64 | f32 | f64 | *toDouble | *toFloat | doubleValue', 'x.toDouble()'],
    ['JavaScript, Ruby', 'parseFloat | number( | to_f', 'parseFloat(x)'],
  ]),
  counted(
    {
      kind: 'cardinality_raised',
      clarity: 0.85,
      text: 'a label now has a value for every path',
      insteadOf: DECLARED_ROUTES,
      about: MEASURES,
    },
    [
      ['Express, Go net/http', 'originalUrl | *URL.Path | req.path | req.url | r.path | ctx.path | ctx.url', 'r.URL.Path'],
      ['Java Servlet, Spring, Actix', 'getRequestURI | request.path | request.url | *uri.path | *uri().path | .path()', 'req.uri().path'],
      ['nginx, Rails', 'request_uri | raw_path', '$request_uri'],
    ],
  ),
  counted(
    {
      kind: 'call_removed',
      clarity: 0.85,
      text: 'each attempt now goes under a name of its own',
      together: IDENTITIES,
      insteadOf: KEPT_IDENTITIES,
    },
    [
      ['makers of ids', '*uuid* | *ulid* | *nanoid* | *cuid* | *ksuid* | *guid*', 'randomUUID()'],
      ['makers of ids', '*random* | secrets. | nextLong | *generate*(', 'secureRandom()'],
      ['clocks', 'Date.now | time.time | time.Now | currentTimeMillis | Instant.now', 'Date.now()'],
    ],
  ),
  counted({ kind: 'cache_weakened', clarity: 0.85, text: 'entries are kept under a key of one request', about: CACHE_KEYS }, [
    ['OpenTelemetry ids', '*request_id | *trace_id | *span_id | *correlation_id | *uuid* | *nonce', 'ctx.requestId'],
  ]),
  counted({ kind: 'schedule_changed', clarity: 0.8, text: 'everything now runs at one time', insteadOf: COMPUTED_TIMES }, [
    ['POSIX crontab', /["'][\d*][\d*,/-]*(?: [\d*?][\d*?,/-]*){2}(?: [\d*?A-Za-z][\dA-Za-z*?,/-]*){2}["']/, '"0 3 * * 1"'],
  ]),
]
