// Made-up secrets of every kind the redactor knows, from a seeded generator: the same values in every run, none of them real. A kind is described
// once; the carriers put it where such a thing stands in telemetry and in what people write.

/** Changes every value; tests print it. */
export const SECRETS_SEED = 20261130

interface SecretSample {
  readonly carrier: string
  /** The text as it would stand in a log line, an object or a chat message. */
  readonly text: string
  /** The part that must never come out. */
  readonly secret: string
}

export interface SecretKind {
  readonly name: string
  readonly samples: readonly SecretSample[]
}

const HEX = '0123456789abcdef'
const DIGITS = '0123456789'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const ALNUM = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${LOWER}${DIGITS}`
const BASE64 = `${ALNUM}+/`
const URL64 = `${ALNUM}_-`
/** What people and generators put into passwords; no quotes, blanks or backslashes, which have kinds of their own. */
const PASSWORD = `${ALNUM}!#$%*+~^`

type Take = (alphabet: string, length: number) => string

function takeFrom(seed: number): Take {
  let state = seed >>> 0
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  for (let warm = 0; warm < 8; warm++) next()
  return (alphabet, length) => Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')
}

/** What a kind is made of: a value that is known by itself, one that is known by its name, or a piece of text with the value in it. */
interface Made {
  readonly secret: string
  readonly field?: string
  readonly fragment?: string
}

type Carrier = (made: Made) => string

const FIELD = 'detail'
const inner = (text: string) => JSON.stringify(text).slice(1, -1)
const words = ({ secret, field, fragment }: Made) => fragment ?? (field === undefined ? secret : `${field}=${secret}`)
const json = ({ secret, field, fragment }: Made) => JSON.stringify({ level: 'error', [field ?? FIELD]: fragment ?? secret, at: 3 })
const dashed = (field: string) =>
  field
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()

/** The eight places; where one makes no sense for a kind, another of the same syntax stands in. */
const CARRIERS: Readonly<Record<string, Carrier>> = {
  'log line': (made) => `2026-05-27T14:02:11Z ERROR orders: upstream said ${words(made)} (attempt 3)`,
  'JSON field': json,
  'escaped JSON': (made) => JSON.stringify({ log: `received ${json(made)} from 10.0.0.7`, stream: 'stderr' }),
  YAML: ({ secret, field, fragment }) =>
    fragment === undefined
      ? `spec:\n  config:\n    ${field ?? FIELD}: ${secret}\n    replicas: 3\n`
      : `spec:\n  script: |\n${fragment.replaceAll(/^/gm, '    ')}\n  replicas: 3\n`,
  'env list': ({ secret, field, fragment }) =>
    `env:\n- name: ${field ?? 'DETAIL'}\n  value: ${fragment === undefined ? secret : JSON.stringify(fragment)}\n- name: LOG_LEVEL\n  value: debug\n`,
  URL: ({ secret, field, fragment }) =>
    fragment === undefined
      ? `GET https://api.shop.example/v1/pay?page=2&${field ?? FIELD}=${secret}&sort=asc 200`
      : `first line\n${fragment}\nlast line`,
  header: ({ secret, field, fragment }) =>
    fragment === undefined
      ? `POST /v1/pay HTTP/1.1\r\nHost: api\r\nX-${dashed(field ?? FIELD)}: ${secret}\r\nAccept: */*`
      : `{"note":"${inner(inner(fragment))}"}`,
  'command line': ({ secret, field, fragment }) => fragment ?? `run-job --verbose --${dashed(field ?? FIELD)} ${secret} --retries 3`,
}

/** The same for a value that is only known in quotes, because it has blanks or quotes in it. */
const QUOTED_CARRIERS: Readonly<Record<string, Carrier>> = {
  ...CARRIERS,
  'log line': ({ secret, field }) => `2026-05-27T14:02:11Z ERROR orders: tried ${field}="${secret}" (attempt 3)`,
  YAML: ({ secret, field }) => `spec:\n  ${field}: "${secret}"\n  replicas: 3\n`,
  'env list': ({ secret, field }) => `env:\n- name: ${field}\n  value: '${secret}'\n- name: LOG_LEVEL\n  value: debug\n`,
  URL: ({ secret, field }) => `args: ["--${dashed(String(field))}", "${secret}", "--retries", "3"]`,
  header: ({ secret, field }) => `${field}='${secret}'\nLOG_LEVEL=debug`,
  'command line': ({ secret, field }) => `run-job --${dashed(String(field))} '${secret}' --retries 3`,
}

