import { inMilliseconds, type DurationUnit } from './access-forms.ts'

/** One way in which a server writes what it answered as fields. Fields inside of fields are named with dots between. */
export interface AccessFields {
  readonly name: string
  /** Who writes it so. */
  readonly source: string
  /** A line of this form, as JSON or logfmt. */
  readonly example: string
  /** A field that tells it from others with the same names. */
  readonly mark?: string
  readonly status: readonly string[]
  readonly path: readonly string[]
  /** Fields that hold how long it took, one of which every line has, and their unit; null where the value or the name says it, or nothing does. */
  readonly duration: readonly string[]
  readonly unit: DurationUnit | null
}

/** The forms in the order in which they are tried: those of one program before what programs have in common. */
export const ACCESS_FIELDS: readonly AccessFields[] = [
  {
    name: 'pino-http',
    source: 'pinojs/pino-http',
    example: '{"level":30,"req":{"method":"GET","url":"/cart"},"res":{"statusCode":200},"responseTime":12,"msg":"request completed"}',
    status: ['res.statusCode'],
    path: ['req.url'],
    duration: ['responseTime'],
    unit: 'ms',
  },
  {
    name: 'nginx',
    source: 'nginx log_format escape=json, by the names of its variables',
    example: '{"time":"2026-05-12T12:00:00+00:00","request_uri":"/cart","status":"200","request_time":"0.012"}',
    status: ['status'],
    path: ['request_uri', 'uri'],
    duration: ['request_time'],
    unit: 's',
  },
  {
    name: 'Envoy',
    source: 'Envoy and Istio, access logs as JSON',
    example: '{"start_time":"2026-05-12T12:00:00.000Z","method":"GET","path":"/cart","response_code":200,"duration":12}',
    status: ['response_code'],
    path: ['path'],
    duration: ['duration'],
    unit: 'ms',
  },
  {
    name: 'Traefik',
    source: 'Traefik, access logs as JSON',
    example: '{"DownstreamStatus":200,"Duration":12000000,"RequestPath":"/cart","level":"info","msg":"","time":"2026-05-12T12:00:00Z"}',
    status: ['DownstreamStatus'],
    path: ['RequestPath'],
    duration: ['Duration'],
    unit: 'ns',
  },
  {
    name: 'Caddy',
    source: 'Caddy, http.log.access',
    example: '{"level":"info","ts":1778587200.1,"msg":"handled request","request":{"uri":"/cart"},"duration":0.012,"status":200}',
    status: ['status'],
    path: ['request.uri'],
    duration: ['duration'],
    unit: 's',
  },
  {
    name: 'Echo',
    source: 'labstack/echo middleware.Logger: latency beside latency_human',
    example: '{"time":"2026-05-12T12:00:00Z","uri":"/cart","status":200,"latency":12000000,"latency_human":"12ms"}',
    status: ['status'],
    path: ['uri'],
    duration: ['latency_human'],
    unit: null,
  },
  {
    name: 'lograge',
    source: 'roidrage/lograge for Rails',
    example: 'method=GET path=/cart format=html controller=Carts action=show status=200 duration=12.34 view=3.1',
    mark: 'controller',
    status: ['status'],
    path: ['path'],
    duration: ['duration'],
    unit: 'ms',
  },
  {
    name: 'Elastic Common Schema',
    source: 'elastic.co/guide/en/ecs: event.duration in nanoseconds',
    example: '{"message":"answered","url":{"path":"/cart"},"http":{"response":{"status_code":200}},"event":{"duration":12000000}}',
    status: ['http.response.status_code'],
    path: ['url.path'],
    duration: ['event.duration'],
    unit: 'ns',
  },
  {
    name: 'Kubernetes API server',
    source: 'k8s.io/apiserver httplog',
    example: '"HTTP" verb="GET" URI="/apis/apps/v1/deployments" latency="12.3ms" userAgent="kubectl/v1.36" resp=200',
    status: ['resp'],
    path: ['URI'],
    duration: ['latency'],
    unit: null,
  },
  {
    name: 'own fields',
    source: 'zap, slog, zerolog, winston, structlog and Spring with fields of the program: its values or names say the unit',
    example: '{"level":"info","msg":"request served","method":"GET","path":"/cart","status":200,"duration_ms":12}',
    status: ['status', 'status_code', 'statusCode', 'http_status', 'http.status_code', 'http.response.status_code'],
    path: ['path', 'uri', 'url', 'route', 'url.path', 'http.target', 'http.route'],
    duration: [
      'duration_ms',
      'durationMs',
      'latency_ms',
      'latencyMs',
      'elapsed_ms',
      'elapsedMs',
      'took_ms',
      'response_time_ms',
      'event.duration_ms',
      'duration',
      'latency',
      'elapsed',
      'took',
      'response_time',
      'responseTime',
    ],
    unit: null,
  },
]

type Fields = Readonly<Record<string, unknown>>

/** A duration with its unit, as Go, Rust and people write it. */
const WRITTEN = /^(\d{1,12}(?:\.\d{1,12})?) ?(s|ms|us|µs|μs|ns)$/

/** What a server says it was asked and answered. */
export interface Served {
  /** As the server sees it, with its query. */
  readonly path: string
  /** 100 to 599. */
  readonly status: number
  /** Null where nothing says how long it took, or in which unit. */
  readonly durationMs: number | null
}

/** What the fields of a line say was answered; null where they are of no access log: whoever calls another writes its whole address, and no path. */
export function servedInFields(fields: Fields): Served | null {
  for (const form of ACCESS_FIELDS) {
    const [status, path, took] = [form.status, form.path, form.duration].map((keys) => foundIn(fields, keys))
    const code = numberOf(status?.value)
    if (took === undefined || took === null || code === null || code < 100 || code > 599) continue
    if (typeof path?.value !== 'string' || !path.value.startsWith('/')) continue
    if (form.mark === undefined || Object.hasOwn(fields, form.mark))
      return { path: path.value, status: code, durationMs: durationMs(took, form.unit) }
  }
  return null
}

interface Found {
  readonly key: string
  readonly value: unknown
}

/** The first of the fields that is there. */
function foundIn(fields: Fields, keys: readonly string[]): Found | null {
  for (const key of keys) {
    const value = fields[key] ?? key.split('.').reduce<unknown>(fieldOf, fields)
    if (value !== undefined && value !== null) return { key, value }
  }
  return null
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(key) : undefined
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : null
}

/** In milliseconds; null where nothing says the unit. A value that is written with its unit says it before the form does. */
function durationMs({ key, value }: Found, unit: DurationUnit | null): number | null {
  const written = typeof value === 'string' ? WRITTEN.exec(value) : null
  if (written !== null) return inMilliseconds(written[1], written[2])
  const number = numberOf(value)
  const known = unit ?? (/_ms$|Ms$/.test(key) ? 'ms' : null)
  return number === null || known === null ? null : inMilliseconds(number, known)
}
