// Made-up secrets of every kind the redactor knows, from a seeded generator: same values in every run, none of them real.

interface SecretSample {
  /** The text as it would stand in a log line, an object or a chat message. */
  readonly text: string
  /** The part that must never come out. */
  readonly secret: string
}

export interface SecretKind {
  readonly name: string
  readonly samples: readonly SecretSample[]
}

const SAMPLES_PER_KIND = 6

const HEX = '0123456789abcdef'
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const BASE64 = `${ALNUM}+/`

type Take = (alphabet: string, length: number) => string

function takeFrom(seed: number): Take {
  let state = seed >>> 0
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return (alphabet, length) => Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')
}

const WRAPPERS: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => `2026-05-27T14:02:11Z ERROR orders: upstream said ${value} (attempt 3)`,
  (value) => `{"level":"error","detail":"${value}"}`,
  (value) => `note: ${value}`,
  (value) => `line one\nline two ${value}\nline three`,
  (value) => `we found <${value}> in the pod`,
]

function kind(name: string, make: (take: Take) => { readonly secret: string; readonly text?: string }): SecretKind {
  const samples = Array.from({ length: SAMPLES_PER_KIND }, (_unused, index): SecretSample => {
    const seed = Array.from(name).reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), index + 7)
    const { secret, text } = make(takeFrom(seed))
    return { secret, text: (WRAPPERS[index % WRAPPERS.length] ?? String)(text ?? secret) }
  })
  return { name, samples }
}

function luhnCard(take: Take): string {
  const body = `4${take('0123456789', 14)}`
  const sum = Array.from(body)
    .toReversed()
    .reduce(
      (total, digit, index) => total + (index % 2 === 1 ? Number(digit) : Number(digit) > 4 ? Number(digit) * 2 - 9 : Number(digit) * 2),
      0,
    )
  return body + String((10 - (sum % 10)) % 10)
}

