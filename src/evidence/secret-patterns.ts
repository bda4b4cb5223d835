/** What stands where a secret stood. */
export const MASK = '[masked]'

export interface SecretPattern {
  readonly name: string
  /** Global. */
  readonly pattern: RegExp
  /** `$1` and `$2` keep what says which secret it was. */
  readonly replacement: string
}

const prefixed = (name: string, pattern: RegExp): SecretPattern => ({ name, pattern, replacement: MASK })

// Order matters: whole blocks and headers before the tokens inside them. Names of Kubernetes objects, image references and addresses
// stay: an answer that hides those is useless. Formats as their issuers document them.
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  prefixed(
    'private key block',
    /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  ),
  prefixed('JSON Web Token', /\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?/g),
  {
    name: 'authorization header',
    pattern: /\b(authorization["']?\s*[:=]\s*["']?(?:[a-z-]+\s+)?)[\w+/=.~:-]{8,}/gi,
    replacement: `$1${MASK}`,
  },
  {
    name: 'bearer or basic credential',
    pattern: /\b(bearer|basic|digest|token)\s+(?=[\w+/=.~-]*[\d+/=])[\w+/=.~-]{12,}/gi,
    replacement: `$1 ${MASK}`,
  },
  { name: 'cookie header', pattern: /\b(set-cookie|cookie)(["']?\s*[:=]\s*)[^\r\n]+/gi, replacement: `$1$2${MASK}` },
  { name: 'credentials in a URL', pattern: /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]*:[^\s/@'"]+@/gi, replacement: `$1${MASK}@` },
  { name: 'error tracker DSN', pattern: /\b(https?:\/\/)[0-9a-f]{16,}@/gi, replacement: `$1${MASK}@` },
  prefixed('Slack webhook', /\bhttps:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[\w/+-]+/g),
  prefixed('Slack token', /\b(?:xox[abceoprs]|xapp|xwfp)-[\w-]{10,}/g),
  prefixed('GitHub token', /\b(?:gh[opsur]_\w{20,}|github_pat_\w{20,})/g),
  prefixed('GitLab token', /\bgl(?:pat|ptt|dt|rt|cbt|soat|ft|imt|agent|oas)-[\w-]{16,}/g),
  prefixed('npm or PyPI token', /\b(?:npm_\w{30,}|pypi-[\w-]{16,})/g),
  prefixed('model provider key', /\b(?:sk-(?:ant-|proj-|or-)?[\w-]{20,}|hf_\w{20,}|gsk_\w{20,}|r8_\w{20,})/g),
  prefixed('payment key', /\b(?:[sr]k|whsec|pk)_(?:live_|test_)?\w{16,}/g),
  prefixed('AWS access key id', /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g),
  prefixed('Google key or token', /\b(?:AIza[\w-]{30,}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|1\/\/0[\w-]{20,})/g),
  {
    name: 'storage account key or signature',
    pattern: /\b(AccountKey|SharedAccessKey|SharedAccessSignature)=[\w+/%=-]{16,}/gi,
    replacement: `$1=${MASK}`,
  },
  prefixed(
    'mail or message provider key',
    /\b(?:SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}|(?:SK|AC)[0-9a-f]{32})\b/g,
  ),
  prefixed('chat bot token', /\b(?:\d{8,10}:[\w-]{35}|[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40})/g),
  prefixed(
    'cloud or vendor token',
    /\b(?:do[oprt]_v1_[0-9a-f]{40,}|NRAK-[A-Z0-9]{20,}|NRJS-[0-9a-f]{15,}|dapi[0-9a-f]{32}|hv[bsr]\.[\w-]{20,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|lin_api_\w{30,}|PMAK-[0-9a-f-]{30,}|glsa_\w{30,}|pul-[0-9a-f]{40}|EAA[A-Za-z0-9]{30,}|AGE-SECRET-KEY-1[0-9A-Z]{50,}|secret_\w{40,}|ntn_\w{40,}|sntrys_[\w=+/]{30,}|tfp_\w{30,}|fo1_[\w-]{40,}|xkeysib-[0-9a-f]{60,}[\w-]*)/g,
  ),
  {
    name: 'secret given by name',
    pattern:
      /((?:\b|[_-])(?:pass(?:word|wd|phrase)?|pwd|secret(?:[_-]?(?:access[_-]?)?key)?|api[_-]?key|app[_-]?key|access[_-]?key|account[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|client[_-]?secret|credentials?|(?:access|refresh|id|auth|session|csrf|xsrf)?[_-]?token|session(?:[_-]?id)?|sid|sig|signature|otp|pin)["']?(?:\s*[=:]\s*|\s+is\s+))(["']?)(?!\s|null\b|true\b|false\b|none\b|undefined\b|\[masked\]|<|\$\{?\w)[^\s"'&,;}]{4,}/gi,
    replacement: `$1$2${MASK}`,
  },
  { name: 'command-line password', pattern: /(\s--?(?:password|passwd|pass|token|secret|api-?key)[ =])\S+/gi, replacement: `$1${MASK}` },
  prefixed('e-mail address', /\b[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi),
  prefixed('bank account (IBAN)', /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g),
]

/** A payment card number: 13 to 19 digits, in groups or not, that pass the Luhn check (ISO/IEC 7812-1); a longer run of digits is no card. */
export const CARD_PATTERN = /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])/g

/** True when the digits pass the Luhn check and begin as cards do (2 to 6): a time in nanoseconds or an id rarely does both. */
export function isCardNumber(text: string): boolean {
  const digits = Array.from(text.replace(/\D/g, ''), Number)
  const sum = digits
    .toReversed()
    .reduce((total, digit, index) => total + (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0)
  return digits.length >= 13 && sum % 10 === 0 && /^[2-6]/.test(text)
}

/** A field whose name says that its value is a secret. `secretName`, `tokenPath` and the like name objects and stay. */
export const SECRET_FIELD =
  /(?:^|[_.-]|[a-z](?=[A-Z]))(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|secret[_-]?key|client[_-]?secret|connection[_-]?string|dsn|credentials?|auth)$/i