function kind(name: string, make: (take: Take) => Made, carriers = CARRIERS): SecretKind {
  const seed = Array.from(name).reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), SECRETS_SEED)
  const samples = Object.entries(carriers).map(([carrier, carry], index): SecretSample => {
    const made = make(takeFrom(seed + index * 7919))
    return { carrier, text: carry(made), secret: made.secret }
  })
  return { name, samples }
}

/** `prefix` and a body of a length: most issuers' tokens. */
function tokens(rows: Readonly<Record<string, (take: Take) => string>>): SecretKind[] {
  return Object.entries(rows).map(([name, value]) => kind(name, (take) => ({ secret: value(take) })))
}

function luhnCard(take: Take): string {
  const body = `4${take(DIGITS, 14)}`
  const sum = Array.from(body)
    .toReversed()
    .reduce(
      (total, digit, index) => total + (index % 2 === 1 ? Number(digit) : Number(digit) > 4 ? Number(digit) * 2 - 9 : Number(digit) * 2),
      0,
    )
  return body + String((10 - (sum % 10)) % 10)
}

const uuid = (take: Take) => [8, 4, 4, 4, 12].map((length) => take(HEX, length)).join('-')

/** Known wherever they stand. */
const ISSUED = tokens({
  'a JSON Web Token': (take) => `eyJ${take(ALNUM, 20)}.eyJ${take(URL64, 40)}.${take(URL64, 43)}`,
  'an encrypted JSON Web Token': (take) =>
    `eyJ${take(ALNUM, 30)}.${take(URL64, 40)}.${take(URL64, 16)}.${take(URL64, 60)}.${take(URL64, 22)}`,
  'a Slack bot token': (take) => `xoxb-${take(DIGITS, 12)}-${take(DIGITS, 12)}-${take(ALNUM, 24)}`,
  'a Slack user token': (take) => `xoxp-${take(DIGITS, 12)}-${take(DIGITS, 12)}-${take(HEX, 32)}`,
  'a Slack app token': (take) => `xapp-1-${take(UPPER, 11)}-${take(DIGITS, 13)}-${take(HEX, 40)}`,
  'a Slack rotated token': (take) => `xoxe.xoxp-1-${take(ALNUM, 60)}`,
  'a Slack webhook': (take) => `https://hooks.slack.com/services/T${take(UPPER, 8)}/B${take(UPPER, 8)}/${take(ALNUM, 24)}`,
  'a Discord webhook': (take) => `https://discord.com/api/webhooks/${take(DIGITS, 18)}/${take(URL64, 68)}`,
  'a Discord bot token': (take) => `M${take(ALNUM, 23)}.${take(ALNUM, 6)}.${take(URL64, 38)}`,
  'a Telegram bot token': (take) => `${take('123456789', 9)}:AA${take(URL64, 33)}`,
  'a GitHub token': (take) => `ghp_${take(ALNUM, 36)}`,
  'a GitHub app token': (take) => `ghs_${take(ALNUM, 36)}`,
  'a fine-grained GitHub token': (take) => `github_pat_${take(ALNUM, 22)}_${take(ALNUM, 59)}`,
  'a GitLab token': (take) => `glpat-${take(URL64, 20)}`,
  'a GitLab runner token': (take) => `glrt-${take(ALNUM, 20)}`,
  'an npm token': (take) => `npm_${take(ALNUM, 36)}`,
  'a PyPI token': (take) => `pypi-AgEI${take(URL64, 60)}`,
  'a RubyGems key': (take) => `rubygems_${take(HEX, 48)}`,
  'a Docker Hub token': (take) => `dckr_pat_${take(URL64, 27)}`,
  'an AWS access key id': (take) => `AKIA${take(UPPER, 16)}`,
  'an AWS temporary key id': (take) => `ASIA${take(UPPER, 16)}`,
  'a Google API key': (take) => `AIza${take(ALNUM, 35)}`,
  'a Google access token': (take) => `ya29.${take(URL64, 60)}`,
  'a Google client secret': (take) => `GOCSPX-${take(ALNUM, 28)}`,
  'a Google refresh token': (take) => `1//0${take(URL64, 40)}`,
  'an Azure client secret': (take) => `${take(ALNUM, 3)}8Q~${take(ALNUM, 34)}`,
  'an Alibaba key id': (take) => `LTAI5t${take(ALNUM, 18)}`,
  'a DigitalOcean token': (take) => `dop_v1_${take(HEX, 64)}`,
  'an OpenAI key': (take) => `sk-proj-${take(ALNUM, 48)}`,
  'an Anthropic key': (take) => `sk-ant-api03-${take(URL64, 60)}A`,
  'a Hugging Face token': (take) => `hf_${take(ALNUM, 34)}`,
  'a Groq key': (take) => `gsk_${take(ALNUM, 52)}`,
  'a Replicate key': (take) => `r8_${take(ALNUM, 37)}`,
  'a Perplexity key': (take) => `pplx-${take(ALNUM, 48)}`,
  'a payment key': (take) => `sk_live_${take(ALNUM, 24)}`,
  'a restricted payment key': (take) => `rk_live_${take(ALNUM, 24)}`,
  'a payment webhook secret': (take) => `whsec_${take(ALNUM, 32)}`,
  'a Square token': (take) => `sq0atp-${take(URL64, 22)}`,
  'a Shopify token': (take) => `shpat_${take(HEX, 32)}`,
  'a Plaid token': (take) => `access-production-${uuid(take)}`,
  'a Grafana service account token': (take) => `glsa_${take(ALNUM, 32)}_${take(HEX, 8)}`,
  'a Grafana Cloud token': (take) => `glc_${take(BASE64, 60)}=`,
  'a New Relic key': (take) => `NRAK-${take(UPPER, 27)}`,
  'a Sentry token': (take) => `sntrys_${take(ALNUM, 60)}_${take(ALNUM, 43)}`,
  'a Dynatrace token': (take) => `dt0c01.${take(UPPER, 24)}.${take(UPPER, 64)}`,
  'a Honeycomb key': (take) => `hcaik_${take(`${LOWER}${DIGITS}`, 58)}`,
  'a SendGrid key': (take) => `SG.${take(ALNUM, 22)}.${take(URL64, 43)}`,
  'a Mailgun key': (take) => `key-${take(HEX, 32)}`,
  'a Mailchimp key': (take) => `${take(HEX, 32)}-us14`,
  'a Brevo key': (take) => `xkeysib-${take(HEX, 64)}-${take(ALNUM, 16)}`,
  'a Resend key': (take) => `re_${take(ALNUM, 8)}_${take(ALNUM, 24)}`,
  'a Twilio key': (take) => `SK${take(HEX, 32)}`,
  'a Databricks token': (take) => `dapi${take(HEX, 32)}`,
  'a PlanetScale password': (take) => `pscale_pw_${take(ALNUM, 43)}`,
  'a Supabase key': (take) => `sb_secret_${take(ALNUM, 31)}`,
  'an Airtable token': (take) => `pat${take(ALNUM, 14)}.${take(HEX, 64)}`,
  'a Vault token': (take) => `hvs.${take(ALNUM, 40)}`,
  'an older Vault token': (take) => `s.${take(ALNUM, 21)}A7b`,
  'a Doppler token': (take) => `dp.pt.${take(ALNUM, 43)}`,
  'a Tailscale key': (take) => `tskey-auth-${take(ALNUM, 16)}-${take(ALNUM, 32)}`,
  'an age secret key': (take) => `AGE-SECRET-KEY-1${take(UPPER, 58)}`,
  'a Terraform Cloud token': (take) => `atlasv1.${take(ALNUM, 67)}`,
  'a Pulumi token': (take) => `pul-${take(HEX, 40)}`,
  'a Linear key': (take) => `lin_api_${take(ALNUM, 40)}`,
  'a Notion token': (take) => `ntn_${take(ALNUM, 46)}`,
  'a Postman key': (take) => `PMAK-${take(HEX, 24)}-${take(HEX, 34)}`,
  'an Atlassian token': (take) => `ATATT3x${take(URL64, 60)}A`,
  'a Figma token': (take) => `figd_${take(URL64, 40)}a`,
  'a Fernet message': (take) => `gAAAAA${take(URL64, 90)}==`,
  'a bcrypt hash': (take) => `$2b$12$${take(`${ALNUM}./`, 53)}`,
  'a crypt hash': (take) => `$6$${take(ALNUM, 16)}$${take(`${ALNUM}./`, 86)}`,
  'an e-mail address': (take) => `${take(LOWER, 8)}@example.org`,
  'an IBAN': (take) => `DE${take(DIGITS, 20)}`,
  'a card number': luhnCard,
})

