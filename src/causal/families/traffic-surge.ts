import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest, shiftSeconds } from '../../domain/time-window.ts'
import type { Scene } from '../scene/scene.ts'
import { isClear, argumentsOf, isRising, isTrouble, newsIn, type Symptom, symptomsOf } from '../scene/symptoms/symptom.ts'
import type { Topic } from '../scene/symptoms/topic-words.ts'
import { family, asMechanism, type Finding, OVERLOADED, readLogs } from './family.ts'
import { entranceOf, floodIn, type Flood } from './shared/flood.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { workloadOf } from './shared/workloads.ts'

/** Requests that were carried for so long were no flood. */
const CARRIED_SECONDS = 15 * 60
/** Growth that services are expected to carry. */
const LEAST_GROWTH = 1.6
/** Scrapes and rates lag, so the load may be seen this much after what it does. */
const LAG_SECONDS = 3 * 60
/** What too much load does. An error of another class (a race, a missing field, a refused login) only shows sooner under load. */
const OVERLOAD: ReadonlySet<Topic> = new Set(['pool', 'cpu', 'throttle', 'backlog', 'deadline', 'memory', 'latency', 'handles'])
const DEFECT: ReadonlySet<Topic> = new Set([
  'race',
  'null',
  'parse',
  'contract',
  'auth',
  'tls',
  'startup',
  'duplicate',
  'wrong_value',
  'slow_query',
  'storm',
])
/** Measures of what a service asks of others: more of it is its own doing. */
const OWN_CALLS = /outbound|outgoing|client|egress|retr(?:y|ies)|upstream|downstream|quer(?:y|ies)|login|auth|per_request/
/** How people and programs name a wave of requests. */
const SAID =
  /traffic (?:spike|surge)|flash sale|campaign|marketing (?:push|email)|viral|bot traffic|crawler|scraper|harvest|user-?agent|from \d+ addresses|ddos|load (?:spike|surge)|request (?:spike|surge|flood)|unusually high (?:traffic|load)|black friday|autoscal\w{1,20} .{0,200}max|newsletter|promotion|push notification|(?:offer|sale|event|broadcast|mailing) .{0,200}(?:started|live|sent|began|opened)|sent to \d+|ticket sale/i

/**
 * More requests than services are built for: load rose first, and what fails is what load does. Told by calls that were counted at those who are flooded; and
 * by words, or where nothing was counted by measures, and failures of one service.
 */
export const trafficSurge = family('traffic_surge', (scene) => {
  const flood = floodIn(scene)
  const sources = flood === null ? [] : flood.sources.map((source) => sourceFinding(source, { ...flood, scene }))
  return [...sources, overload(scene, flood !== null)]
})

/** Growth alone hurts nobody; a flood shows soon in those that it overruns. What was carried for long and fails then has another reason as well. */
function isHarmed(surges: readonly Symptom[], scene: Scene): boolean {
  const flooded = new Set(surges.map(({ unit }) => unit))
  const harms = symptomsOf(scene).filter(
    (one) => (one.kind === 'latency' || one.kind === 'error_rate') && isClear(one) && flooded.has(one.unit),
  )
  const [flood, harm] = [surges, harms].map((symptoms) => earliest(symptoms.map(({ since }) => since)))
  return harms.length > 0 && (!flood || !harm || harm <= shiftSeconds(flood, CARRIED_SECONDS))
}

/** From where calls begin: everything behind it is busy because of it. Entrances that surge together are one act. */
function sourceFinding(source: EntityId, { sources, origins, surges, scene }: Flood & { readonly scene: Scene }): Finding {
  // Each source is shown by what comes in through its own entrances.
  const own = new Set(origins.filter((entry) => entranceOf(entry, scene) === source))
  const atEntry = surges.filter(({ unit }) => own.has(unit))
  return {
    entity: workloadOf(source, scene),
    mechanism: 'load_source_surge',
    since: earliest(surges.map(({ since }) => since)),
    basis: isHarmed(surges, scene) ? 'measured' : 'inferred',
    for: asMechanism(atEntry.slice(0, 3)),
    victims: [source, ...sources, ...origins],
    ...(sources.length > 1 ? { act: 'a wave of requests' } : {}),
    effects: [...OVERLOADED, 'traffic_surge', 'cost'],
    musts: ['traffic_surge'],
    disprovenBy: `the same number of requests from ${parseEntity(source).name} carried without trouble`,
    remedy: byHand('scale', `limit the rate of ${nameIn(source, 'the source')}, or add replicas behind it`, {
      risk: 'A limit turns real users away, and replicas cost money.',
      undo: 'Take the limit or the replicas away again.',
    }),
  }
}

/** A service that fails as load makes it fail, since its traffic rose or somebody told of a wave. */
function overload(scene: Scene, isCounted: boolean): Finding | null {
  const news = newsIn(scene)
  const rising = news.filter((one) => one.about.has('traffic') && grows(one) && !OWN_CALLS.test(one.said))
  const failing = news.filter((one) => isTrouble(one) && one.source !== 'alert')
  const said = news.filter((one) => one.source !== 'metric' && SAID.test(one.said))
  const overloaded = failing.filter(({ about }) => !about.isDisjointFrom(OVERLOAD))
  const isDefect = failing.some(({ source, about }) => source === 'log' && !about.isDisjointFrom(DEFECT))
  const [first] = rising
  // Measures alone say no more than counted calls do, and may come of a defect.
  if (first === undefined || ((isCounted || isDefect) && said.length === 0) || !precedes(first, overloaded)) return null
  const service = overloaded[0]?.entity ?? first.unit
  // It rose where nobody of ours asks: it came from outside and was not made inside.
  const isFromOutside = scene.graph.to(first.unit, 'calls').length === 0
  return {
    entity: rising.some(({ unit }) => unit === service) ? service : first.unit,
    mechanism: 'traffic_surge',
    since: first.since,
    basis: said.length > 0 ? 'witnessed' : isFromOutside ? 'measured' : 'inferred',
    for: argumentsOf([...said.slice(0, 1), ...rising.slice(0, 2), ...overloaded.slice(0, 2)], 4),
    victims: [service, first.unit],
    effects: [...OVERLOADED, 'traffic_surge', 'cost'],
    disprovenBy: 'the same load carried without trouble on an earlier day',
    reads: readLogs(service, scene),
    remedy: byHand('scale', `add replicas of ${nameIn(service, 'the service')}, or shed load before it`, {
      risk: 'More replicas may press harder on what lies behind.',
      undo: 'Return to the usual size.',
    }),
  }
}

function grows({ departure }: Symptom): boolean {
  return isRising({ departure }) && departure !== null && departure.to >= LEAST_GROWTH * Math.max(departure.from, Number.EPSILON)
}

function precedes(load: Symptom, failures: readonly Symptom[]): boolean {
  const first = failures.map(({ since }) => since).find((since) => since !== null)
  return load.since !== null && first !== null && first !== undefined && load.since <= shiftSeconds(first, LAG_SECONDS)
}
