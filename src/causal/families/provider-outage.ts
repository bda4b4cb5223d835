import { nameOr } from '../../domain/command-names.ts'
import { formatEntity } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { argumentsOf, isTrouble, newsIn } from '../scene/symptoms/news.ts'
import type { Scene } from '../scene/scene.ts'
import type { Family } from './family.ts'

type Status = Held<'provider_status'>

/** Providers announce late and date back; an event that begins this long after the first symptom is another one. */
const LATE_SECONDS = 30 * 60
/** One that ended this long before the first symptom is over. */
const OVER_SECONDS = 15 * 60

/**
 * A provider that reports trouble with a product in a region, while errors here name that product. The status page alone is no cause:
 * most of what it lists hurts nobody here.
 */
export const providerOutage: Family = {
  name: 'provider_outage',
  propose(scene) {
    const failures = newsIn(scene).filter(isTrouble)
    return rowsHeld(scene.facts, 'provider_status')
      .filter(({ row }) => row.state === 'degraded' || row.state === 'outage')
      .flatMap((status) => proposalFor(status, failures, scene) ?? [])
  },
}

function proposalFor(status: Status, failures: readonly Symptom[], scene: Scene): Proposal | null {
  const { row } = status
  const product = productOf(row.service)
  const zones = zonesIn(`${row.title} ${row.detail}`)
  const named = failures.filter((one) => one.source !== 'metric' && [...product, ...zones].some((word) => isWordIn(word, one.said)))
  const matching = named.filter((one) => isSameRegion(one.said, row.region))
  const first = matching.map((one) => one.since).find((since) => since !== null) ?? null
  if (matching.length === 0 || !isTimely(row, first)) return null
  const victims = [...new Set(matching.map((one) => one.unit))]
  const words = row.title || row.detail || row.service
  return {
    entity: formatEntity('external', 'Provider', product[0] ?? row.provider),
    mechanism: 'provider_outage',
    since: row.startedAt,
    basis: 'witnessed',
    for: [
      {
        text: `${row.provider} reports ${row.state} for ${row.service}${row.region ? ` in ${row.region}` : ''}: ${words}`.slice(0, 200),
        citations: citeFirst(status, [row.title, row.service], { role: 'mechanism', at: row.startedAt }),
      },
      ...argumentsOf(matching, 3),
    ],
    against: [],
    victims,
    effects: ['error_rate', 'latency', 'log_error', 'unreachable', 'traffic_drop', 'saturation', 'throttling'],
    disprovenBy: `calls to ${row.service} that succeeded during the incident, or the same errors in another region`,
    disconfirmingQueries:
      scene.window === null || victims[0] === undefined
        ? []
        : [{ kind: 'log_examples', entity: victims[0], window: scene.window, onlyErrors: true, offset: 0, limit: 20 }],
    action: {
      kind: row.region === null ? 'escalate_upstream' : 'failover',
      target: row.service,
      what:
        row.region === null
          ? `open a case with ${nameOr('plainName', row.provider, 'the provider')}`
          : `serve from another region than ${nameOr('plainName', row.region, 'the one that fails')}`,
      commands: [],
      risk: 'The other region may be behind or smaller.',
      undo: { what: 'Return when the provider reports recovery.', commands: [] },
      citations: citeFirst(status, [row.title, row.service], { role: 'mechanism', at: row.startedAt }),
    },
  }
}

/** Zones, which are smaller than regions: an error that names the very zone in trouble needs no product. */
function zonesIn(text: string): readonly string[] {
  return text.match(/\b[a-z]{2,}-[a-z]+-?\d-?[a-z]\b/g) ?? []
}

/** True when a status page admits trouble with the product that this text names; then the page is the better witness. */
export function isAdmitted(text: string, scene: Scene): boolean {
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

function isTimely({ startedAt, resolvedAt }: Status['row'], first: Date | null): boolean {
  if (first === null) return true
  const isLate = startedAt !== null && startedAt > shiftSeconds(first, LATE_SECONDS)
  return !isLate && (resolvedAt === null || resolvedAt > shiftSeconds(first, -OVER_SECONDS))
}
