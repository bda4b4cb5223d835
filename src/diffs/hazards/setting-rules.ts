import type { HazardKind } from '../hazard.ts'

/** What a number under a key of such words does when it changes so. */
interface Rule {
  readonly words: RegExp
  /** `grown` also below the factor from which a number counts as raised: costs that double with each step. */
  readonly when: 'cut' | 'raised' | 'grown' | 'removed' | 'any'
  readonly kind: HazardKind
  readonly clarity: number
}

/** The key, split into words, says what the number is for; the first rule that fits key and direction names the hazard. */
export const RULES: readonly Rule[] = [
  // How many of the users or requests take a path.
  {
    words: /roll ?out|percent(?:age)?\b|canary|\bexposure|\bweight\b|traffic (?:share|split|percent)|\bcohort/,
    when: 'raised',
    kind: 'exposure_raised',
    clarity: 0.7,
  },
  { words: /log(?:ging)? ?level|verbosity|^level$|logging level/, when: 'any', kind: 'log_volume_raised', clarity: 0.9 },
  { words: /sampl\w{0,20} (?:rate|ratio)|sampler|sample rate/, when: 'raised', kind: 'log_volume_raised', clarity: 0.8 },
  {
    words: /\b(?:ttl|expiry|expiration|expire\w*|max age|stale|cache)\b(?!.{0,200}timeout)/,
    when: 'cut',
    kind: 'cache_weakened',
    clarity: 0.7,
  },
  { words: /\b(?:ttl|expiry|expiration|max age)\b/, when: 'raised', kind: 'cache_prolonged', clarity: 0.5 },
  // How long a broker waits before it hands a message out again: shorter than the work, and the work is done twice.
  {
    words: /visibility time ?out|ack(?:nowledge\w{0,20})? (?:wait|deadline)|redeliver\w{0,20} (?:delay|time ?out)/,
    when: 'cut',
    kind: 'retry_raised',
    clarity: 0.85,
  },
  // A consumer that takes more at a time, or is given less time for it, is taken for dead. Source: kafka.apache.org, consumer configs.
  { words: /poll records|max (?:messages|records)\b|fetch max/, when: 'raised', kind: 'capacity_raised', clarity: 0.8 },
  { words: /poll interval|heartbeat interval/, when: 'cut', kind: 'timeout_cut', clarity: 0.9 },
  { words: /time ?out|deadline|budget|max wait|patience/, when: 'cut', kind: 'timeout_cut', clarity: 0.9 },
  { words: /time ?out|deadline/, when: 'removed', kind: 'timeout_removed', clarity: 0.7 },
  { words: /time ?out|deadline/, when: 'raised', kind: 'timeout_removed', clarity: 0.4 },
  { words: /retr(?:y|ies)|attempts?\b|tries|redeliver/, when: 'raised', kind: 'retry_raised', clarity: 0.8 },
  { words: /back ?off|retry (?:delay|interval|wait)/, when: 'cut', kind: 'retry_raised', clarity: 0.8 },
  { words: /retr(?:y|ies)|attempts/, when: 'cut', kind: 'resilience_removed', clarity: 0.7 },
  { words: /gogc|gc percent|mem ?limit/, when: 'any', kind: 'memory_cut', clarity: 0.8 },
  { words: /\b(?:mem|memory|heap|xmx|max old space size|shm size)\b/, when: 'cut', kind: 'memory_cut', clarity: 0.9 },
  {
    words: /\b(?:rounds|iterations|work factor|salt|compression level|quality|bcrypt \w*cost|cost)\b/,
    when: 'grown',
    kind: 'costly_work',
    clarity: 0.7,
  },
  { words: /keep ?alive|idle (?:conn\w*|timeout|time)/, when: 'cut', kind: 'resource_leak', clarity: 0.6 },
  { words: /\bcpus?\b/, when: 'cut', kind: 'cpu_cut', clarity: 0.9 },
  {
    words:
      /replicas|pool|conns?\b|connections?|workers?|threads?|concurren|parallel|in flight|prefetch|consumers?|partitions|shards|instances|max idle|max open|capacity|throughput|units|permits|iops/,
    when: 'cut',
    kind: 'capacity_cut',
    clarity: 0.9,
  },
  {
    words: /pool|conns?\b|connections?|workers?|threads?|concurren|parallel|in flight|prefetch|fan ?out/,
    when: 'raised',
    kind: 'capacity_raised',
    clarity: 0.6,
  },
  { words: /batch|chunk|bulk|page size/, when: 'cut', kind: 'batching_removed', clarity: 0.7 },
  {
    words: /batch|chunk|bulk|page size|max (?:items|entries|size|rows|results|keys)|top k\b|passages|history|retention|buffer|backlog/,
    when: 'raised',
    kind: 'bound_removed',
    clarity: 0.6,
  },
  {
    words: /(?:max|maximum|request|message|payload|body|frame|segment|record).{0,200}(?:size|bytes|length)/,
    when: 'raised',
    kind: 'bound_removed',
    clarity: 0.7,
  },
  { words: /interval|period|every|cron|schedule|poll|refresh|tick|flush/, when: 'any', kind: 'schedule_changed', clarity: 0.6 },
  // Fewer rows of a query or on a page hurt nobody.
  {
    words: /^(?!(?:limit|offset|fetch first|top|page size|per page)$).*(?:limit|max|quota|rate|burst|threshold|size|length|depth|bytes)/,
    when: 'cut',
    kind: 'limit_cut',
    clarity: 0.8,
  },
  // Servers and proxies have a limit of their own, commonly one megabyte, for whoever says none.
  {
    words:
      /proxy body size|client max body|(?:request|body|upload|payload|file|multipart) (?:body )?(?:max )?size|max (?:request|body|upload|payload|file)/,
    when: 'removed',
    kind: 'limit_cut',
    clarity: 0.9,
  },
  { words: /^(?:sql )?limit$|\blimit\b/, when: 'removed', kind: 'bound_removed', clarity: 0.6 },
  {
    words: /max (?:size|entries|items|bytes|length)|maximum size|maxsize|capacity|\bcap\b/,
    when: 'removed',
    kind: 'bound_removed',
    clarity: 0.6,
  },
]

