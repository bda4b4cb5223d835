import { LEVEL_WORDS, severityOfNumber, severityOfWord } from './level-words.ts'
import type { Severity } from './record.ts'

/** One way in which programs write a level before a message. */
export interface LevelForm {
  readonly name: string
  /** Who writes it so. */
  readonly source: string
  /** A line of this form; its time, if it stands first, is taken off before the pattern is tried. */
  readonly example: string
  /** Matches from the start up to where the message begins. Groups: `level`, and where the form names it `logger`. */
  readonly pattern: RegExp
  /** Stands in every line of this form; looking for it first spares the others the pattern. */
  readonly needs?: string
  /** What the level means where its spelling alone does not say it. */
  readonly severityOf?: (level: string) => Severity
}

// What may stand between time and level: a thread or logger in brackets, a process id, a connection id.
const BETWEEN = String.raw`(?:\[[^\]]{0,80}\]\s{0,3}|\d+(?:#\d+)?:?\s+){0,3}?`
const UPPER = LEVEL_WORDS.toUpperCase()

/** The levels of PHP's error reporting (php.net/manual/errorfunc.constants). */
function severityOfPhp(level: string): Severity {
  return /error/i.test(level) ? 'error' : /warning/i.test(level) ? 'warning' : 'info'
}

/** Redis marks: `.` debug, `-` verbose, `*` notice, `#` warning, with which it also prints what it ends for (server.c, serverLogRaw). */
function severityOfRedis(mark: string): Severity {
  return mark === '#' ? 'warning' : 'info'
}

/** The priority of a syslog line is facility times 8 plus level (RFC 5424, 6.2.1). */
function severityOfPriority(priority: string): Severity {
  return severityOfNumber(Number(priority) % 8)
}