/** Known by their names, in the spellings that variables, fields and headers have. */
const NAMED = [
  ...'password passwd DB_PASS DB_PASSWORD dbPassword PGPASSWORD MYSQL_PWD MYSQL_ROOT_PASSWORD REDIS_PASSWORD_PROD ADMIN_PW'.split(' '),
  ...'AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN GITHUB_TOKEN apiKey API_KEY api-key APIKEY X-Api-Key clientSecret client_secret'.split(' '),
  ...'encryptionKey ENCRYPTION_KEY SECRET_KEY_BASE JWT_SECRET signingKey PASSPHRASE passphrase privateKey access-key MASTER_KEY'.split(' '),
  ...'refresh_token accessToken authToken csrfToken SESSION_SECRET credentials CREDS SSH_KEY webhookSecret license_key'.split(' '),
].map((field) => kind(`a value named ${field}`, (take) => ({ field, secret: `${take(ALNUM, 15)}7` })))

const SYMBOLIC = ['password', 'DB_PASSWORD', 'clientSecret'].map((field) =>
  kind(`symbols in ${field}`, (take) => ({ field, secret: `${take(PASSWORD, 13)}7x` }), {
    ...CARRIERS,
    // There `%` and `#` and `+` would be escaped, or end the address.
    URL: ({ secret, field }) => `export ${field}=${secret}`,
  }),
)
const QUOTED = ['password', 'MYSQL_PASSWORD', 'passphrase'].map((field) =>
  kind(
    `blanks in a quoted ${field}`,
    (take) => ({ field, secret: `${take(ALNUM, 5)} ${take(LOWER, 6)} ${take(ALNUM, 4)}` }),
    QUOTED_CARRIERS,
  ),
)

