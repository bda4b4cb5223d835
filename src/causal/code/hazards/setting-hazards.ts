import type { Hazard, HazardKind } from '../hazard.ts'
import { describeQuantity } from '../quantity.ts'
import { settingChanges, type SettingChange } from '../settings.ts'
import type { TouchedFile } from '../touched.ts'

/** From this factor on a raised number is a different operating point and no tuning. */
const LARGE_FACTOR = 3
/** A number that fell by less than a quarter is tuning: services run with more margin than that. */
const CUT_RATIO = 0.75
/** Durations confused between seconds and milliseconds, or bytes and kilobytes, differ by this. */
const UNIT_FACTORS = [1000, 60, 1024, 1_000_000]

interface Rule {
  readonly words: RegExp
  readonly when: 'cut' | 'raised' | 'removed' | 'any'
  readonly kind: HazardKind
  readonly clarity: number
}

// The key, split into words, says what the number is for; the first rule that fits key and direction names the hazard.
const RULES: readonly Rule[] = [
  { words: /log(?:ging)? ?level|verbosity|^level$|logging level/, when: 'any', kind: 'log_volume_raised', clarity: 0.9 },
  { words: /sampl\w* (?:rate|ratio)|sampler|sample rate/, when: 'raised', kind: 'log_volume_raised', clarity: 0.8 },
  { words: /\b(?:ttl|expiry|expiration|expire\w*|max age|stale|cache)\b(?!.*timeout)/, when: 'cut', kind: 'cache_weakened', clarity: 0.7 },
  { words: /\b(?:ttl|expiry|expiration|max age)\b/, when: 'raised', kind: 'cache_prolonged', clarity: 0.5 },
  { words: /time ?out|deadline|budget|max wait|patience/, when: 'cut', kind: 'timeout_cut', clarity: 0.9 },
  { words: /time ?out|deadline/, when: 'removed', kind: 'timeout_removed', clarity: 0.7 },
  { words: /time ?out|deadline/, when: 'raised', kind: 'timeout_removed', clarity: 0.4 },
  { words: /retr(?:y|ies)|attempts?\b|tries|redeliver/, when: 'raised', kind: 'retry_raised', clarity: 0.8 },
  { words: /back ?off|retry (?:delay|interval|wait)/, when: 'cut', kind: 'retry_raised', clarity: 0.8 },
  { words: /retr(?:y|ies)|attempts/, when: 'cut', kind: 'resilience_removed', clarity: 0.7 },
  { words: /\b(?:mem|memory|heap|xmx|max old space size|shm size)\b/, when: 'cut', kind: 'memory_cut', clarity: 0.9 },
  { words: /\bcpus?\b/, when: 'cut', kind: 'cpu_cut', clarity: 0.9 },
  {
    words:
      /replicas|pool|conns?\b|connections?|workers?|threads?|concurren|parallel|in flight|prefetch|consumers?|partitions|shards|instances|max idle|max open|capacity|throughput|units|permits/,
    when: 'cut',
    kind: 'capacity_cut',
    clarity: 0.9,
  },
  {
    words: /pool|conns?\b|connections?|workers?|threads?|concurren|parallel|in flight|prefetch|fan ?out/,
    when: 'raised',
    kind: 'capacity_raised',
    clarity: 0.6,
  },
  { words: /batch|chunk|bulk|page size/, when: 'cut', kind: 'batching_removed', clarity: 0.7 },
  {
    words: /batch|chunk|bulk|page size|max (?:items|entries|size|rows|results|keys)|history|retention|buffer|backlog/,
    when: 'raised',
    kind: 'bound_removed',
    clarity: 0.6,
  },
  {
    words: /(?:max|maximum|request|message|payload|body|frame|segment|record).*(?:size|bytes|length)/,
    when: 'raised',
    kind: 'bound_removed',
    clarity: 0.7,
  },
  { words: /interval|period|every|cron|schedule|poll|refresh|tick|flush/, when: 'any', kind: 'schedule_changed', clarity: 0.6 },
  { words: /limit|max|quota|rate|burst|threshold|size|length|depth|bytes/, when: 'cut', kind: 'limit_cut', clarity: 0.8 },
  { words: /^(?:sql )?limit$|\blimit\b/, when: 'removed', kind: 'bound_removed', clarity: 0.6 },
  {
    words: /max (?:size|entries|items|bytes|length)|maximum size|maxsize|capacity|\bcap\b/,
    when: 'removed',
    kind: 'bound_removed',
    clarity: 0.6,
  },
]

// Text values: the key or the value itself says what was pointed elsewhere.
const TEXT_RULES: readonly (readonly [RegExp, HazardKind, number])[] = [
  [
    /scope|role|audience|issuer|secret|token|password|credential|api key|permission|policy|acl|jwks?|client id|principal|service account|algorithm|\bkid\b/,
    'auth_changed',
    0.7,
  ],
  [/tls|ssl|cipher|min version|protocols|ca file|ca bundle|verify|truststore|keystore/, 'tls_changed', 0.6],
  [
    /\b(?:url|uri|host|endpoint|addr|address|dsn|server|broker|brokers|bucket|queue|topic|region|database|db|stream|index|upstream|target|path|port|group|group id|consumer group|virtual host)\b/,
    'address_changed',
    0.7,
  ],
  [/cron|schedule|time zone|timezone|\btz\b/, 'schedule_changed', 0.8],
  [/codec|encoding|format|serializer|compression|content type|charset/, 'serialisation_changed', 0.7],
  [/pattern|regex|regexp|layout/, 'parse_changed', 0.7],
]