/** The forms in the order in which they are tried: narrow ones first. The level is where a level stands, never a word inside a sentence. */
export const LEVEL_FORMS: readonly LevelForm[] = [
  {
    name: 'klog',
    source: 'k8s.io/klog, glog',
    example: 'E0512 12:00:00.123456       1 reflector.go:147] Failed to watch *v1.Pod',
    pattern: /^(?<level>[IWEF])(?:\d{8}|\d{4}) \d\d:\d\d:\d\d\.\d+\s+\d+ (?<logger>[\w.-]+:\d+)\] ?/,
  },
  {
    name: 'Ruby logger',
    source: 'Ruby Logger::Formatter',
    example: 'E, [2026-05-12T12:00:00.123456 #1] ERROR -- : cannot connect',
    pattern: /^(?<level>[DIWEFA]), \[[^\]]{0,60}\]\s+[A-Z]+ -- (?<logger>[^:]{0,60}): /,
  },
  {
    name: 'redis',
    source: 'Redis server.c',
    example: "1:M 12 May 2026 12:00:00.123 # Can't save in background: fork: Cannot allocate memory",
    pattern: /^\d+:[A-Z] \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d+ (?<level>[.*#-]) /,
    severityOf: severityOfRedis,
  },
  {
    name: 'logrus text',
    source: 'sirupsen/logrus TextFormatter on a terminal',
    example: 'ERRO[0012] cannot dial                       error="timeout"',
    pattern: /^(?<level>DEBU|INFO|WARN|ERRO|FATA|PANI|TRAC)\[\d+\] /,
  },
  {
    name: 'zap console',
    source: 'uber-go/zap console encoder, controller-runtime',
    example: '2026-05-12T12:00:00.000Z\tERROR\tsetup\tmain/main.go:81\tunable to start manager\t{"error": "x"}',
    pattern: /^(?<level>debug|info|warn|error|dpanic|panic|fatal)\t(?:(?<logger>[\w./-]+)\t(?=[^\t]+\t))?(?:[\w./@-]+\.go:\d+\t)?/i,
  },
  {
    name: '.NET console',
    source: 'Microsoft.Extensions.Logging.Console',
    example: 'fail: Orders.Worker[0]',
    pattern: /^(?<level>trce|dbug|info|warn|fail|crit): (?<logger>[\w.]+(?=\[\d+\]))?(?:\[\d+\]\s*)?/,
  },
  {
    name: 'logfmt',
    needs: '=',
    source: 'go-kit log, log/slog text, logrus without a terminal',
    example: 'time="2026-05-12T12:00:00Z" level=error msg="cannot dial"',
    pattern: /^(?=[^{]{0,300}?(?<![^\s])(?:level|lvl|severity)="?(?<level>\w+))/,
  },
  {
    name: 'npm',
    source: 'npm cli',
    example: 'npm ERR! missing script: start',
    pattern: /^npm (?<level>ERR!|error|WARN|warn)\s+/,
  },
  {
    name: 'PHP',
    source: 'PHP error log',
    example: 'PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] in /app/db.php:3',
    pattern: /^(?:PHP )?(?<level>Fatal error|Parse error|Recoverable fatal error|Warning|Notice|Deprecated):\s+/,
    severityOf: severityOfPhp,
  },
  {
    name: 'syslog priority',
    source: 'RFC 3164, RFC 5424',
    example: '<11>May 12 12:00:00 web-0 app[7]: cannot connect',
    pattern: /^<(?<level>\d{1,3})>(?:1 )?/,
    severityOf: severityOfPriority,
  },
  {
    name: 'Erlang report',
    source: 'Erlang/OTP sasl, RabbitMQ',
    example: '=ERROR REPORT==== 12-May-2026::12:00:00 ===',
    pattern: /^=(?<level>ERROR|CRASH|WARNING|INFO|SUPERVISOR|PROGRESS) REPORT=+\s?/,
    severityOf: (level) => (level === 'CRASH' || level === 'SUPERVISOR' ? 'error' : severityOfWord(level)),
  },
  {
    name: 'Python basicConfig',
    source: 'Python logging.basicConfig',
    example: 'ERROR:orders.db:cannot connect',
    pattern: /^(?<level>DEBUG|INFO|WARNING|ERROR|CRITICAL):(?<logger>[\w.]+):/,
  },
  {
    name: 'Python named',
    source: 'Python logging with asctime - name - levelname - message',
    example: '2026-05-12 12:00:00,123 - orders.db - ERROR - cannot connect',
    pattern: /^(?<logger>[\w.$/-]{1,120}) - (?<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) - /,
  },
  {
    name: 'Monolog',
    source: 'PHP Monolog LineFormatter',
    example: '[2026-05-12T12:00:00.123456+00:00] app.ERROR: cannot connect {"code":1}',
    pattern: /^(?<logger>[\w-]{1,60})\.(?<level>DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY): /,
  },
  {
    name: 'PostgreSQL',
    needs: ':  ',
    source: 'PostgreSQL elog.c: severity and two blanks, after log_line_prefix',
    example: '2026-05-12 12:00:00.123 UTC [71] app@orders FATAL:  password authentication failed for user "app"',
    pattern: /^(?:[^:\s]{1,80} ){0,4}(?<level>PANIC|FATAL|ERROR|WARNING|NOTICE|LOG|INFO|DEBUG):  /,
  },
  {
    name: 'in brackets',
    source: 'nginx, Apache, MySQL, Envoy, Elasticsearch, gunicorn, HAProxy, CoreDNS, Elixir, Celery',
    example: '2026/05/12 12:00:00 [error] 31#31: *1 connect() failed (111: Connection refused) while connecting to upstream',
    pattern: new RegExp(
      String.raw`^(?:[\w.-]{1,40}: )?${BETWEEN}[[<(](?:[\w.]{1,40}:)?(?<level>${LEVEL_WORDS})(?:[/ ][^\]>]{0,60})?[\]>)]:?\s{0,8}`,
      'i',
    ),
  },
  {
    name: 'in capitals',
    source: 'log4j, logback, Spring Boot, Kafka, env_logger, tracing, slog, zerolog, Serilog, NLog, java.util.logging, uvicorn',
    example: '2026-05-12 12:00:00.123 ERROR 1 --- [main] com.example.App : cannot connect',
    pattern: new RegExp(
      String.raw`^${BETWEEN}(?<level>${UPPER})(?![\w'.(=-]|\s+(?:RATE|COUNT|RATIO|BUDGET)S?\b|\s+ERROR: )(?:/\w{1,40}\])?[\]:|>/\s-]{0,12}`,
    ),
  },
  {
    name: 'in a word and a colon',
    source: 'winston simple, command line programs (GNU coding standards)',
    example: 'error: cannot open /data/index: No space left on device',
    pattern: new RegExp(String.raw`^(?!panic: )(?<level>${LEVEL_WORDS})\s{0,4}: ?(?=\S)`, 'i'),
  },
]

/** The level that stands at the start of a line, and where its message begins. */
export interface FoundLevel {
  readonly severity: Severity
  readonly logger: string | null
  readonly messageAt: number
}

/** The level of a line whose time was taken off; null when no level stands where levels stand. */
export function findLevel(text: string): FoundLevel | null {
  for (const { pattern, needs, severityOf } of LEVEL_FORMS) {
    if (needs !== undefined && !text.includes(needs)) continue
    const found = pattern.exec(text)
    if (found === null) continue
    const severity = (severityOf ?? severityOfWord)(found.groups?.['level'] ?? '')
    if (severity !== 'unknown') return { severity, logger: found.groups?.['logger'] || null, messageAt: found[0].length }
  }
  return null
}
