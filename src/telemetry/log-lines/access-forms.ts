/** One way in which a server writes what it was asked, how it answered, and how long that took. */
export interface AccessForm {
  readonly name: string
  /** Who writes it so. */
  readonly source: string
  /** Lines of this form, one for each alternative of its pattern, as they stand once time and level are taken off. */
  readonly examples: readonly string[]
  /** Stands in every line of this form; looking for it first spares the others the pattern. */
  readonly needs: string
  /** Groups: `path` and `status`; where the form says how long it took `duration`, and `unit` where the line names it. */
  readonly pattern: RegExp
  /** What else a line of this form holds, wherever in it, with the groups that `pattern` lacks. */
  readonly beside?: RegExp
  /** Unit of `duration` where the form fixes it. */
  readonly unit?: DurationUnit
}

/** Milliseconds in each unit of a duration, as programs abbreviate it; `µ` is written as the micro sign and as the Greek letter. */
const MILLISECONDS_IN = { s: 1000, ms: 1, us: 0.001, µs: 0.001, μs: 0.001, ns: 0.000_001 } as const

export type DurationUnit = keyof typeof MILLISECONDS_IN

/** A duration in milliseconds; null for a unit or a number that is none. */
export function inMilliseconds(duration: string | number | undefined, unit: string | undefined): number | null {
  const known = Object.entries(MILLISECONDS_IN).find(([name]) => name === unit)
  const ms = Number(duration) * (known?.[1] ?? Number.NaN)
  return Number.isFinite(ms) ? ms : null
}

const REQUEST = String.raw`"[A-Z]{3,10} (?<path>\/[^\s"]{0,2000})(?: HTTP\/[\d.]{1,3})?" (?<status>[1-5]\d\d)(?!\d)`
/** Size, and of the combined format who referred and which agent asked. */
const SIZE = String.raw` (?:\d{1,15}|-)(?: "[^"]{0,2000}" "[^"]{0,2000}")?`
const TOOK = String.raw`(?<duration>\d{1,12}(?:\.\d{1,12})?) ?(?<unit>[mnuµμ]?s)(?![\w/])`

