import type { HazardKind } from '../hazard.ts'
import { vocabulary, type Vocabulary, type Way } from '../words.ts'

/** What a change of a setting does, and how plainly it says so (as in `Hazard`). */
export type Means = readonly [kind: HazardKind, clarity: number]

/**
 * What keys of these words set, and what a change of the value does. `grown`: a number that rose, also below the factor from which it counts as
 * raised; `other`: another text.
 */
export interface Topic {
  readonly says: Vocabulary
  readonly cut?: Means
  readonly raised?: Means
  readonly grown?: Means
  readonly removed?: Means
  readonly other?: Means
}

function topic(means: Omit<Topic, 'says'>, ways: readonly Way[]): Topic {
  return { ...means, says: vocabulary(ways) }
}

/** Keys of numbers, split into lower-case words with those that they stand under; the first that fits words and direction names the hazard. */
export const NUMBERS: readonly Topic[] = [
  // How many of the users or requests take a path.
  topic({ raised: ['exposure_raised', 0.7] }, [
    ['OpenFeature, LaunchDarkly rollouts', 'roll_out* | percent* | cohort* | exposure*', 'rollout'],
    ['Argo Rollouts, Istio weights', 'canary | weight | traffic share | traffic split', 'canary weight'],
  ]),
  topic({ raised: ['log_volume_raised', 0.9] }, [['log4j, klog levels', 'log* level | verbosity', 'logging level']]),
  topic({ raised: ['log_volume_raised', 0.8] }, [['OpenTelemetry sampler', 'sampl*... rate | sampl*... ratio | sampler', 'sample rate']]),
  topic({ cut: ['cache_weakened', 0.7], raised: ['cache_prolonged', 0.5] }, [
    ['Redis EXPIRE, RFC 9111 max-age', 'ttl | expir* | max age | stale', 'expiration'],
  ]),
  topic({ cut: ['cache_weakened', 0.7] }, [['caches by name', /\bcache\b(?!.{0,200}timeout)/, 'cache seconds']]),
  // How long a broker waits before it hands a message out again: shorter than the work, and the work is done twice.
  topic({ cut: ['retry_raised', 0.85] }, [
    ['SQS VisibilityTimeout, NATS AckWait', 'visibility time_out | ack* wait | ack* deadline | redeliver*... delay', 'ack wait'],
  ]),
  // A consumer that takes more at a time, or is given less time for it, is taken for dead.
  topic({ raised: ['capacity_raised', 0.8] }, [
    ['Kafka consumer configs', 'poll records | max messages | max records | fetch max', 'max poll records'],
  ]),
  topic({ cut: ['timeout_cut', 0.9] }, [['Kafka consumer configs', 'poll interval | heartbeat interval', 'max poll interval']]),
  topic({ cut: ['timeout_cut', 0.9], removed: ['timeout_removed', 0.56], raised: ['timeout_removed', 0.4] }, [
    ['gRPC deadlines, HTTP clients', '*time_out* | deadline*', 'read timeout ms'],
  ]),
  topic({ cut: ['timeout_cut', 0.9] }, [['waiting by name', 'budget | max wait | patience', 'latency budget']]),
  topic({ raised: ['retry_raised', 0.8], cut: ['resilience_removed', 0.7] }, [
    ['AWS Builders Library, timeouts and retries', 'retry | retries | attempt* | tries | *redeliver*', 'max attempts'],
  ]),
  topic({ cut: ['retry_raised', 0.8] }, [['AWS Builders Library, backoff', 'back_off', 'initial backoff']]),
  topic({ cut: ['memory_cut', 0.8], raised: ['memory_cut', 0.8] }, [
    ['Go GOGC, GOMEMLIMIT', 'gogc | gc percent | *mem_limit', 'gomemlimit'],
  ]),
  topic({ cut: ['memory_cut', 0.9] }, [
    ['Kubernetes resources, JVM and V8 flags', 'mem | memory | heap | xmx | max old space size | shm size', 'limits memory'],
  ]),
  topic({ grown: ['costly_work', 0.7] }, [
    ['bcrypt, PBKDF2, gzip', 'rounds | iterations | work factor | salt | compression level | quality | cost', 'salt rounds'],
  ]),
  topic({ cut: ['resource_leak', 0.6] }, [['HTTP keep-alive', '*keep_alive* | idle conn* | idle time', 'keep alive seconds']]),
  topic({ cut: ['cpu_cut', 0.9] }, [['Kubernetes resources', 'cpu | cpus', 'limits cpu']]),
  topic({ cut: ['capacity_cut', 0.9], raised: ['capacity_raised', 0.6] }, [
    ['pools and threads by name', '*pool* | conn | conns | connection* | worker* | thread*', 'max pool size'],
    ['work at once by name', 'concurren* | parallel* | in flight | prefetch', 'concurrency'],
  ]),
  topic({ cut: ['capacity_cut', 0.9] }, [
    ['Kubernetes scale, Kafka, Elasticsearch', '*replicas | instances | consumers | partitions | shards', 'min replicas'],
    ['DynamoDB, EBS capacity', 'capacity | throughput | units | permits | iops | max idle | max open', 'read capacity'],
  ]),
  topic({ raised: ['capacity_raised', 0.6] }, [['work at once by name', 'fan_out', 'fan out']]),
  topic({ cut: ['batching_removed', 0.7], raised: ['bound_removed', 0.6] }, [
    ['batches by name', 'batch* | chunk* | bulk | page size', 'batches'],
  ]),
  topic({ raised: ['bound_removed', 0.6] }, [
    ['limits by name', 'max items | max entries | max size | max rows | max results | max keys | top k', 'top k'],
    ['what is kept', 'passages | history | retention | buffer* | backlog', 'buffers'],
    ['limits of messages', 'max*... size | max*... bytes | max*... length', 'max size'],
    [
      'limits of messages',
      /(?:request|message|payload|body|frame|segment|record).{0,200}(?:size|bytes|length)/,
      'request size | message bytes | payload length | body size | frame size | segment size | record size',
    ],
  ]),
  topic({ cut: ['schedule_changed', 0.6], raised: ['schedule_changed', 0.6] }, [
    ['schedules by name', 'interval* | period* | every | cron | schedule* | poll* | refresh* | tick* | flush*', 'intervals'],
  ]),
  topic({ cut: ['limit_cut', 0.8] }, [
    // Fewer rows of a query or on a page hurt nobody.
    [
      'limits by name',
      /^(?!(?:limit|offset|fetch first|top|page size|per page)$).*(?:limit|max|quota|rate|burst|threshold|size|length|depth|bytes)/,
      'request limit | max x | quota | rate | burst | threshold | body size | length | depth | bytes',
    ],
  ]),
  // Servers and proxies have a limit of their own, commonly one megabyte, for whoever says none.
  topic({ removed: ['limit_cut', 0.72] }, [
    ['nginx client_max_body_size', 'proxy body size | client max body*', 'client max body size'],
    [
      'Spring multipart, Express body-parser',
      /max (?:request|body|upload|payload|file)|(?:request|body|upload|file) (?:max )?size/,
      'max request size | max body | max upload | max payload | max file | request max size | body size | upload size | file size',
    ],
  ]),
  topic({ removed: ['bound_removed', 0.48] }, [
    ['limits by name', 'limit | max_size | max_entries | max items | max bytes | max length | maximum size | capacity | cap', 'maxsize'],
  ]),
]

