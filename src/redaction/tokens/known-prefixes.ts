import { characterSet, DASHED, HEX, WORD, type CharacterSet } from '../characters.ts'

/** A token that its issuer gave a prefix, so that it is known wherever it stands. */
export interface KnownPrefix {
  readonly prefix: string
  /** What follows the prefix, and how many characters of it at least. */
  readonly body: CharacterSet
  readonly least: number
}

const UPPER = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')
const DOTTED = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.')
const PADDED = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/=')

function rows(prefixes: string, body: CharacterSet, least: number): readonly KnownPrefix[] {
  return prefixes
    .trim()
    .split(/\s+/)
    .map((prefix) => ({ prefix, body, least }))
}

/** Prefixes as the issuers document them, most with the least length the documentation promises. One line is one length of one alphabet. */
export const KNOWN_PREFIXES: readonly KnownPrefix[] = [
  // Code and packages: GitHub, GitLab, npm, PyPI, RubyGems, crates.io, Docker, Clojars, NuGet, Sourcegraph, SonarQube, Terraform, Pulumi.
  ...rows('ghp_ gho_ ghu_ ghs_ ghr_ github_pat_', WORD, 20),
  ...rows('glpat- glptt- gldt- glrt- glcbt- glsoat- glft- glffct- glimt- glagent- gloas- glwt-', DOTTED, 16),
  ...rows('npm_ cio CLOJARS_', WORD, 30),
  ...rows('rubygems_', HEX, 40),
  ...rows('pypi-', DASHED, 16),
  ...rows('dckr_pat_ dckr_oat_', DASHED, 20),
  ...rows('oy2', WORD, 43),
  ...rows('sgp_ sqp_ squ_ sqa_ pul-', DASHED, 32),
  // Chat: Slack.
  ...rows('xoxa- xoxb- xoxc- xoxd- xoxe- xoxe.xoxp- xoxe.xoxb- xoxo- xoxp- xoxr- xoxs- xapp- xwfp-', PADDED, 10),
  // Clouds: AWS, Google, Alibaba, Tencent, DigitalOcean, Yandex, Heroku, Fly, Render, Netlify, Vercel, Scalingo, Cloudflare.
  ...rows('AKIA ASIA ABIA ACCA', UPPER, 16),
  ...rows('AIza', DASHED, 30),
  ...rows('ya29. GOCSPX- 1//0', DOTTED, 20),
  ...rows('LTAI', WORD, 12),
  ...rows('AKID', WORD, 28),
  ...rows('dop_v1_ doo_v1_ dor_v1_', HEX, 40),
  ...rows('AQVN', DASHED, 35),
  ...rows('HRKU- fo1_ fm1_ fm2_ fm1r_ fm1a_', PADDED, 30),
  ...rows('rnd_ nfp_ vcp_ vci_ vca_ vcr_ vck_', WORD, 20),
  ...rows('tk-us-', DASHED, 40),
  // Models: OpenAI, Anthropic, OpenRouter, Hugging Face, Groq, Replicate, Perplexity, xAI, LangSmith, Pinecone, NVIDIA.
  ...rows('sk- sk-proj- sk-ant- sk-or- sk-svcacct-', DASHED, 20),
  ...rows('hf_ api_org_ gsk_ r8_ pcsk_', WORD, 20),
  ...rows('pplx- xai- nvapi- lsv2_pt_ lsv2_sk_', DASHED, 30),
  // Payment and trade: Stripe, Square, Shopify, Razorpay, Flutterwave, Paystack, Shippo, EasyPost, Duffel, GoCardless, Lob, Plaid.
  ...rows('sk_ rk_ pk_ whsec_ sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ pk_test_ rzp_live_ rzp_test_', WORD, 14),
  ...rows('sq0atp- sq0csp- sq0idp- EAAAE', DASHED, 22),
  ...rows('shpat_ shpca_ shppa_ shpss_', HEX, 32),
  ...rows('FLWSECK_TEST- FLWSECK- FLWSECK_TEST FLWPUBK-', DASHED, 12),
  ...rows('shippo_live_ shippo_test_', HEX, 40),
  ...rows('EZAK EZTK', WORD, 54),
  ...rows('duffel_live_ duffel_test_', DASHED, 40),
  ...rows('access-production- access-sandbox- access-development- link-production-', DASHED, 36),
  // Watching: Grafana, New Relic, Sentry, Dynatrace, Honeycomb, PostHog, Logfire.
  ...rows('glsa_ glc_', PADDED, 30),
  ...rows('NRAK- NRRA- NRIQ- NRII- NRAL-', DASHED, 20),
  ...rows('NRJS-', HEX, 15),
  ...rows('sntrys_ sntryu_', PADDED, 30),
  ...rows('dt0c01. dt0s01. dt0s02.', DOTTED, 24),
  ...rows('hcaik_ hcalk_ hcxik_ phx_ phs_', WORD, 30),
  // Mail and messages: SendGrid, Brevo, Resend, Mailgun.
  ...rows('SG.', DOTTED, 32),
  ...rows('xkeysib- xsmtpsib-', DASHED, 60),
  ...rows('key-', HEX, 32),
  // Data: Databricks, PlanetScale, Supabase, Neon, Airtable, Contentful, Prefect, ReadMe, Elastic.
  ...rows('dapi', HEX, 32),
  ...rows('pscale_tkn_ pscale_pw_ pscale_oauth_', DOTTED, 32),
  ...rows('sbp_ sb_secret_ napi_ pnu_ rdme_', WORD, 20),
  ...rows('CFPAT-', DASHED, 40),
  // Secrets and networks: Vault, Doppler, 1Password, age, Tailscale, Infracost, HashiCorp, JFrog, Fernet.
  ...rows('hvs. hvb. hvr.', DASHED, 20),
  ...rows('dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', DOTTED, 40),
  ...rows('ops_eyJ', PADDED, 40),
  ...rows('AGE-SECRET-KEY-1', UPPER, 50),
  ...rows('tskey-auth- tskey-api- tskey-client- tskey-', DASHED, 20),
  ...rows('ico-', WORD, 32),
  ...rows('AKCp', WORD, 60),
  ...rows('cmVmdGtu', WORD, 50),
  ...rows('gAAAAA', PADDED, 60),
  // Work: Linear, Notion, Postman, Atlassian, Asana, Figma, HubSpot, Typeform, Facebook, Adobe, CircleCI, Buildkite, Frame.io, Octopus, Meta.
  ...rows('lin_api_ lin_oauth_', WORD, 30),
  ...rows('secret_ ntn_', WORD, 40),
  ...rows('PMAK-', DASHED, 30),
  ...rows('ATATT3x ATCTT3x ATBB', PADDED, 24),
  ...rows('figd_ figo_', DASHED, 30),
  ...rows('pat-na1- pat-eu1-', DASHED, 36),
  ...rows('tfp_', DASHED, 30),
  ...rows('EAA', WORD, 30),
  ...rows('p8e- p8e_', WORD, 32),
  ...rows('CCIPAT_ CCIPRJ_ bkua_ bkaj_', DASHED, 30),
  ...rows('fio-u-', DASHED, 60),
  ...rows('API-', UPPER, 25),
  ...rows('waka_', DASHED, 36),
  // Private keys without their header: RSA (PKCS #1, PKCS #8), elliptic curve (SEC 1, PKCS #8), Ed25519, OpenSSH, encrypted PKCS #8.
  ...rows(
    'b3BlbnNzaC1rZXktdjEA MHcCAQEEI MIGHAgEAMBMGByqGSM49AgEG MC4CAQAwBQYDK2VwBCIEI LS0tLS1CRUdJTiBSU0EgUFJJVkFURS LS0tLS1CRUdJTiBQUklWQVRFI LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUg LS0tLS1CRUdJTiBFQyBQUklWQVRFI',
    PADDED,
    16,
  ),
]
