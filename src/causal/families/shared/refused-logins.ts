/** How one kind of store refuses a login. */
export interface LoginRefusal {
  readonly words: RegExp
  /** How the images and names of such a store commonly read. */
  readonly product: RegExp
}

/** How stores refuse a login, from each product's own error messages. */
export const LOGIN_REFUSALS: readonly LoginRefusal[] = [
  { words: /password authentication failed|no password supplied|28P01/i, product: /postgres|pgsql|timescale|cockroach/i },
  {
    words: /WRONGPASS|NOAUTH|invalid username-password pair|AUTH failed|without any password configured/i,
    product: /redis|valkey|keydb|dragonfly/i,
  },
  { words: /Access denied for user|ER_ACCESS_DENIED/i, product: /mysql|mariadb|percona/i },
  {
    words:
      /SCRAM.{0,200}authentication failed|MongoServerError: Authentication failed|AuthenticationFailed.{0,200}mongo|not authorized on/i,
    product: /mongo/i,
  },
  { words: /\bAuthentication failed\b|AuthenticationFailed/, product: /mongo/i },
  { words: /\bAUTH failure\b|SASL authentication (?:error|failed)/i, product: /memcache/i },
  { words: /\bLogin failed for user\b/i, product: /mssql|sqlserver|sql-server/i },
  { words: /ACCESS_REFUSED|SaslAuthenticationException|SASL authentication (?:error|failed)/i, product: /rabbit|kafka|activemq/i },
]

/** True for words in which a store refuses a login. */
export function isRefusedLogin(text: string): boolean {
  return LOGIN_REFUSALS.some(({ words }) => words.test(text))
}