/** The forms in the order in which they are tried: those that say how long it took come before those that begin alike. */
export const ACCESS_FORMS: readonly AccessForm[] = [
  {
    name: 'Envoy',
    source: 'Envoy, default format of access logs; Istio adds how the answer came about',
    examples: [
      '"GET /cart HTTP/1.1" 503 UF 0 91 12 - "-" "okhttp/4" "0a" "cart:8080" "10.0.0.7:8080"',
      '"GET /cart HTTP/1.1" 200 - via_upstream - "-" 0 512 12 11 "-" "okhttp/4" "0a" "cart:8080" "10.0.0.7:8080" inbound|8080|| - - - -',
    ],
    needs: ' HTTP/',
    pattern: new RegExp(
      String.raw`${REQUEST} (?:-|[A-Z][A-Za-z,]{0,60}) (?:[a-z]\S{0,200} \S{1,200} "[^"]{0,400}" )?\d{1,15} \d{1,15} (?<duration>\d{1,12}) (?:\d{1,12}|-) "`,
    ),
    unit: 'ms',
  },
  {
    name: 'nginx with its own time',
    source: 'nginx log_format with $request_time, as its documentation names it, or rt',
    examples: [
      '"GET /cart HTTP/1.1" 200 512 "-" "okhttp/4" rt=0.012',
      '"GET /cart HTTP/1.1" 200 512 "-" "okhttp/4" "-" uct="0.001" request_time=0.012',
    ],
    needs: ' HTTP/',
    pattern: new RegExp(REQUEST),
    beside: /(?<![\w.])(?:rt|request_time)[=:] ?"?(?<duration>\d{1,9}\.\d{3})/,
    unit: 's',
  },
  {
    name: 'ingress-nginx',
    source: 'ingress-nginx, log-format-upstream: length of the request, then its time',
    examples: ['"GET /cart HTTP/2.0" 200 512 "-" "okhttp/4" 489 0.012 [shop-cart-80] [] 10.0.0.7:8080 512 0.011 200 0a'],
    needs: ' HTTP/',
    pattern: new RegExp(String.raw`${REQUEST}${SIZE} \d{1,15} (?<duration>\d{1,9}\.\d{3}) \[`),
    unit: 's',
  },
  {
    name: 'Traefik',
    source: 'Traefik, common log format: number of the request, router, server, duration',
    examples: ['"GET /cart HTTP/1.1" 200 512 "-" "-" 17 "cart@kubernetes" "http://10.0.0.7:8080" 12ms'],
    needs: ' HTTP/',
    pattern: new RegExp(String.raw`${REQUEST}${SIZE} \d{1,15} "[^"]{0,400}" "[^"]{0,400}" (?<duration>\d{1,12})ms`),
    unit: 'ms',
  },
  {
    name: 'common',
    source:
      'common and combined log format: Apache, nginx, gunicorn, Tomcat, Jetty, Werkzeug, Django, uvicorn, morgan; what follows is not said to be a time',
    examples: [
      '"GET /cart HTTP/1.1" 200 512',
      '"GET /cart HTTP/1.1" 304 - "https://shop.example/" "okhttp/4" 1234',
      '127.0.0.1 - - [12/May/2026 12:00:00] "GET /cart HTTP/1.1" 200 -',
      '10.0.0.1:51234 - "GET /cart HTTP/1.1" 500 Internal Server Error',
    ],
    needs: ' HTTP/',
    pattern: new RegExp(REQUEST),
  },
  {
    name: 'chi',
    source: 'go-chi/chi middleware.Logger',
    examples: ['"GET http://shop.example/cart HTTP/1.1" from 10.0.0.1:51234 - 200 512B in 12.3ms'],
    needs: '" from ',
    pattern: new RegExp(
      String.raw`"[A-Z]{3,10} https?:\/\/[^\s"/]{1,260}(?<path>\/[^\s"]{0,2000}) HTTP\/[\d.]{1,3}" from \S{1,100} - (?<status>[1-5]\d\d) \S{1,20} in ${TOOK}`,
    ),
  },
  {
    name: 'HAProxy',
    source: 'HAProxy, option httplog: five timers, the last of them the whole (Ta, ms)',
    examples: [
      '10.0.0.1:51234 [12/May/2026:12:00:00.123] public cart/cart1 0/0/1/10/12 200 512 - - ---- 1/1/0/0/0 0/0 "GET /cart HTTP/1.1"',
    ],
    needs: ' HTTP/',
    pattern: /(?<=\s)(?:-?\d{1,9}\/){4}\+?(?<duration>\d{1,9}) (?<status>[1-5]\d\d) /,
    beside: /"[A-Z]{3,10} (?<path>\/[^\s"]{0,2000})/,
    unit: 'ms',
  },
  {
    name: 'gin',
    source: 'gin-gonic/gin Logger; gofiber/fiber logger',
    examples: [
      '[GIN] 2026/05/12 - 12:00:00 | 200 |   12.345678ms |        10.0.0.1 | GET      "/cart"',
      '| 200 |   12.3ms | 10.0.0.1 | GET | /cart | -',
    ],
    needs: ' | ',
    pattern: new RegExp(
      String.raw`\| {1,4}(?<status>[1-5]\d\d) {1,4}\| {1,20}${TOOK} {1,20}\| {1,20}\S{1,60} {1,20}\| {1,4}[A-Z]{3,10} {1,12}(?:\| {1,4})?"?(?<path>\/[^\s"]{0,2000})`,
    ),
  },
  {
    name: 'morgan',
    source: 'expressjs/morgan dev, tiny and short; programs that write method, path, status and time themselves',
    examples: [
      'GET /cart 200 12.345 ms - 512',
      'GET /cart 200 512 - 12.345 ms',
      '10.0.0.1 - GET /cart HTTP/1.1 200 512 - 12.345 ms',
      '[shop.views] GET /cart 500 Internal Server Error in 12ms',
    ],
    needs: ' /',
    pattern: new RegExp(
      String.raw`^(?:\[[^\]]{1,80}\]:? |[\w.:]{1,60} - )?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?<path>\/\S{0,2000})(?: HTTP\/[\d.]{1,3})? (?<status>[1-5]\d\d) .{0,80}?(?<![\w.])${TOOK}`,
    ),
  },
]
