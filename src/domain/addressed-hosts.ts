/** One way in which programs write whom they call. */
export interface AddressWords {
  readonly source: string
  readonly example: string
  /** Its first group is the host. */
  readonly pattern: RegExp
}

/** In the order in which they are looked for: what names the owner of a certificate before the address that was dialled. */
export const ADDRESS_WORDS: readonly AddressWords[] = [
  {
    source: 'OpenSSL, names of certificates',
    example: 'certificate has expired, subject: CN = pay.example.org',
    pattern: /\bCN ?= ?([\w*][\w.-]{0,252})/g,
  },
  {
    source: 'Go crypto/tls; Envoy; people',
    example: 'tls: failed to verify certificate for pay.example.org: x509: certificate has expired',
    pattern: /certificate (?:for|of) ["']?([\w*][\w.-]{0,252})/gi,
  },
  {
    source: 'RFC 3986',
    example: 'Get "https://pay.example.org/v1": x509: certificate has expired',
    pattern: /:\/\/(?:[^@/\s]{0,200}@)?([\w*][\w.-]{0,252})/g,
  },
  {
    source: 'libpq, fe-connect.c',
    example: 'connection to server at "pay.example.org" (192.0.2.7), port 5432 failed: SSL error: certificate has expired',
    pattern: /server at "([\w*][\w.-]{0,252})"/g,
  },
  {
    source: 'urllib3; aiohttp; clients of MySQL',
    example: "HTTPSConnectionPool(host='pay.example.org', port=443): certificate has expired",
    pattern: /\bhost(?: |=|: ?)["']?([\w*][\w.-]{0,252})/gi,
  },
  {
    source: 'Go net; Node; gRPC; curl',
    example: 'dial tcp pay.example.org:443: certificate has expired',
    pattern: /(?<![\w./@*-])([\w*][\w.-]{0,252}):\d{2,5}(?![\w.])/g,
  },
  {
    source: 'TLS clients and people, in words',
    example: 'handshake with pay.example.org failed: certificate has expired',
    pattern: /\b(?:to|with|for|dial) ["']?(\w[\w-]{0,62}\.[\w.-]{1,189})/gi,
  },
]

/** Last parts of the names of files that logs point into; some are also domains of countries, which is the lesser harm. */
const FILES = new Set(
  'c cc cpp cer conf crt cs csr dll ex exs go h hpp html jar java jks js json jsx key kt log mjs pem pfx php properties py rb rs scala so swift toml ts tsx txt xml yaml yml'.split(
    ' ',
  ),
)

/**
 * The hosts that a text addresses, in lower case and each once, those first that name the owner of a certificate. Of numbers and of names without a dot only
 * those that `isKnown` takes for a host. Classes (`psycopg2.OperationalError`), versions and files (`server.go:80`) are no hosts. Empty when it addresses none.
 */
export function addressedHosts(text: string, isKnown: (host: string) => boolean): readonly string[] {
  const names = ADDRESS_WORDS.flatMap(({ pattern }) => [...text.matchAll(pattern)].map((match) => (match[1] ?? '').replace(/[.-]$/, '')))
  return [...new Set(names.filter((name) => isKnown(name) || isDomain(name)).map((name) => name.toLowerCase()))]
}

/** A dotted name that ends as domains do. Programs write classes with capitals, and nobody does that with hosts. */
function isDomain(name: string): boolean {
  const labels = name.split('.')
  const last = labels.at(-1) ?? ''
  return labels.length > 1 && name === name.toLowerCase() && /^[a-z]{2,24}$/.test(last) && !FILES.has(last)
}
