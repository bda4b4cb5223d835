/** An address as a text writes it. */
export interface CalledAddress {
  /** `host[:port][/path]` as it was said. */
  readonly target: string
  readonly host: string
  readonly port: number | null
  /** Where it stands in the text. */
  readonly at: number
}

// A name of a host as DNS allows it; a sentence may go on behind it with a full stop.
const HOST = String.raw`(?<host>[A-Za-z0-9][A-Za-z0-9._-]{0,252}|\[[0-9a-fA-F:.]{2,45}\])`
const PORT = String.raw`(?<port>\d{1,5})`

/** How runtimes, drivers and tools write whom they called; each with who writes it so. */
const FORMS: readonly RegExp[] = [
  // URLs: Go net/http, curl, fetch, Spring, nginx upstreams.
  /(?<=[a-z0-9]):\/\/(?<authority>[^\s"'\\)>,/?]{1,360})(?<path>\/[^\s"'\\)>,]{0,200})?/g,
  // urllib3 and requests.
  new RegExp(String.raw`host='${HOST}', port=${PORT}`, 'g'),
  // Go's resolver (Rust's says "lookup address information" and no name); Node's getaddrinfo; Java; glibc tools; nginx; libpq; MySQL; PHP; gRPC.
  new RegExp(
    String.raw`(?:\blookup (?!address information)|getaddrinfo (?:ENOTFOUND|EAI_AGAIN|for(?: host)?) ["']?|UnknownHostException: |[Rr]esolve(?: host)?(?: address)?:? ['"]?|bad address ['"]|host not found in upstream "|host name "|[Ss]erver host ['"]|[Rr]esolution failed for )${HOST}(?::${PORT})?(?![\w.-])`,
    'g',
  ),
  // curl 7, Ruby, libpq, MySQL.
  new RegExp(
    String.raw`(?:[Cc]onnect(?:ion)? to (?:server at )?|server on )["']?${HOST}["']?(?: \([0-9a-fA-F.:]{2,45}\))?(?:,? port |:)${PORT}`,
    'g',
  ),
  // Java: name and address, `quote/10.0.0.1:8080`.
  new RegExp(String.raw`(?<![\w./-])${HOST}/(?:\d{1,3}\.){3}\d{1,3}:${PORT}\b`, 'g'),
  // From one end to the other: Go net.
  new RegExp(String.raw`->${HOST}:${PORT}\b`, 'g'),
  // host:port after a word of calling or a field of it, and before the reason.
  new RegExp(
    String.raw`(?:\b(?:tcp|to|connect(?:ing)?|reach|dial|from|for|with|on|at|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ipv4|addr|address|host|server|upstream|endpoint|target|peer)[ =:"']{1,3}|\()${HOST}:${PORT}\b(?!->)`,
    'g',
  ),
  // busybox wget and nc, .NET: the host in brackets or before the reason.
  new RegExp(String.raw`(?:remote host \(|not known \(|is known\. \(|refused \()${HOST}(?::${PORT})?\)`, 'g'),
  // pg_isready.
  new RegExp(String.raw`^${HOST}:${PORT}(?= - )`, 'g'),
  // nginx with a resolver.
  new RegExp(String.raw`(?<![\w.-])${HOST} could not be resolved`, 'g'),
  // Fields of structured lines.
  new RegExp(String.raw`\b(?:host|hostname|upstream|server\.address|net\.peer\.name|address)=${HOST}(?![\w.:-])`, 'g'),
]

/** A name alone, in a sentence: only where no address stands in it, for `database` may be a name or a word. */
const BARE = new RegExp(String.raw`\b[Cc]onnection to ${HOST}(?= (?:timed out|refused|was reset|reset|failed))`, 'g')

/** Ports from which Linux gives clients theirs (net.ipv4.ip_local_port_range): the other end was the caller. */
const FIRST_EPHEMERAL_PORT = 32_768
/** A place in code looks like a host with a port: `main.go:81`. */
const SOURCE_FILE = /\.(?:go|py|js|mjs|ts|java|kt|scala|rb|rs|cs|php|c|cc|cpp|h|erl|ex|exs|lua|sh)$/i
/** Where one listens, not whom one calls. */
const OWN = /^(?:0\.0\.0\.0|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1?\])$/i
/** A clock looks like one too: `12:00`. */
const NO_NAME = /^\d+$/

/** The addresses of others that a text names, in the order in which they stand there, each once. */
export function addressesIn(text: string): readonly CalledAddress[] {
  const full = FORMS.flatMap((form) => foundBy(form, text))
  const found = full.length > 0 ? full : [...foundBy(BARE, text)]
  const ordered = found.sort((a, b) => a.at - b.at || b.target.length - a.target.length)
  return ordered.filter(
    (address, index) =>
      ordered.findIndex(({ host, port }) => host === address.host && (port === address.port || address.port === null)) === index,
  )
}

function foundBy(form: RegExp, text: string): readonly CalledAddress[] {
  return [...text.matchAll(form)].flatMap((match) => addressOf(match) ?? [])
}

function addressOf(match: RegExpMatchArray): CalledAddress | null {
  const { path = '' } = match.groups ?? {}
  const { host, port } = hostAndPort(match.groups ?? {})
  if (host === '' || NO_NAME.test(host) || OWN.test(host) || SOURCE_FILE.test(host)) return null
  if (port !== null && (port === 0 || port > 65_535 || (match[0].startsWith('->') && port >= FIRST_EPHEMERAL_PORT))) return null
  const at = (match.index ?? 0) + match[0].indexOf(host)
  return { target: `${host}${port === null ? '' : `:${port}`}${path.replace(/[:;.]{1,3}$/, '')}`, host, port, at }
}

/** Of a URL, what stands behind the name and password of a user. */
function hostAndPort(said: Readonly<Record<string, string | undefined>>): { readonly host: string; readonly port: number | null } {
  const { authority } = said
  const own =
    authority === undefined
      ? null
      : /^(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9][\w.-]{0,252})(?::(\d{1,5}))?[.:;]?$/.exec(authority.slice(authority.lastIndexOf('@') + 1))
  const host = own?.[1] ?? said['host'] ?? ''
  const port = own?.[2] ?? said['port']
  return { host: host.replace(/[.-]{1,9}$/, ''), port: port === undefined ? null : Number(port) }
}

/** True for an address of four numbers or of IPv6. */
export function isNumeric(host: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || host.startsWith('[')
}