function inside(name: string, make: (take: Take) => readonly [secret: string, fragment: string]): SecretKind {
  return kind(name, (take) => {
    const [secret, fragment] = make(take)
    return { secret, fragment }
  })
}

function withValue(rows: Readonly<Record<string, string>>, alphabet: string, length: number): SecretKind[] {
  return Object.entries(rows).map(([name, template]) =>
    inside(name, (take) => {
      const secret = `${take(alphabet, length)}7`
      return [secret, template.replace('%', secret)]
    }),
  )
}

/** Pieces of text with a grammar of their own. */
const GRAMMARS = [
  ...withValue(
    {
      'a bearer token': 'Authorization: Bearer %',
      'a bearer token without its header': 'sent bearer % to orders',
      'an authorization with a scheme of its own': 'Authorization: Splunk %',
      'an authorization without a scheme': 'authorization: %',
      'a proxy authorization': 'Proxy-Authorization: Basic %==',
      'basic credentials': 'authorization: Basic %==',
      'a cookie': 'Cookie: theme=dark; session=%; lang=en',
      'a set cookie': 'Set-Cookie: sid=%; Path=/; HttpOnly',
      'a session of a servlet': 'GET /shop;jsessionid=%7 HTTP/1.1',
      'a token in a query': 'GET /v1/pay?access_token=%&page=2',
      'a signed address': 'https://shop.blob.example/a?sv=2026&sig=%aB3dE5&se=2026',
      'a storage account key': 'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=%==;EndpointSuffix=core',
      'a password in an ADO string': 'Server=db;User Id=orders;Password=%;Encrypt=true',
      'a password in a keyword string': 'host=db user=orders password=% sslmode=require',
      'a password of a Go driver': 'orders:%@tcp(db:3306)/orders',
      'a password of sshpass': 'sshpass -p % ssh orders@db',
      'a password of mysql': 'mysql -h db -uroot -p% orders',
      'a password of curl': 'curl -s -u admin:% https://api.shop.example/v1',
      'a password of redis-cli': 'redis-cli -h cache -a % ping',
      'a password of docker login': 'docker login -u orders -p % registry.shop.example',
      'a password on a command line': 'mysqladmin -u root --password % status',
      'a password before a command': 'PGPASSWORD=% psql -h db -U orders',
      'a password in SQL': "ALTER USER orders IDENTIFIED BY '%'",
      'a password of redis': 'requirepass %',
      'a password in XML': '<db><user>orders</user><password>%</password></db>',
      'a password in netrc': 'machine db login orders password %',
      'a password in words': 'the password for orders is %, please use it',
      'an api key in words': 'our api key: %',
      'a literal of kubectl': 'kubectl create secret generic db --from-literal=password=%',
      'a value of helm': 'helm upgrade shop ./chart --set db.password=%,replicas=3',
      'a system property': 'java -Djavax.net.ssl.keyStorePassword=% -jar orders.jar',
      'an option after an equals sign': 'orders --db-password=% --port 8080',
      'a key of wireguard': 'PrivateKey = %aB3dE5fG7=',
    },
    ALNUM,
    21,
  ),
  ...['postgresql', 'mysql', 'mongodb+srv', 'redis', 'amqps', 'https'].map((scheme) =>
    inside(`a password in a ${scheme} address`, (take) => {
      const secret = take(ALNUM, 14)
      return [secret, `${scheme}://orders:${secret}@db.shop.svc:5432/orders`]
    }),
  ),
  inside('an @ in the password of an address', (take) => {
    const secret = `${take(ALNUM, 6)}@${take(ALNUM, 6)}`
    return [secret, `postgresql://orders:${secret}@db.shop.svc:5432/orders`]
  }),
  inside('a slash in the password of an address', (take) => {
    const secret = `x${take(ALNUM, 6)}/${take(ALNUM, 6)}`
    return [secret, `amqp://orders:${secret}@mq.shop.svc:5672/orders`]
  }),
  inside('an error tracker DSN', (take) => {
    const secret = take(HEX, 32)
    return [secret, `https://${secret}@errors.example/42`]
  }),
  inside('a token in the place of the user', (take) => {
    const secret = `${take(ALNUM, 30)}4`
    return [secret, `git clone https://${secret}@code.shop.example/orders.git`]
  }),
  ...['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'].map((label) =>
    inside(`a block of ${label}`, (take) => {
      const lines = Array.from({ length: 4 }, () => take(BASE64, 64))
      return [lines[2] ?? '', `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----`]
    }),
  ),
  inside('the body of a key without its header', (take) => {
    const lines = Array.from({ length: 4 }, () => `aB3${take(BASE64, 61)}`)
    return [lines[1] ?? '', `${lines.join('\n')}\n${take(BASE64, 20)}`]
  }),
  inside('the auth of a docker config', (take) => {
    const secret = Buffer.from(`orders:${take(ALNUM, 12)}`).toString('base64')
    return [secret, `{"auths":{"registry.shop.example":{"auth":"${secret}"}}}`]
  }),
  inside('the data of a Secret', (take) => {
    const secret = Buffer.from(take(LOWER, 12)).toString('base64')
    return [secret, `{"apiVersion":"v1","data":{"conf.ini":"${secret}"},"kind":"Secret","metadata":{"name":"frontend-keys"}}`]
  }),
  inside('the applied configuration of a Secret', (take) => {
    const secret = take(LOWER, 12)
    const applied = JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'frontend-keys' }, stringData: { user: secret } })
    return [secret, JSON.stringify({ 'kubectl.kubernetes.io/last-applied-configuration': applied })]
  }),
  inside('the data of a Secret in YAML', (take) => {
    const secret = Buffer.from(take(LOWER, 12)).toString('base64')
    return [secret, `apiVersion: v1\nkind: Secret\nmetadata:\n  name: frontend-keys\ndata:\n  conf.ini: ${secret}`]
  }),
  inside('an argument list', (take) => {
    const secret = take(ALNUM, 14)
    return [secret, `["mysqldump","--password","${secret}","orders"]`]
  }),
  inside('the credentials of a service account', (take) => {
    const secret = take(BASE64, 64)
    const key = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`
    return [secret, JSON.stringify({ type: 'service_account', private_key: key, client_email: 'x' })]
  }),
]

export const SECRET_KINDS: readonly SecretKind[] = [...ISSUED, ...NAMED, ...SYMBOLIC, ...QUOTED, ...GRAMMARS]
