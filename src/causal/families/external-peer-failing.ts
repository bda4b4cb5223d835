import { nameOr } from '../../domain/command-names.ts'
import { formatEntity, type EntityId } from '../../domain/entity.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { rowsHeld } from '../scene/cite.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { argumentsOf, isTrouble, newsIn } from '../scene/symptoms/news.ts'
import { earliest } from '../../domain/time-window.ts'
import type { Scene } from '../scene/scene.ts'
import type { Family } from './family.ts'
import { isAdmitted } from './provider-outage.ts'

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
 * Something outside that answers our calls with failures of its own. Without a status page the errors themselves must say so, each naming
 * the same outer host; silence counts only when several services meet it.
 */
export const externalPeerFailing: Family = {
  name: 'external_peer_failing',
  propose(scene) {
    const failures = newsIn(scene).filter(
      (one) => isTrouble(one) && one.source !== 'metric' && one.source !== 'alert' && !isAdmitted(one.said, scene),
    )
    const named = failures.flatMap((one) => hostsIn(one.said, scene).map((host) => ({ host, one })))
    return [...Map.groupBy(named, ({ host }) => siteOf(host))].flatMap(
      ([, own]) =>
        proposalFor(
          own[0]?.host ?? '',
          own.map(({ one }) => one),
          scene,
        ) ?? [],
    )
  },
}

function hostsIn(text: string, scene: Scene): readonly string[] {
  const hosts = NAMED.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => (match[1] ?? '').toLowerCase()))
  return [...new Set(hosts)].filter((host) => !INSIDE.test(host) && !isOurs(host, scene))
}

/** A host whose first label is a service that telemetry knows is one of ours behind a public name. */
function isOurs(host: string, scene: Scene): boolean {
  const label = host.split('.')[0] ?? ''
  const own = [...rowsHeld(scene.facts, 'log_patterns'), ...rowsHeld(scene.facts, 'series')]
  return own.some(({ row }) => row.entity.endsWith(`/${label}`))
}

/** The registered part of a host: its last two labels. */
function siteOf(host: string): string {
  return host.split('.').slice(-2).join('.')
}

function proposalFor(host: string, failures: readonly Symptom[], scene: Scene): Proposal | null {
  const faults = failures.filter((one) => ITS_FAULT.test(one.said))
  const silent = failures.filter((one) => NO_ANSWER.test(one.said))
  const services = [...new Set([...faults, ...silent].map((one) => one.unit))]
  if (faults.length === 0 && new Set(silent.map((one) => one.unit)).size < 2) return null
  const shown = faults.length > 0 ? faults : silent
  return {
    entity: formatEntity('external', 'Provider', host),
    mechanism: 'provider_outage',
    since: earliest(shown.map((one) => one.since)),
    basis: faults.length > 0 ? 'witnessed' : 'measured',
    spreadsFrom: earliest(shown.map((one) => one.since)),
    for: argumentsOf(shown, 3).map((argument) => ({
      ...argument,
      citations: argument.citations.map((citation) => ({ ...citation, role: 'mechanism' as const })),
    })),
    against: [],
    victims: services,
    effects: ['error_rate', 'latency', 'log_error', 'unreachable', 'traffic_drop', 'saturation', 'throttling'],
    disprovenBy: `calls to ${host} from elsewhere that succeeded during the incident`,
    disconfirmingQueries: readsOf(services, scene),
    action: {
      kind: 'escalate_upstream',
      target: host,
      what: `open a case with ${nameOr('plainName', host, 'whoever runs it')}, and switch to a fallback if there is one`,
      commands: [],
      risk: 'A fallback may cost more or do less.',
      undo: { what: 'Return when the provider has recovered.', commands: [] },
      citations: shown[0]?.citations ?? [],
    },
  }
}

function readsOf([service]: readonly EntityId[], { window }: Scene): Proposal['disconfirmingQueries'] {
  if (window === null || service === undefined) return []
  return [{ kind: 'log_examples', entity: service, window, onlyErrors: true, offset: 0, limit: 20 }]
}
