import type { Shape } from './shape.ts'

/**
 * Shapes that protect something. A commit that leaves fewer of them than it found took the protection away; one that only rewrites the
 * line around them leaves their number as it was.
 */
export const PROTECTING: readonly Shape[] = [
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
      /\.(?:Close|close|Release|release|dispose|Dispose|disconnect|shutdown|Shutdown|destroy|Stop|unsubscribe|removeListener|removeEventListener|putConn|returnObject)\(|defer \w{0,40}(?:cancel|close|release|stop)\w{0,40}\(|\bclear(?:Interval|Timeout)\(|\bwith (?:open|closing|\w+\.(?:connect|cursor|session))\(|\busing\s*\(|try\s*\((?:var|final|[A-Z])|\bcancel\(\)|\bfinally\b|@PreDestroy|contextmanager/,
    clarity: 0.85,
    text: 'a resource is no longer released',
  },
  {
    kind: 'resilience_removed',
    pattern:
      /retry|retries|back_?off|fallback|circuit_?breaker|\bbreaker\b|\bjitter|hystrix|resilience4j|tenacity|\bbulkhead\b|on_?error_?resume|hedge|failover/i,
    clarity: 0.6,
    text: 'a retry, fallback or breaker was removed',
  },
  {
    kind: 'shutdown_cut',
    pattern:
      /signal\.Notify|\bSIGTERM\b|\.[Ss]hutdown\(|\bpreStop\b|terminationGracePeriod|[Gg]raceful|addShutdownHook|lame_?duck|\.drain\(/,
    clarity: 0.85,
    text: 'requests in work are no longer finished before the end',
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
    kind: 'call_removed',
    pattern:
      /ON CONFLICT|ON DUPLICATE KEY|INSERT (?:OR )?IGNORE|MERGE INTO|\bupsert|INSERT OR REPLACE|update_or_create|get_or_create|find_or_create|firstOrCreate|attribute_not_exists/i,
    clarity: 0.85,
    text: 'writing the same again is no longer allowed for',
  },
  {
    kind: 'auth_changed',
    pattern:
      /leeway|clock_?(?:skew|tolerance)|authori[sz]e|authenticate|requireAuth|require_?role|@PreAuthorize|@Secured|checkPermission|has_?permission|verify(?:Token|Signature|_token|_jwt)|login_required|bearer|Authorization|set_?credentials|withCredentials/i,
    clarity: 0.75,
    text: 'an authorization step was removed',
  },
  {
    kind: 'batching_removed',
    pattern:
      /batch|bulk|loaders?\.\w+\.load|JOIN FETCH|EntityGraph|multi_?get|\bmget\b|mset|prefetch|preload|select_related|joinedload|selectinload|eager_?load|\.includes\(|executemany|execute_values|DataLoader|saveAll|insert_?many|findAllById|Promise\.all|errgroup|gather\(|pipeline\(|\bIN \(|= ANY\(|chunk(?:s|ed|Items)?\(/i,
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
  {
    kind: 'resource_leak',
    pattern: /\bdefer\s+[\w.]*\.(?:Close|Release|Unlock|Stop|Rollback)\(|\bdefer\s+cancel\w*\(|\bensure\b/,
    clarity: 0.85,
    text: 'a resource is no longer released on every way out',
  },
  {
    kind: 'bound_removed',
    pattern: /\bmemory_?limiter\b|\blimit_(?:percentage|mib)\b|\bmax_?memory\b|back_?pressure/i,
    clarity: 0.85,
    text: 'what kept memory within a limit was removed',
  },
  {
    kind: 'bound_removed',
    pattern: /\w\[-[\w.]+:\]|\w\[:-?[\w.]+\]|\.slice\((?:0,|-)|\.takeLast\(|\bislice\(|\.last\(\w/,
    clarity: 0.8,
    text: 'only a part was taken, and now all of it is',
  },
  {
    kind: 'retry_raised',
    pattern: /\b(?:for|while)\b.{0,100}<=?\s*[\w.]{0,40}(?:max|limit|budget|attempts|retries)/i,
    clarity: 0.85,
    text: 'a loop lost its bound',
  },
  {
    kind: 'cache_weakened',
    pattern: /::lock\(|->lock\(|stale[-_]while[-_]revalidate|Cache::flexible|race_condition_ttl|dogpile|early_?(?:expir|refresh|recomput)/i,
    clarity: 0.85,
    text: 'many may now rebuild one entry at once',
  },
  {
    kind: 'blocking_added',
    pattern:
      /\.submit\s*[({]|\.execute\(\(\)|runAsync|supplyAsync|CompletableFuture|\bgo func\b|\bgo \w+[.(]|setImmediate|perform_(?:later|async)|\.delay\(|apply_async|create_task|ensure_future|Task\.Run|\blaunch\s*\{|@Async\b|tokio::spawn|thread::spawn|Thread\.new|enqueue\w{0,40}\(|add_task\(|deliver_later|waitUntil\(/,
    clarity: 0.75,
    text: 'work that ran beside the request now runs in it',
  },
  {
    kind: 'parse_changed',
    pattern:
      /FAIL_ON_UNKNOWN\w{0,60}\s*,\s*false|ignoreUnknown\s*=\s*true|@JsonIgnoreProperties|extra\s*=\s*["']?(?:ignore|allow)|\.passthrough\(\)|additionalProperties["']?\s*:\s*true|\blenient|unknown\s*=\s*EXCLUDE|serde\(default|ignore_unknown|omitempty|errors\s*=\s*["'](?:ignore|replace)/i,
    clarity: 0.85,
    text: 'input that was let pass is now refused',
  },
  {
    kind: 'capacity_raised',
    pattern:
      /[Ss]emaphore|\bp-?[lL]imit\b|SetLimit\(|max_?[cC]oncurren|RateLimiter|rate\.(?:New)?Limiter|limiter\.(?:Wait|acquire|Allow)|[tT]hrottle\(|CapacityLimiter|buffer_unordered\(\d/,
    clarity: 0.8,
    text: 'a limit on work done at once was removed',
  },
  {
    kind: 'limit_cut',
    pattern:
      /trust[ _-]?proxy|set_real_ip_from|real_ip_header|X-Forwarded-For|UseForwardedHeaders|ForwardedHeadersOptions|ProxyFix|RemoteIpValve|forward-headers-strategy|use-forwarded-headers|forwarded-allow-ips|TRUSTED_PROXIES|externalTrafficPolicy["']?\s*:\s*["']?Local/i,
    clarity: 0.85,
    text: 'callers are no longer told apart by their own addresses',
  },
  {
    kind: 'schedule_changed',
    pattern:
      /concurrencyPolicy["']?\s*:\s*["']?(?:Forbid|Replace)|DisallowConcurrentExecution|SchedulerLock|withoutOverlapping|max_active_runs["']?\s*[=:]\s*1\b|max_instances\s*=\s*1\b|\bflock\b|unique_for\b|QueueOnce|until_executed/,
    clarity: 0.85,
    text: 'a run no longer waits for the one before it',
  },
  {
    kind: 'address_changed',
    pattern:
      /\b(?:(?<!\.)ingress(?![-_.]?(?:kubernetes|nginx|controller))|egress|cidr_blocks?|source_ranges|namespaceSelector|podSelector|allow_from|allowed_(?:hosts|ips|cidrs))\b/,
    clarity: 0.7,
    text: 'traffic that was let through no longer is',
  },
  {
    kind: 'resource_leak',
    pattern: /keep-?_?alive|MaxIdleConns|max_?idle|idleTimeout|(?:http|https)\.Agent\(|requests\.Session\(|sharedAgent|connectionPool/i,
    clarity: 0.7,
    text: 'connections are no longer kept and used again',
  },
]