export const SECRET_KINDS: readonly SecretKind[] = [
  kind('a private key block', (take) => {
    const secret = take(BASE64, 64)
    return { secret, text: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----` }
  }),
  kind('an OpenSSH private key', (take) => {
    const secret = take(BASE64, 70)
    return { secret, text: `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----` }
  }),
  kind('a JSON Web Token', (take) => ({ secret: `eyJ${take(ALNUM, 20)}.eyJ${take(ALNUM, 40)}.${take(ALNUM, 43)}` })),
  kind('a bearer token', (take) => {
    const secret = `${take(ALNUM, 30)}7`
    return { secret, text: `Authorization: Bearer ${secret}` }
  }),
  kind('a bearer token without its header', (take) => {
    const secret = `${take(ALNUM, 30)}7`
    return { secret, text: `sent bearer ${secret}` }
  }),
  kind('basic credentials', (take) => {
    const secret = `${take(ALNUM, 22)}==`
    return { secret, text: `authorization: Basic ${secret}` }
  }),
  kind('a cookie', (take) => {
    const secret = take(ALNUM, 32)
    return { secret, text: `Cookie: session=${secret}; theme=dark` }
  }),
  kind('a set cookie', (take) => {
    const secret = take(ALNUM, 32)
    return { secret, text: `Set-Cookie: sid=${secret}; HttpOnly` }
  }),
  ...['postgresql', 'mysql', 'mongodb+srv', 'redis', 'amqps', 'https'].map((scheme) =>
    kind(`a password in a ${scheme} address`, (take) => {
      const secret = take(ALNUM, 14)
      return { secret, text: `${scheme}://orders:${secret}@db.shop.svc:5432/orders` }
    }),
  ),
  kind('an error tracker DSN', (take) => {
    const secret = take(HEX, 32)
    return { secret, text: `https://${secret}@errors.example/42` }
  }),
  kind('a Slack bot token', (take) => ({ secret: `xoxb-${take('0123456789', 12)}-${take(ALNUM, 24)}` })),
  kind('a Slack app token', (take) => ({ secret: `xapp-1-${take(UPPER, 11)}-${take('0123456789', 13)}-${take(HEX, 40)}` })),
  kind('a Slack webhook', (take) => ({
    secret: `https://hooks.slack.com/services/T${take(UPPER, 8)}/B${take(UPPER, 8)}/${take(ALNUM, 24)}`,
  })),
  kind('a GitHub token', (take) => ({ secret: `ghp_${take(ALNUM, 36)}` })),
  kind('a fine-grained GitHub token', (take) => ({ secret: `github_pat_${take(ALNUM, 22)}_${take(ALNUM, 59)}` })),
  kind('a GitLab token', (take) => ({ secret: `glpat-${take(ALNUM, 20)}` })),
  kind('an npm token', (take) => ({ secret: `npm_${take(ALNUM, 36)}` })),
  kind('a PyPI token', (take) => ({ secret: `pypi-${take(ALNUM, 60)}` })),
  kind('an OpenAI key', (take) => ({ secret: `sk-proj-${take(ALNUM, 48)}` })),
  kind('an Anthropic key', (take) => ({ secret: `sk-ant-api03-${take(ALNUM, 60)}` })),
  kind('a Hugging Face token', (take) => ({ secret: `hf_${take(ALNUM, 34)}` })),
  kind('a payment key', (take) => ({ secret: `sk_live_${take(ALNUM, 24)}` })),
  kind('a payment webhook secret', (take) => ({ secret: `whsec_${take(ALNUM, 32)}` })),
  kind('an AWS access key id', (take) => ({ secret: `AKIA${take(UPPER, 16)}` })),
  kind('an AWS secret access key', (take) => {
    const secret = take(BASE64, 40)
    return { secret, text: `aws_secret_access_key = ${secret}` }
  }),
  kind('a Google API key', (take) => ({ secret: `AIza${take(ALNUM, 35)}` })),
  kind('a Google access token', (take) => ({ secret: `ya29.${take(ALNUM, 60)}` })),
  kind('a Google client secret', (take) => ({ secret: `GOCSPX-${take(ALNUM, 28)}` })),
  kind('a storage account key', (take) => {
    const secret = `${take(BASE64, 86)}==`
    return { secret, text: `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${secret}` }
  }),
  kind('a signed address', (take) => {
    const secret = take(ALNUM, 43)
    return { secret, text: `https://shop.blob.example/a?sv=2026&sig=${secret}&se=2026` }
  }),
  kind('a SendGrid key', (take) => ({ secret: `SG.${take(ALNUM, 22)}.${take(ALNUM, 43)}` })),
  kind('a Mailgun key', (take) => ({ secret: `key-${take(HEX, 32)}` })),
  kind('a Twilio key', (take) => ({ secret: `SK${take(HEX, 32)}` })),
  kind('a Telegram bot token', (take) => ({ secret: `${take('123456789', 9)}:AA${take(ALNUM, 33)}` })),
  kind('a DigitalOcean token', (take) => ({ secret: `dop_v1_${take(HEX, 64)}` })),
  kind('a New Relic key', (take) => ({ secret: `NRAK-${take(UPPER, 27)}` })),
  kind('a Databricks token', (take) => ({ secret: `dapi${take(HEX, 32)}` })),
  kind('a Vault token', (take) => ({ secret: `hvs.${take(ALNUM, 40)}` })),
  kind('a Shopify token', (take) => ({ secret: `shpat_${take(HEX, 32)}` })),
  kind('a Grafana service account token', (take) => ({ secret: `glsa_${take(ALNUM, 32)}_${take(HEX, 8)}` })),
  ...['password', 'DB_PASSWORD', 'apiKey', 'client_secret', 'refresh_token', 'passphrase', 'access-key'].map((name) =>
    kind(`a value named ${name}`, (take) => {
      const secret = take(ALNUM, 16)
      return { secret, text: `${name}=${secret}` }
    }),
  ),
  kind('a secret in JSON', (take) => {
    const secret = take(ALNUM, 18)
    return { secret, text: `\\"password\\": \\"${secret}\\"`.replaceAll('\\', '') }
  }),
  kind('a token in a query', (take) => {
    const secret = take(ALNUM, 24)
    return { secret, text: `GET /v1/pay?access_token=${secret}&page=2` }
  }),
  kind('a password on a command line', (take) => {
    const secret = take(ALNUM, 12)
    return { secret, text: `mysqladmin -u root --password ${secret} status` }
  }),
  kind('an e-mail address', (take) => ({ secret: `${take('abcdefghijklmnopqrstuvwxyz', 8)}@example.org` })),
  kind('an IBAN', (take) => ({ secret: `DE${take('0123456789', 20)}` })),
  kind('a card number', (take) => ({ secret: luhnCard(take) })),
]
