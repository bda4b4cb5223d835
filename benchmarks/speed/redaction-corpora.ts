import { createRandom, hexOf, suffixOf, uidOf, type Random } from '../../src/drills/random.ts'

/** Least characters of one corpus. */
const LEAST_CHARACTERS = 20_000_000
/** Characters of one hostile text: what a single log line or annotation may hold. */
const HOSTILE_CHARACTERS = 400_000
const SEED = 10

interface Corpus {
  readonly name: string
  readonly texts: readonly string[]
}

/** Texts as they are read, and texts that are made to be slow; all from one seed. */
export function* redactionCorpora(): Generator<Corpus> {
  const random = createRandom(SEED)
  yield { name: 'ordinary log lines', texts: many(() => logLine(random)) }
  yield { name: 'JSON log records', texts: many(() => JSON.stringify(logRecord(random))) }
  yield { name: 'JSON objects of Kubernetes', texts: many(() => JSON.stringify(deployment(random))) }
  yield { name: 'stack traces', texts: many(() => stackTrace(random)) }
  yield { name: 'a secret in each line', texts: many(() => secretLine(random)) }
  for (const [name, part] of Object.entries(HOSTILE)) {
    const text = part.repeat(Math.ceil(HOSTILE_CHARACTERS / part.length))
    const count = Math.ceil(LEAST_CHARACTERS / text.length)
    // Each its own string: a repeated one would be flattened and measured once.
    yield { name: `hostile: ${name}`, texts: Array.from({ length: count }, (_unused, index) => `${text}${index}`) }
  }
}

function many(make: () => string): readonly string[] {
  const texts: string[] = []
  for (let characters = 0; characters < LEAST_CHARACTERS; characters += texts.at(-1)?.length ?? 1) texts.push(make())
  return texts
}

const SERVICES = ['orders', 'quotes', 'shipping', 'payment', 'cart'] as const
const SAID = [
  'connection refused while calling quotes.shop.svc.cluster.local:8080',
  'token expired for session, asking again',
  'request done',
  'context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  'Failed to pull image "registry.example/shop/orders:2.1.0": secret "registry-key" not found',
] as const

function moment(random: Random): string {
  return new Date(1_779_890_400_000 + random.integer(0, 3_600_000)).toISOString()
}

function podOf(random: Random): string {
  return `${random.pick(SERVICES)}-${hexOf(random, 9)}-${suffixOf(random, 5)}`
}

function logLine(random: Random): string {
  const head = `${moment(random)} ${random.pick(['INFO', 'WARN', 'ERROR'])} [${podOf(random)}] trace_id=${hexOf(random, 32)} span_id=${hexOf(random, 16)}`
  return `${head} method=GET path=/v1/${random.pick(SERVICES)}/${random.integer(1, 9999)} status=${random.integer(200, 504)} duration_ms=${random.integer(1, 900)} msg="${random.pick(SAID)}"`
}

function logRecord(random: Random): object {
  return {
    time: moment(random),
    level: 'error',
    pod: podOf(random),
    traceId: hexOf(random, 32),
    attempt: random.integer(1, 5),
    message: random.pick(SAID),
    request: { method: 'POST', url: `http://quotes:8080/v1/quote?order=${random.integer(1, 9999)}`, durationMs: random.integer(1, 900) },
  }
}

function deployment(random: Random): object {
  const name = random.pick(SERVICES)
  const labels = { app: name, 'pod-template-hash': hexOf(random, 9) }
  const variables = ['QUOTE_ADDR', 'LOG_LEVEL', 'REDIS_URL'].map((key) => ({ name: key, value: `${random.pick(SERVICES)}:8080` }))
  const own = { name: 'DB_USER', valueFrom: { secretKeyRef: { name: `${name}-db`, key: 'username' } } }
  const image = `registry.example/shop/${name}@sha256:${hexOf(random, 64)}`
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', uid: uidOf(random), resourceVersion: String(random.integer(1, 999_999)), labels },
    spec: { replicas: 3, template: { metadata: { labels }, spec: { containers: [{ name, image, env: [...variables, own] }] } } },
    status: { observedGeneration: 4, conditions: [{ type: 'Available', status: 'True', lastUpdateTime: moment(random) }] },
  }
}

function stackTrace(random: Random): string {
  const frames = Array.from(
    { length: 12 },
    () => `\tat com.shop.${random.pick(SERVICES)}.TokenStore.load(TokenStore.java:${random.integer(1, 900)})`,
  )
  return [`${moment(random)} java.lang.IllegalStateException: token already consumed`, ...frames].join('\n')
}

function secretLine(random: Random): string {
  return `${moment(random)} WARN connecting with DB_PASSWORD=${hexOf(random, 20)} to postgres://orders:${hexOf(random, 12)}@db:5432/orders as ${suffixOf(random, 6)}@example.org`
}

/** One part of each hostile text; it is repeated. Each was slow, or would be, for a pattern that may step back. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'one letter': 'a',
  'names and equals signs': 'a=',
  'a telling name again and again': 'password=',
  'quotes that do not close': 'password="',
  'escaped quotes': String.raw`\"token\":\"`,
  backslashes: '\\',
  'names with empty values': 'secret: ',
  'long names': `${'api_key_'.repeat(20)}:`,
  'addresses without a host': 'https://user:',
  'signs of addresses': 'a@a.a@',
  'domains without an end': 'a@a.a-',
  'keys that do not end': '-----BEGIN RSA PRIVATE KEY-----',
  'certificates that do not end': '-----BEGIN CERTIFICATE-----\n',
  'starts of tokens': 'eyJabcdefgh.',
  'prefixes of tokens': 'ghp_sk-xoxb-AKIA',
  digits: '4111 1111 1111 ',
  'bank accounts': 'DE89 3704 ',
  commands: 'curl -u mysql -p ',
  'lines of base64': `${'aB3'.repeat(21)}x\n`,
  'names of lists': 'data:\n  password: |\n',
  'kinds of objects': '{"apiVersion":"v1","kind":"Secret","data":{"a":"',
  'words before a secret': 'password for the ',
  cookies: 'cookie: a=b; ',
  headers: 'authorization: bearer ',
  elements: '<password>',
  blanks: 'password          ',
  'hashes of passwords': '$2b$12$',
}