/** Text values: the key says what was pointed elsewhere; the first that fits, with the hazard's clarity. */
export const TEXT_RULES: readonly (readonly [RegExp, HazardKind, number])[] = [
  [/evict|maxmemory policy/, 'bound_removed', 0.8],
  // An index that takes in every field it is given.
  [/^dynamic$|mappings dynamic/, 'cardinality_raised', 0.8],
  // Statements, locks and settings of a session are gone when another client has the connection next.
  [/pool(?:ing)? mode/, 'contract_changed', 0.85],
  [/concurrency policy|overlap|max instances|coalesce|singleton/, 'schedule_changed', 0.85],
  [/instance (?:type|class|size)|machine type|node type|\bsku\b|\btier\b/, 'capacity_cut', 0.7],
  [/offset reset|\backs\b|durability|isolation/, 'default_flipped', 0.6],
  [/cidr|ingress|egress|source ranges|security group|allowed (?:hosts|ips)/, 'address_changed', 0.75],
  [/same ?site|cookie domain|origins?\b|cors/, 'auth_changed', 0.7],
  [
    /scope|role|audience|issuer|secret|token|password|credential|api key|permission|policy|acl|jwks?|client id|principal|service account|algorithm|\bkid\b/,
    'auth_changed',
    0.7,
  ],
  [/tls|ssl|cipher|min version|protocols|ca file|ca bundle|verify|truststore|keystore/, 'tls_changed', 0.6],
  [
    /\b(?:url|uri|host|endpoint|addr|address|dsn|server|broker|brokers|bucket|queue|topic|region|database|db|stream|index|upstream|target|path|port|group|group id|consumer group|virtual host)\b/,
    'address_changed',
    0.7,
  ],
  [/cron|schedule|time zone|timezone|\btz\b/, 'schedule_changed', 0.8],
  // Whoever answers under another model or dialect answers in another shape.
  [/\bmodel\b|\bdialect\b|api version/, 'contract_changed', 0.75],
  [/codec|encoding|format|serializer|compression|content type|charset/, 'serialisation_changed', 0.7],
  [/pattern|regex|regexp|layout/, 'parse_changed', 0.7],
]