/** Keys of texts: what was pointed elsewhere; the first that fits. */
export const TEXTS: readonly Topic[] = [
  topic({ other: ['bound_removed', 0.8] }, [['Redis maxmemory-policy', '*evict* | maxmemory policy', 'eviction']]),
  // An index that takes in every field it is given.
  topic({ other: ['cardinality_raised', 0.8] }, [
    ['Elasticsearch dynamic mapping', /^dynamic$|mappings dynamic/, 'dynamic | mappings dynamic'],
  ]),
  // Statements, locks and settings of a session are gone when another client has the connection next.
  topic({ other: ['contract_changed', 0.85] }, [['PgBouncer pool_mode', 'pool mode | pooling mode', 'pool mode']]),
  topic({ other: ['schedule_changed', 0.85] }, [
    ['Kubernetes CronJob, APScheduler', 'concurrency policy | overlap | max instances | coalesce | singleton', 'concurrency policy'],
  ]),
  topic({ other: ['capacity_cut', 0.7] }, [
    ['AWS, GCP, Azure sizes', 'instance type | instance class | instance size | machine type | node type | sku | tier', 'node type'],
  ]),
  topic({ other: ['default_flipped', 0.6] }, [
    ['Kafka configs, SQL isolation', 'offset reset | acks | durability | isolation', 'auto offset reset'],
  ]),
  topic({ other: ['address_changed', 0.75] }, [
    ['security groups and policies', 'cidr* | ingress | egress | source ranges | security group* | allowed hosts | allowed ips', 'cidrs'],
  ]),
  topic({ other: ['auth_changed', 0.7] }, [
    ['cookies, CORS', 'same_site | cookie domain | origin | origins | cors', 'same site'],
    ['RFC 6749, RFC 7519', '*scope* | *audience | *issuer | jwk* | client id | algorithm | kid', 'scopes'],
    ['secrets by name', '*secret* | *token* | *password* | credential* | api key', 'secrets'],
    ['rights by name', 'role | permission* | policy | acl | principal* | service account', 'permissions'],
  ]),
  topic({ other: ['tls_changed', 0.6] }, [
    ['OpenSSL', '*tls* | *ssl* | cipher* | min version | protocols | ca file | ca bundle | verify*', 'sslmode'],
    ['Java keystores', 'truststore | keystore', 'keystore'],
  ]),
  topic({ other: ['address_changed', 0.7] }, [
    ['RFC 3986', 'url | uri | host | endpoint | addr | address | dsn | server | path | port | target | upstream', 'rates url'],
    ['brokers', 'broker | brokers | queue | topic | stream | group | virtual host', 'consumer group'],
    ['stores', 'bucket | region | database | db | index', 'bucket'],
  ]),
  topic({ other: ['schedule_changed', 0.8] }, [['POSIX crontab', 'cron* | schedule* | time_zone | tz', 'crontab']]),
  // Whoever answers under another model or dialect answers in another shape.
  topic({ other: ['contract_changed', 0.75] }, [['APIs with versions', 'model | dialect | api version', 'model']]),
  topic({ other: ['serialisation_changed', 0.7] }, [
    ['codecs by name', 'codec | encoding | format | serializer* | compression | content type | charset', 'serializers'],
  ]),
  topic({ other: ['parse_changed', 0.7] }, [['patterns by name', 'pattern | regex* | layout', 'regexp']]),
]

/** Limits that bite as soon as they are there; others only say what was the default. */
export const BITES = vocabulary([
  ['limits by name', '*time_out* | deadline* | quota* | rate limit | requests per', 'read timeout ms'],
  ['limits by name', 'max conn* | max request* | max body | max payload', 'max connections'],
])
/** Switches whose value is a word. */
export const SWITCHES = vocabulary([
  ['switches by name', '*enable* | *disable* | *mode | *feature* | *flag* | strict* | use ...', 'enabled'],
  ['switches by name', 'default* | type* | *strategy | *policy | *isolation | *level', 'defaults'],
])