const LOUD = /^["']?(?:debug|trace|all|verbose|finest)["']?$/i

/** Hazards in changed settings: limits, timeouts, pools, flags, addresses, schedules, in configuration files and in code alike. */
export function settingHazards(file: TouchedFile): readonly Hazard[] {
  const changes = file.diff.hunks.flatMap(settingChanges).filter((change) => isTouched(file, change))
  return changes.flatMap((change) => hazardOf(file.diff.path, change) ?? [])
}

/** Lines that only moved were dropped from the touched file; a setting on such a line did not change. */
function isTouched(file: TouchedFile, change: SettingChange): boolean {
  return (change.to !== null && file.added.includes(change.to.line)) || (change.from !== null && file.removed.includes(change.from.line))
}

function hazardOf(path: string, change: SettingChange): Hazard | null {
  const { from, to } = change
  if (from?.quantity && to?.quantity && from.quantity.dimension === to.quantity.dimension) return numberHazard(path, change)
  if (from?.quantity && to === null && from.quantity.dimension !== 'boolean') return removedHazard(path, change)
  if (from && to && (!from.quantity || !to.quantity)) return textHazard(path, change)
  return null
}

function numberHazard(path: string, change: SettingChange): Hazard | null {
  const [from, to] = [change.from?.quantity, change.to?.quantity]
  if (!from || !to || from.amount === to.amount) return null
  const amounts = { from: from.amount, to: to.amount, dimension: from.dimension }
  const said = `${change.key} changed from ${describeQuantity(from)} to ${describeQuantity(to)}`
  if (from.dimension === 'boolean') return built(path, change, { kind: 'default_flipped', clarity: 0.5, text: said, amounts })
  if (/\bport\b/.test(change.words)) return built(path, change, { kind: 'address_changed', clarity: 0.8, text: said, amounts })
  const ratio = to.amount / from.amount
  const direction =
    ratio <= CUT_RATIO || from.amount > to.amount * (1 / CUT_RATIO) ? 'cut' : ratio >= LARGE_FACTOR || from.amount <= 0 ? 'raised' : null
  const isOff = to.amount <= 0 && from.amount > 0
  const rule = RULES.find(({ words, when }) => words.test(change.words) && (when === direction || (when === 'any' && direction !== null)))
  if (rule && rule.kind !== 'log_volume_raised')
    return built(path, change, { kind: offKind(rule.kind, isOff), clarity: rule.clarity, text: said, amounts })
  if (rule && direction === 'raised') return built(path, change, { kind: rule.kind, clarity: rule.clarity, text: said, amounts })
  const isUnit = UNIT_FACTORS.some((factor) => Math.abs(ratio - factor) < 0.01 || Math.abs(1 / ratio - factor) < 0.01)
  return isUnit ? built(path, change, { kind: 'unit_changed', clarity: 0.6, text: said, amounts }) : null
}

/** A limit of zero (or below) commonly means "none", so a timeout or bound that became zero was taken away. */
function offKind(kind: HazardKind, isOff: boolean): HazardKind {
  if (!isOff) return kind
  if (kind === 'timeout_cut') return 'timeout_removed'
  return kind === 'limit_cut' ? 'bound_removed' : kind
}

function removedHazard(path: string, change: SettingChange): Hazard | null {
  const rule = RULES.find(({ words, when }) => when === 'removed' && words.test(change.words))
  if (!rule || !change.from?.quantity) return null
  const amounts = { from: change.from.quantity.amount, to: null, dimension: change.from.quantity.dimension }
  return built(path, change, { kind: rule.kind, clarity: rule.clarity * 0.8, text: `${change.key} was removed`, amounts })
}

function textHazard(path: string, change: SettingChange): Hazard | null {
  const [from, to] = [change.from?.text ?? '', change.to?.text ?? '']
  const said = `${change.key} changed from ${from} to ${to}`
  if (/level|verbosity/.test(change.words) && LOUD.test(to) && !LOUD.test(from)) {
    return built(path, change, { kind: 'log_volume_raised', clarity: 0.95, text: said, amounts: null })
  }
  const isLiteral = /^["'[]|^[\w./-]+$/.test(to) && !/^\w+\(/.test(to)
  const rule = isLiteral ? TEXT_RULES.find(([words]) => words.test(change.words)) : undefined
  if (rule) return built(path, change, { kind: rule[1], clarity: rule[2], text: said, amounts: null })
  const isSwitch = /enable|disable|mode|feature|flag|strict|use |default|type|strategy|policy|isolation|level/.test(change.words)
  return isLiteral && isSwitch ? built(path, change, { kind: 'default_flipped', clarity: 0.4, text: said, amounts: null }) : null
}

function built(path: string, change: SettingChange, part: Pick<Hazard, 'kind' | 'clarity' | 'text' | 'amounts'>): Hazard {
  return { path, quote: change.to ? `+${change.to.line}` : `-${change.from?.line ?? ''}`, ...part }
}
