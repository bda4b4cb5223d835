import { vocabulary } from '../words.ts'
import { BESIDE, LATER, SHAREABLE } from './steps.ts'
import { counted, type Counted } from './counted.ts'
import { BOUNDS, CHANGES_ROWS, NARROWS, QUERIES, SORTS } from './queries.ts'
const SELECTS = vocabulary([['Go spec, select', 'select {', 'select {']])

/**
 * What protects. A commit that leaves fewer such lines than it found took the protection away; one that only rewrites the line around it
 * leaves their number as it was.
 */
export const PROTECTING: readonly Counted[] = [
  counted({ kind: 'lock_removed', clarity: 0.9, text: 'a lock was removed' }, SHAREABLE.ways),
  counted({ kind: 'resource_leak', clarity: 0.85, text: 'a resource is no longer released' }, [
    ['Go io.Closer', '.close( | .release( | .stop( | cancel()', 'rows.Close()'],
    ['C# IDisposable', '.dispose*( | using (', 'lease.DisposeAsync()'],
    ['Node.js events, timers', '.remove*Listener( | clear*(', 'socket.removeListener("m", f)'],
    ['clients of stores and queues', '.disconnect( | .shutdown( | .destroy( | .unsubscribe(', 'bus.unsubscribe(id)'],
    ['Python with statement', 'with open( | contextmanager | with ...session(', 'with db.session() as s:'],
    ['Java', 'try (var | try (final | finally | @PreDestroy', 'try (var in = open()) {'],
  ]),
  counted({ kind: 'resource_leak', clarity: 0.85, text: 'a resource is no longer released on every way out' }, [
    ['Go defer, Ruby ensure', 'defer | ensure', 'defer rows.Close()'],
  ]),
  counted({ kind: 'resource_leak', clarity: 0.7, text: 'connections are no longer kept and used again' }, [
    ['HTTP keep-alive', '*keep_alive*', 'keepAlive: true'],
    ['Go net/http Transport', '*max_idle* | *idle_timeout*', 'MaxIdleConnsPerHost: 8'],
    ['Node.js Agent, Python requests', 'http.Agent( | https.Agent( | requests.Session( | connectionPool', 'new https.Agent({'],
  ]),
  counted({ kind: 'resilience_removed', clarity: 0.6, text: 'a retry, fallback or breaker was removed' }, [
    ['AWS Builders Library, timeouts and retries', '*retry* | *retries* | *back_off* | *jitter*', 'withRetry(f)'],
    ['resilience4j', '*breaker* | *bulkhead* | *fallback* | *hedge* | *failover*', 'breakers'],
    ['Python tenacity, Netflix Hystrix', 'tenacity | hystrix*', '@HystrixCommand'],
  ]),
  counted({ kind: 'shutdown_cut', clarity: 0.85, text: 'requests in work are no longer finished before the end' }, [
    ['Go os/signal, net/http', 'signal.Notify* | .shutdown( | SIGTERM', 'signal.NotifyContext(ctx)'],
    ['Kubernetes pod termination', 'preStop | terminationGracePeriod* | *graceful*', 'terminationGracePeriodSeconds: 30'],
    ['Java Runtime, Envoy draining', 'addShutdownHook | .drain( | lame_duck', 'lame-duck'],
  ]),
  counted({ kind: 'timeout_removed', clarity: 0.7, text: 'a timeout was removed' }, [
    ['Go context', '*WithTimeout* | *WithDeadline*', 'context.WithTimeout(ctx, d)'],
    ['clients of HTTP and databases', '*_timeout | .timeout( | wait_for(', 'readTimeout'],
    ['clients of HTTP and databases', /\btimeout\s*[=:]|Timeout(?:Millis)?\(\w*\d/i, 'timeout=3 | setTimeoutMillis(500)'],
  ]),
  counted({ kind: 'call_removed', clarity: 0.7, text: 'a call that completes the work was removed' }, [
    ['AMQP, Kafka acknowledgement', '.*ack( | .acknowledge( | .commit*( | .rollback(', 'ch.basicAck(tag)'],
    ['POSIX, Go os', '.flush( | fsync( | .sync( | unlink( | *truncate* | *rotate* | os.remove', 'file.truncate(0)'],
    ['caches', '.*invalidate*( | .evict*( | .purge( | cache.del*( | @CacheEvict', 'cache.invalidateAll()'],
    ['events', '.publish( | .emit( | .notify( | .wait( | .join(', 'bus.publish(order)'],
    ['JavaScript await', 'await', 'await save(order)'],
    ['Stripe API, idempotent requests', '*idempoten* | *dedup*', 'Idempotency-Key'],
  ]),
  counted({ kind: 'call_removed', clarity: 0.85, text: 'writing the same again is no longer allowed for' }, [
    ['PostgreSQL INSERT', 'on conflict | merge into | *upsert*', 'upsertMany(rows)'],
    ['MySQL, SQLite INSERT', 'on duplicate key | insert ignore | insert or ...', 'INSERT OR REPLACE INTO t'],
    ['Django, Rails, DynamoDB', '*_or_create* | *attribute_not_exists*', 'update_or_create(id=4)'],
  ]),
  counted({ kind: 'auth_changed', clarity: 0.75, text: 'an authorization step was removed' }, [
    ['RFC 6750', 'authoriz* | authoris* | *authenticate* | bearer', 'Authorization: x'],
    ['Spring Security, Django', '@PreAuthorize | @Secured | *login_required | require_role', '@login_required'],
    ['RFC 7519', '*clock_skew | clock_tolerance | leeway | verify_token | verify_signature | verify_jwt', 'withClockSkew'],
    ['permissions', '*_permission | *with_credentials | set_credentials', 'checkPermission(user)'],
  ]),
  counted({ kind: 'batching_removed', clarity: 0.85, text: 'calls are no longer grouped' }, [
    ['batches by name', '*batch* | *bulk* | *chunk*', 'saveBatch(rows)'],
    ['Redis MGET, pipelining', 'mget | mset | multi_get | pipeline(', 'multi_get(keys)'],
    ['SQL', 'in ( | any( | execute_many* | execute_values | insert_many', 'executemany(sql, rows)'],
    ['Hibernate fetching', 'join fetch | EntityGraph | saveAll | findAllById', 'LEFT JOIN FETCH o.lines'],
    ['Django, SQLAlchemy', '*prefetch* | select_related | joinedload | selectinload', 'prefetch_related("a")'],
    ['Rails', '*preload* | *eager_load | .includes(', 'Order.includes(:lines)'],
    ['DataLoader, Promise.all, errgroup', 'DataLoader | *loader*.*.load* | Promise.all | errgroup | gather(', 'ctx.loaders.item.load(id)'],
  ]),
  counted({ kind: 'cache_weakened', clarity: 0.8, text: 'a cache was taken out of the path' }, [
    ['caches by name', '*cache.get* | cache.fetch | cache.read | *memoi* | from_cache | .cached( | memcache*', 'cache.getOrLoad(k)'],
    ['Spring, functools, React', '@Cacheable | lru_cache | @cache | useMemo', '@lru_cache(maxsize=9)'],
    ['RFC 9111', 'Cache-Control | s-maxage', 'Cache-Control: max-age=60'],
    ['Redis GET', 'redis.get', 'redis.get(key)'],
  ]),
  counted({ kind: 'cache_weakened', clarity: 0.85, text: 'many may now rebuild one entry at once' }, [
    ['RFC 5861, Laravel Cache::flexible', 'stale_while_revalidate | Cache::flexible', 'stale-while-revalidate=30'],
    ['Laravel, Rails cache locks', '*::lock( | *->lock( | race_condition_ttl', "Cache::lock('home')"],
  ]),
  counted({ kind: 'bound_removed', clarity: 0.85, text: 'what kept memory within a limit was removed' }, [
    ['OpenTelemetry memory limiter', 'memory_limiter | limit_percentage | limit_mib', 'memory_limiter:'],
    ['Redis maxmemory, Reactive Streams', '*max_memory* | *back_pressure*', 'maxmemory-policy'],
  ]),
  counted({ kind: 'bound_removed', clarity: 0.8, text: 'only a part was taken, and now all of it is' }, [
    ['Python, Go slices', /\w\[-[\w.]+:\]|\w\[:-?[\w.]+\]/, 'lines[-MOST:] | rows[:limit]'],
    ['JavaScript slice, Kotlin takeLast', '.slice(0 | .slice(- | .takeLast( | islice(', 'lines.slice(0, 9)'],
  ]),
  counted({ kind: 'retry_raised', clarity: 0.85, text: 'a loop lost its bound' }, [
    [
      'loops in C and its kin',
      /\b(?:for|while)\b.{0,100}<=?\s*[\w.]{0,30}(?:max|limit|budget|attempts|retries)/i,
      'for turn := 0; turn < p.maxTurns; turn++ { | while (n <= limit) | for n < budget | while n < attempts | for n < retries',
    ],
  ]),
  counted({ kind: 'blocking_added', clarity: 0.75, text: 'work that ran beside the request now runs in it' }, [
    ...BESIDE.ways,
    ...LATER.ways,
  ]),
  counted({ kind: 'blocking_added', clarity: 0.85, text: 'what gave up at once now waits' }, [
    ['Java BlockingQueue, Python queue', '.offer( | put_nowait | get_nowait', 'q.put_nowait(x)'],
    ['Rust channels and locks', 'try_*( | set_non_blocking(true', 'tx.try_send(x)'],
    ['POSIX flock, PostgreSQL', 'LOCK_NB | nowait | skip locked', 'FOR UPDATE SKIP LOCKED'],
  ]),
  counted({ kind: 'blocking_added', clarity: 0.85, text: 'what gave up at once now waits', about: SELECTS }, [
    ['Go spec, select', /^\s*default:\s*$/, 'default:'],
  ]),
  counted({ kind: 'parse_changed', clarity: 0.85, text: 'input that was let pass is now refused' }, [
    ['Jackson', 'FAIL_ON_UNKNOWN*=false | ignoreUnknown=true | @JsonIgnoreProperties | *lenient*', 'FAIL_ON_UNKNOWN, false'],
    ['pydantic, zod, JSON Schema', 'extra=ignore | extra=allow | .passthrough() | additionalProperties=true', "extra='ignore'"],
    ['serde, Go encoding/json', 'serde(default | omitempty | ignore_unknown*', 'ignore_unknown_fields'],
  ]),
  counted({ kind: 'capacity_raised', clarity: 0.8, text: 'a limit on work done at once was removed' }, [
    ['semaphores by name', '*semaphore* | *max_concurren* | *throttle( | CapacityLimiter', 'newSemaphore(4)'],
    ['p-limit, errgroup, x/time/rate, futures', 'p_limit | SetLimit( | *RateLimiter | rate.*Limiter | buffer_unordered(', 'pLimit(4)'],
  ]),
  counted({ kind: 'limit_cut', clarity: 0.85, text: 'callers are no longer told apart by their own addresses' }, [
    ['Express, nginx real_ip', '*trust_proxy | set_real_ip_from | real_ip_header | X-Forwarded-For', "app.set('trust proxy', 1)"],
    ['ASP.NET, Flask, Spring', '*ForwardedHeaders* | ProxyFix | RemoteIpValve | *forward*-headers*', 'use-forwarded-headers'],
    ['Gunicorn, Django, Kubernetes', 'forwarded-allow-ips | trusted_proxies | externalTrafficPolicy=Local', 'externalTrafficPolicy: Local'],
  ]),
  counted({ kind: 'schedule_changed', clarity: 0.85, text: 'a run no longer waits for the one before it' }, [
    ['Kubernetes CronJob', 'concurrencyPolicy=Forbid | concurrencyPolicy=Replace', 'concurrencyPolicy: Forbid'],
    ['Airflow, APScheduler', 'max_active_runs=1 | max_instances=1', 'max_active_runs=1'],
    ['Quartz, ShedLock, Laravel', 'DisallowConcurrentExecution | SchedulerLock | withoutOverlapping | flock', '@SchedulerLock'],
  ]),
  counted({ kind: 'address_changed', clarity: 0.7, text: 'traffic that was let through no longer is' }, [
    ['Kubernetes NetworkPolicy', 'egress | namespaceSelector | podSelector | allow_from', 'allow-from: shop'],
    ['Kubernetes NetworkPolicy', /\b(?<!\.)ingress(?![-_.]?(?:kubernetes|nginx|controller))\b/, 'ingress:'],
    ['Terraform security groups', 'cidr_block* | source_ranges | allowed_hosts | allowed_ips | allowed_cidrs', 'cidr_blocks = [x]'],
  ]),
  counted({ kind: 'query_unbounded', clarity: 0.9, text: 'a query lost its bound', about: QUERIES }, BOUNDS.ways),
  counted({ kind: 'query_unbounded', clarity: 0.7, text: 'a query lost a condition', about: QUERIES }, NARROWS.ways),
  counted({ kind: 'lock_added', clarity: 0.75, text: 'rows are no longer locked in one order', about: CHANGES_ROWS }, SORTS.ways),
]
