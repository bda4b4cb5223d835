// The words by which fields, variables, headers and options say that their value is a secret. Lower case, singular.

/** Say it alone. */
export const SECRET_WORDS: ReadonlySet<string> = new Set(
  `password passwd passwrd passphrase passcode passkey pwd pswd pw pass secret token credential cred apikey secretkey privatekey accesskey
  encryptionkey encryptkey signingkey masterkey accountkey sharedkey presharedkey authkey appkey clientkey sshkey licensekey licencekey
  subscriptionkey servicekey storepass keypass dbpass userpass rootpass adminpass mypass requirepass masterauth psk otp totp pin mnemonic
  jwt dockerconfigjson dockercfg phpsessid jsessionid sessid xsrf csrf pat cookiesecret hmac pepper`.split(/\s+/),
)

/** Words that end in one of these are telling too: `PGPASSWORD`, `authtoken`. */
export const SECRET_ENDINGS = ['password', 'passwd', 'passphrase', 'secret', 'token', 'credential', 'apikey'] as const

/** Say it together with `key` after them. Keys of tables, caches, maps, routes and messages are not among them. */
export const KEY_KINDS: ReadonlySet<string> = new Set(
  `api app application access account private secret encryption encrypt decryption signing sign signature client master shared preshared
  license licence service auth authentication authorization subscription symmetric aes hmac ssh rsa dsa ecdsa gpg pgp webhook session jwt
  cipher crypto deploy admin ingest integration sas function storage stripe sendgrid openai anthropic mailgun algolia datadog twilio
  fernet rails django flask laravel consumer bot vault kms wireguard interface site bearer`.split(/\s+/),
)

/** Pairs and triples that say it, apart from the keys. */
export const SECRET_PHRASES: ReadonlySet<string> = new Set([
  'pass phrase',
  'pass word',
  'pass code',
  'seed phrase',
  'recovery phrase',
  'recovery code',
  'backup code',
  'verification code',
  'mfa code',
  'otp code',
  'auth code',
  'authorization code',
  'totp seed',
  'shared access signature',
  'redis auth',
  'registry auth',
  'basic auth',
  'http auth',
  'proxy auth',
])

/** Say it only when the value looks drawn at random; hexadecimal digits do not, which keys of caches and seeds are made of. */
export const HINT_WORDS: ReadonlySet<string> = new Set('key code salt seed nonce dsn'.split(' '))
/** Say it when the value looks drawn at random, or is of hexadecimal digits. */
export const HEX_HINT_WORDS: ReadonlySet<string> = new Set('auth signature sig sid session cookie webhook bearer license'.split(' '))
export const HEX_HINT_PHRASES: ReadonlySet<string> = new Set(['session id', 'connection string', 'conn str'])

/** After a telling word these say that the name is about the secret, or about where it is, and not the secret itself. */
export const REFERRING_WORDS: ReadonlySet<string> = new Set(
  `name path file filename dir directory folder ref reference mount volume id uid type kind class provider manager store url uri endpoint
  host port address addr length len size count total max min limit policy expiry expire expiration expired ttl age lifetime duration timeout
  second ms minute hour day at on date time timestamp version enabled disabled required optional valid invalid rotation rotate rotator reset
  change changed updated created validator validation verification service server issuer audience scope algorithm alg method mode format
  prefix suffix header field hint label status state error reason message namespace cache bucket usage used rate request review controller
  cleaner projection projected source location arn env var variable stdin plugin interval refresh needed missing exist found strength
  complexity history attempt failure check checker reader writer rotated info metadata template annotation spec selector role user username
  owner group exchange grant flow protocol backend engine driver handler middleware filter guard schema per used remaining left reserve
  budget cost price window generator generated signer sign hash algo param parameter index position start end offset kind`.split(/\s+/),
)

/** Before a telling word these say that nothing is secret: yes-or-no settings, counts, and tokens that only mark a place. */
export const HARMLESS_BEFORE: ReadonlySet<string> = new Set(
  `has is use uses require requires required no need needs allow disable enable show check verify skip max min num number count total
  automount page next continue continuation pagination cursor cancellation cancel fencing sync syntax unexpected lexer parse parser
  prompt completion input output cached reasoning image generate create rotate change forgot reset update delete missing pull stop pad checksum digest existing
  unk eos bos special per remaining audience public reserved`.split(/\s+/),
)

/** Names that mean something else than their words. */
export const HARMLESS_NAMES: ReadonlySet<string> = new Set([
  'image pull secret',
  'automount service account token',
  'public key',
  'primary key',
  'foreign key',
  'partition key',
  'routing key',
  'cache key',
  'host key',
  'sort key',
  'idempotency key',
])
