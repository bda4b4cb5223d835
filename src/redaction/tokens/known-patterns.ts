/** A token with a form of its own, tried where a word begins with one of `begins` (two characters at least). */
export interface KnownPattern {
  readonly begins: readonly string[]
  /** Sticky; every repetition has a limit, so that a try costs no more than the longest token. */
  readonly pattern: RegExp
}

const ALPHANUMERIC = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')
const DISCORD_PAIRS = ['M', 'N', 'O'].flatMap((first) => ALPHANUMERIC.map((second) => first + second))

export const KNOWN_PATTERNS: readonly KnownPattern[] = [
  // JSON Web Token and JSON Web Encryption (RFC 7519, RFC 7516).
  { begins: ['eyJ'], pattern: /eyJ[\w-]{6,4096}\.[\w-]{6,8192}(?:\.[\w-]{0,8192}){0,3}/y },
  // Twilio: account and key ids.
  { begins: ['SK', 'AC'], pattern: /(?:SK|AC)[0-9a-f]{32}(?!\w)/y },
  // Asana: personal access tokens.
  { begins: ['1/', '2/', '0/'], pattern: /[012]\/(?:\d{13,19}\/?:?){1,2}[0-9a-f]{32}(?!\w)/y },
  // Discord: bot tokens and webhooks.
  { begins: DISCORD_PAIRS, pattern: /[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}/y },
  // Addresses that are credentials: Slack, Discord, Teams, Zapier.
  { begins: ['https://hooks.slack'], pattern: /https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[\w/+-]{8,512}/y },
  {
    begins: ['https://discord', 'https://canary.', 'https://ptb.'],
    pattern: /https:\/\/(?:\w{1,16}\.)?discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{1,24}\/[\w-]{16,128}/y,
  },
  { begins: ['https://'], pattern: /https:\/\/[\w-]{1,64}\.webhook\.office\.com\/webhookb2\/[\w@/-]{16,512}/y },
  { begins: ['https://hooks.zapier'], pattern: /https:\/\/hooks\.zapier\.com\/hooks\/catch\/[\w/]{6,128}/y },
  // Terraform Cloud.
  { begins: ['atlasv1.'], pattern: /atlasv1\.[\w-]{60,100}/y },
  // Airtable and Harness.
  { begins: ['pat'], pattern: /pat(?:\w{14}\.[0-9a-f]{64}|\.[\w-]{22}\.[0-9a-f]{24}\.\w{20})/y },
  // LaunchDarkly.
  { begins: ['sdk-', 'api-', 'mob-'], pattern: /(?:sdk|api|mob)-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/y },
  // Mapbox secret tokens; their public ones are in every page.
  { begins: ['sk.eyJ'], pattern: /sk\.eyJ[\w-]{20,512}\.[\w-]{16,64}/y },
  // Vault before 1.10.
  { begins: ['s.', 'b.', 'r.'], pattern: /[sbr]\.(?=\w{0,23}\d)(?=\w{0,23}[A-Z])\w{24}(?!\w)/y },
  // Resend.
  { begins: ['re_'], pattern: /re_\w{8}_\w{24}(?!\w)/y },
  // 1Password's secret key.
  { begins: ['A3-'], pattern: /A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-(?:[A-Z0-9]{5}-){2}[A-Z0-9]{5}/y },
  // RSA private keys without their header: a sequence that begins with version 0 (RFC 8017, A.1.2; RFC 5958).
  { begins: ['MII'], pattern: /MII[A-Za-z0-9+/]{3}[AIQgw]BA[AD][A-Za-z0-9+/]{16,64}/y },
  { begins: ['MII'], pattern: /MII[A-Za-z0-9+/]{2,4}BOBgkqhkiG9w0BBQ0[A-Za-z0-9+/]{16,64}/y },
]
