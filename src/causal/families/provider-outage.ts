import { nameOr } from '../../domain/command-names.ts'
import { formatEntity } from '../../domain/entity.ts'
import { earliest } from '../../domain/time-window.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import { argumentsOf, isTrouble, newsIn, type Symptom } from '../scene/symptoms/symptom.ts'
import type { Scene } from '../scene/scene.ts'
import { family, asMechanism, because, CALLS_FAIL, type Finding, readLogs } from './family.ts'
import { byHand } from './shared/remedies.ts'

type Status = Held<'provider_status'>

/** Providers announce late and date back. */
const SHOWS_WITHIN_SECONDS = 30 * 60

/** Where records name the other side: addresses, and the fields of the OpenTelemetry conventions for peers. */
const NAMED = [
  /\bhttps?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi,
  /\b(?:net\.peer\.name|server\.address|peer\.service|peer|host|upstream)=["']?([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi,
  /\b(?:to|from|by|calling|POST|GET|PUT)\s+["']?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|co|dev|cloud|ai|app|example))\b/gi,
]
/** Names that resolve only inside. */
const INSIDE = /(?:^|\.)(?:svc|local|internal|cluster|lan|intra|corp|localhost|consul)(?:\.|$)|^[\d.]+$|\.(?:go|py|ts|js|java|rb|rs|kt)$/i
/** The other side answered that it cannot: its own words, which no caller can put into its mouth. */
const ITS_FAULT =
  /\b50[0234]\b|\b52\d\b|service unavailable|bad gateway|internal server error|temporarily unavailable|under maintenance|SlowDown|(?:monthly|daily|plan|account) (?:\w+ )?(?:quota|limit|credits?)|quota (?:of \w+ )?(?:\w+ )?(?:exhausted|used up)|out of credits|subscription (?:expired|suspended)|payment required|\b402\b/i
/** Nothing came back; a caller that gave up early sees the same. */
const NO_ANSWER =
  /timed?.?out|timeout|deadline|connection (?:refused|reset)|ECONN\w+|ETIMEDOUT|unreachable|no route to host|EOF\b|handshake/i

/**
 * Something outside fails. Told by a provider that reports trouble with a product in a region while errors here name that product (most of what a status page
 * lists hurts nobody here), or, without a page, by errors that each name the same outer host and say that it is its own fault; silence counts only when
 * several services meet it.
 */
export const providerOutage = family('provider_outage', (scene) => {
  const failures = newsIn(scene).filter(isTrouble)
  const reported = rowsHeld(scene.facts, 'provider_status').filter(({ row }) => row.state === 'degraded' || row.state === 'outage')
  const said = failures.filter((one) => one.source !== 'metric' && one.source !== 'alert' && !isAdmitted(one.said, scene))
  const named = said.flatMap((one) => hostsIn(one.said, scene).map((host) => ({ host, one })))
  // By the registered part of a host: its last two labels.
  const sites = [...Map.groupBy(named, ({ host }) => host.split('.').slice(-2).join('.')).values()]
  return [...reported.map((status) => reportedFinding(status, failures, scene)), ...sites.map((own) => peerFinding(own, scene))]
})

function reportedFinding(status: Status, failures: readonly Symptom[], scene: Scene): Finding | null {
  const { provider, service, region, state, title, detail, startedAt, resolvedAt } = status.row
  const product = productOf(service)
  const words = [...product, ...zonesIn(`${title} ${detail}`)]
  const named = failures.filter((one) => one.source !== 'metric' && words.some((word) => isWordIn(word, one.said)))
  const matching = named.filter((one) => isSameRegion(one.said, region))
  if (matching.length === 0) return null
  const text = `${provider} reports ${state} for ${service}${region ? ` in ${region}` : ''}: ${title || detail || service}`
  return {
    ...commonOf(product[0] ?? provider, matching, scene),
    since: startedAt,
    endedAt: resolvedAt,
    showsWithin: SHOWS_WITHIN_SECONDS,
    basis: 'witnessed',
    for: [
      because(text.slice(0, 200), citeFirst(status, [title, service], { role: 'mechanism', at: startedAt })),
      ...argumentsOf(matching, 3),
    ],
    disprovenBy: `calls to ${service} that succeeded during the incident, or the same errors in another region`,
    remedy: {
      ...(region === null
        ? byHand('escalate_upstream', `open a case with ${nameOr('plainName', provider, 'the provider')}`, CAUTION)
        : byHand('failover', `serve from another region than ${nameOr('plainName', region, 'the one that fails')}`, CAUTION)),
      target: service,
    },
  }
}

const CAUTION = { risk: 'The other region may be behind or smaller.', undo: 'Return when the provider reports recovery.' }

function commonOf(
  provider: string,
  failures: readonly Symptom[],
  scene: Scene,
): Pick<Finding, 'entity' | 'mechanism' | 'victims' | 'effects' | 'reads'> {
  const victims = failures.map(({ unit }) => unit)
  return {
    entity: formatEntity('external', 'Provider', provider),
    mechanism: 'provider_outage',
    victims,
    effects: [...CALLS_FAIL, 'saturation', 'throttling'],
    reads: readLogs(victims[0], scene),
  }
}

/** Zones, which are smaller than regions: an error that names the very zone in trouble needs no product. */
function zonesIn(text: string): readonly string[] {
  return text.match(/\b[a-z]{2,}-[a-z]+-?\d-?[a-z]\b/g) ?? []
}

/** True when a status page admits trouble with the product that this text names; then the page is the better witness. */
function isAdmitted(text: string, scene: Scene): boolean {
  return rowsHeld(scene.facts, 'provider_status').some(
    ({ row }) => row.state !== 'operational' && productOf(row.service).some((word) => isWordIn(word, text)),
  )
}

function isWordIn(word: string, text: string): boolean {
  return productPattern(word).test(text)
}

/** A word (letters and digits) that is no part of a longer one. */
export function productPattern(word: string): RegExp {
  return new RegExp(`(?<![a-z])${word}(?![a-z])`, 'i')
}

/** The words by which errors name a product: its abbreviation in brackets, then its own name without the general words. */
function productOf(service: string): readonly string[] {
  const short = /\(([A-Za-z0-9-]{2,20})\)/.exec(service)?.[1]
  const general =
    /^(?:amazon|aws|google|cloud|azure|microsoft|service|services|simple|elastic|managed|platform|api|apis|the|and|for|of|storage|compute|database|web|engine)$/i
  const words = service
    .replace(/\([^)\n]{0,200}\)/g, ' ')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word.length > 2 && !general.test(word))
  return [...(short === undefined ? [] : [short.toLowerCase()]), ...words.map((word) => word.toLowerCase())]
}

