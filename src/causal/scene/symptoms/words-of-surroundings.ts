import type { Words } from './words.ts'

/** What programs and platforms say of what a program needs: others, stores, machines, and load. */
export const WORDS_OF_SURROUNDINGS = {
  pool: [
    [
      /pool (?:exhausted|timeout|is full|size|wait)|exhausted.{0,200}pool/i,
      'Go, Python, .NET pools',
      'QueuePool limit reached: connection pool exhausted',
    ],
    [
      /too many (?:connections|clients)|remaining connection slots|max.?clients/i,
      'MySQL 1040; PostgreSQL 53300; Redis',
      'FATAL: sorry, too many clients already',
    ],
    [
      /(?:no available connection|connection is not available|connection (?:pool|slots|limit))/i,
      'HikariCP',
      'HikariPool-1 - Connection is not available, request timed out after 30000ms',
    ],
    [
      /acquir\w{0,20} (?:a )?connection|waiting for (?:a )?(?:free )?(?:connection|worker|thread)/i,
      'HikariCP; Sequelize',
      'timeout acquiring a connection',
    ],
    [
      /RejectedExecution|thread pool|worker.?(?:pool|starv)|no (?:idle|free) (?:workers?|connections?|threads?)/i,
      'Java executors; .NET',
      'java.util.concurrent.RejectedExecutionException',
    ],
    [
      /queue (?:is )?(?:full|saturated)|semaphore|bulkhead/i,
      'resilience4j; Hystrix',
      "Bulkhead 'orders' is full and does not permit further calls",
    ],
  ],
  handles: [
    [/too many open files|EMFILE|ENFILE|file descriptor/i, 'POSIX', 'accept: too many open files'],
    [
      /ephemeral port|cannot assign requested address|EADDRNOTAVAIL|socket exhaustion|CLOSE_WAIT/i,
      'POSIX; Linux TCP',
      'connect: cannot assign requested address',
    ],
    [
      /goroutine (?:count|leak)|too many goroutines|unable to create (?:new )?native thread/i,
      'Go; Java',
      'unable to create new native thread',
    ],
    [/leaked|unclosed|not closed/i, 'HikariCP; aiohttp; Java', 'Apparent connection leak detected: leaked connection'],
  ],
  disk: [
    [/no space left|ENOSPC|(?:out of disk|disk (?:is )?full)/i, 'POSIX', 'write /data/wal: no space left on device'],
    [/disk (?:usage|pressure|quota)|inode/i, 'kubelet DiskPressure; POSIX EDQUOT', 'node is under disk pressure'],
    [
      /volume .{0,200}(?:full|above|usage)|write failed.{0,200}(?:disk|space)/i,
      'kube-state-metrics rules; Redis',
      'volume data-0 usage above 95 %',
    ],
  ],
  slow_query: [
    [/slow (?:query|sql|operation)|query (?:took|exceeded|time)/i, 'MySQL slow query log; MongoDB', 'Slow query: 4213ms'],
    [
      /(?:full (?:table )?|seq(?:uential)? )scan|collscan|using filesort|rows.?examined|temp(?:orary)? (?:file|table)/i,
      'PostgreSQL, MySQL, MongoDB explain',
      'Seq Scan on orders',
    ],
    [/cursor timeout|long.?running (?:query|transaction)/i, 'MongoDB; PostgreSQL', 'long-running transaction of 900 s'],
    [/\b\d{2,} (?:sql )?queries\b|queries=\d{2,}/i, 'Rails, Django, Hibernate statistics', 'GET /shelf took long: 84 queries'],
  ],
  throttle: [
    [/throttl/i, 'AWS ThrottlingException; Linux CFS', 'ThrottlingException: Rate exceeded'],
    [/rate.?limit|too many requests|\b429\b/i, 'RFC 6585, 4', '429 Too Many Requests'],
    [
      /quota exceeded|exceeded (?:the )?(?:provisioned|quota|rate)|resource.?exhausted/i,
      'gRPC status RESOURCE_EXHAUSTED; Kubernetes',
      'exceeded quota: compute',
    ],
    [
      /ProvisionedThroughput|RequestLimitExceeded|SlowDown|capacity (?:exceeded|breach)/i,
      'DynamoDB; EC2; S3',
      'ProvisionedThroughputExceededException',
    ],
    [/backpressure/i, 'Reactive Streams', 'dropped by backpressure'],
  ],
  auth: [
    [/\b(?:401|403)\b|unauthori[sz]ed|forbidden|not authori[sz]ed/i, 'RFC 9110, 15.5.2 and 15.5.4', '403 Forbidden'],
    [
      /unauthenticated|permission.?denied|access.?denied|insufficient (?:scope|permission|privilege)/i,
      'gRPC statuses; AWS; RFC 6750',
      'AccessDenied: user is not allowed',
    ],
    [
      /authenti(?:cation|cate)|credential|password|28P01|NOAUTH|WRONGPASS/i,
      'PostgreSQL; Redis',
      'password authentication failed for user "orders"',
    ],
    [
      /invalid (?:token|signature|scope|audience|issuer|api key|grant)|token (?:expired|invalid|rejected|verification)|jwt|signature (?:mismatch|verification|does not match)/i,
      'RFC 6749; JWT libraries; AWS',
      'jwt expired',
    ],
  ],
  tls: [[/x509|certificate|tls|ssl|handshake/i, 'Go crypto/x509; OpenSSL; Java', 'x509: certificate signed by unknown authority']],
  connect: [
    [
      /connection (?:refused|reset|closed)|ECONNREFUSED|ECONNRESET|prematurely closed|broken pipe/i,
      'POSIX; nginx',
      'connect: connection refused',
    ],
    [/no route to host|unreachable|dial tcp|failed to connect/i, 'POSIX; Go net', 'dial tcp 10.0.0.4:6379: i/o error'],
    [/no healthy (?:upstream|hosts?|endpoints?)|no endpoints|endpoint unavailable/i, 'Envoy; kube-proxy', 'no healthy upstream'],
    [/SIGTERM/, 'POSIX', 'received SIGTERM, closing'],
  ],
  resolve: [
    [/no such host|server misbehaving|lookup \S+.{0,60}(?:i\/o timeout|:53\b)/i, 'Go net', 'dial tcp: lookup cart: no such host'],
    [/unknown ?host|name resolution|getaddrinfo|EAI_AGAIN|ENOTFOUND/i, 'Java; glibc; Node', 'getaddrinfo ENOTFOUND cart'],
    [/could not resolve|nxdomain|servfail/i, 'curl; RFC 1035', 'Could not resolve host: cart'],
  ],
  cpu: [
    [/cpu|high load|runqueue|busy loop/i, 'cgroup; Linux', 'CPU throttled for 80 % of periods'],
    [/event loop (?:blocked|lag|delay)|backtrack|starv/i, 'Node; regular expressions; schedulers', 'event loop lag 900 ms'],
  ],
  cache: [
    [
      /cache (?:miss|hit|evict|stamped|cold|bypass|expired|invalid|stale)|hit.?(?:ratio|rate)|thundering/i,
      'Redis; Varnish; CDNs',
      'cache miss for key 7',
    ],
    [/stale/i, 'RFC 9111', 'serving stale response'],
  ],
  backlog: [
    [
      /backlog|(?:not |un)processed|overdue|piling up|falling behind|behind by|stalled/i,
      'Sidekiq; Kafka; BullMQ',
      'job stalled more than allowable limit',
    ],
    [/\blag\b|queue depth|pending messages|rebalanc/i, 'Kafka; RabbitMQ', 'consumer group lag is 90000'],
    [/redeliver|requeue|unack|(?:delivery|consumer) ack/i, 'RabbitMQ', 'delivery acknowledgement on channel 1 timed out'],
    [/dead.?letter|dlq/i, 'SQS; RabbitMQ', 'moved to dead letter queue'],
  ],
  storm: [
    [
      /retr(?:ying|ies exhausted|y (?:storm|attempt|budget|count))|max retries|after \d+ (?:retries|attempts)/i,
      'urllib3; Envoy',
      'Max retries exceeded with url: /cart',
    ],
    [/redeliver(?:ed|ing|y)|reconnect(?:ing)? storm|amplif/i, 'RabbitMQ', 'message redelivered'],
  ],
  log_volume: [
    [
      /log (?:volume|throughput|rate|buffer|lines)|lines per sec|ingest(?:ion)? (?:rate|limit|volume)|dropped (?:log|record|event)s?/i,
      'Loki; Fluent Bit',
      'ingestion rate limit exceeded: 4 MB/s',
    ],
    [/debug|trace level|sampling/i, 'levels of loggers', 'level set to DEBUG'],
  ],
  cardinality: [
    [
      /cardinality|too many (?:samples|fields|(?:time )?series)|(?:series|sample).?limit|max_series|label (?:limit|values)|per-(?:user|metric) series/i,
      'Prometheus; Mimir',
      'sample_limit exceeded for target till',
    ],
    [/limit of total fields|total_fields/i, 'Elasticsearch', 'Limit of total fields [1000] has been exceeded'],
  ],
  cost: [[/\bcost|spend|billing|budget (?:exceeded|alert)/i, 'cloud budgets', 'budget alert: 120 % of forecast']],
  latency: [
    [/latency|slow|p9[59]|response time|took \d+ ?m?s/i, 'service-level rules', 'p99 above 2 s'],
    [/waiting (?:on|for)|stuck|hang|delayed|exceeded .{0,200}budget/i, 'most programs', 'stuck for 30 s'],
  ],
  traffic: [
    [/(?:traffic|load) (?:spike|surge)|request rate|requests per second|\brps\b/i, 'service-level rules', 'request rate doubled'],
    [/flash sale|campaign|bot traffic|crawler|ddos/i, 'people and edge firewalls', 'crawler traffic from one network'],
  ],
  unavailable: [
    [/\b50[023]\b|5xx|unavailable|upstream/i, 'RFC 9110, 15.6; gRPC status UNAVAILABLE; nginx', '503 Service Unavailable'],
    [/fail(?:ed|ing)|error (?:rate|ratio)/i, 'most programs', 'request failed'],
  ],
} as const satisfies Readonly<Record<string, readonly Words[]>>