/** An error that names another region than the one in trouble speaks of something else; one that names none may well mean it. */
function isSameRegion(text: string, region: string | null): boolean {
  if (region === null) return true
  const named = text.match(/\b(?:us|eu|ap|sa|ca|me|af|il)-[a-z]{1,20}-?[a-z]{0,20}\d\b/gi) ?? []
  return named.length === 0 || named.some((name) => name.toLowerCase() === region.toLowerCase())
}

function hostsIn(text: string, scene: Scene): readonly string[] {
  const hosts = NAMED.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => (match[1] ?? '').toLowerCase()))
  return [...new Set(hosts)].filter((host) => !INSIDE.test(host) && !isOurs(host, scene))
}

/** A host in a namespace of ours, or whose first label is a service that telemetry knows: one of ours behind a public name. */
function isOurs(host: string, { facts }: Scene): boolean {
  const [label = '', namespace = ''] = host.split('.')
  if (rowsHeld(facts, 'overview').some(({ row }) => row.scopes.includes(namespace))) return true
  const own = [...rowsHeld(facts, 'log_patterns'), ...rowsHeld(facts, 'series')]
  return own.some(({ row }) => row.entity.endsWith(`/${label}`))
}

function peerFinding(named: readonly { readonly host: string; readonly one: Symptom }[], scene: Scene): Finding | null {
  const host = named[0]?.host ?? ''
  const failures = named.map(({ one }) => one)
  const faults = failures.filter((one) => ITS_FAULT.test(one.said))
  const silent = failures.filter((one) => NO_ANSWER.test(one.said))
  if (faults.length === 0 && new Set(silent.map(({ unit }) => unit)).size < 2) return null
  const shown = faults.length > 0 ? faults : silent
  const since = earliest(shown.map((one) => one.since))
  return {
    ...commonOf(host, [...faults, ...silent], scene),
    since,
    basis: faults.length > 0 ? 'witnessed' : 'measured',
    spreadsFrom: since,
    for: asMechanism(argumentsOf(shown, 3)),
    disprovenBy: `calls to ${host} from elsewhere that succeeded during the incident`,
    remedy: {
      ...byHand(
        'escalate_upstream',
        `open a case with ${nameOr('plainName', host, 'whoever runs it')}, and switch to a fallback if there is one`,
        {
          risk: 'A fallback may cost more or do less.',
          undo: 'Return when the provider has recovered.',
        },
      ),
      target: host,
    },
  }
}
