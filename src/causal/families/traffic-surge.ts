import { shiftSeconds } from '../../domain/time-window.ts'
import type { Proposal } from '../weigh/candidate.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { argumentsOf, isRising, isTrouble, newsIn } from '../scene/symptoms/news.ts'
import type { Topic } from '../scene/symptoms/topics.ts'
import type { Scene } from '../scene/scene.ts'
import { nameIn } from './kubectl.ts'
import type { Family } from './family.ts'

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

/** More requests than a service is built for: load rose first, and what fails is what load does. */
export const trafficSurge: Family = {
  name: 'traffic_surge',
  propose(scene) {
    const news = newsIn(scene)
    const rising = news.filter((one) => one.about.has('traffic') && isRising(one) && grows(one) && !OWN_CALLS.test(one.said))
    const failing = news.filter((one) => isTrouble(one) && one.source !== 'alert')
    const said = news.filter((one) => one.source !== 'metric' && SAID.test(one.said))
    const overloaded = failing.filter((one) => [...one.about].some((kind) => OVERLOAD.has(kind)))
    const isDefect = failing.some((one) => one.source === 'log' && [...one.about].some((kind) => DEFECT.has(kind)))
    const [first] = rising
    if (first === undefined || overloaded.length === 0 || (isDefect && said.length === 0) || !precedes(first, overloaded)) return []
    return [proposalFor(first, { rising, overloaded, said, scene })]
  },
}

function grows({ departure }: Symptom): boolean {
  return departure !== null && departure.to >= LEAST_GROWTH * Math.max(departure.from, Number.EPSILON)
}

function precedes(load: Symptom, failures: readonly Symptom[]): boolean {
  const first = failures.map((one) => one.since).find((since) => since !== null)
  return load.since !== null && first !== null && first !== undefined && load.since <= shiftSeconds(first, LAG_SECONDS)
}

/** The load rose where nobody of ours asks, or at those who ask as well: it came from outside and was not made inside. */
function hasEntrance(first: Symptom, scene: Scene): boolean {
  return scene.graph.to(first.unit, 'calls').length === 0
}

interface Context {
  readonly rising: readonly Symptom[]
  readonly overloaded: readonly Symptom[]
  readonly said: readonly Symptom[]
  readonly scene: Scene
}

function proposalFor(first: Symptom, { rising, overloaded, said, scene }: Context): Proposal {
  const service = overloaded[0]?.unit ?? first.unit
  const shown = [...said.slice(0, 1), ...rising.slice(0, 2), ...overloaded.slice(0, 2)]
  return {
    entity: rising.some((one) => one.unit === service) ? service : first.unit,
    mechanism: 'traffic_surge',
    since: first.since,
    basis: said.length > 0 ? 'witnessed' : hasEntrance(first, scene) ? 'measured' : 'inferred',
    for: argumentsOf(shown, 4),
    against: [],
    victims: [...new Set([service, first.unit])],
    effects: ['traffic_surge', 'latency', 'saturation', 'error_rate', 'throttling', 'log_error', 'cost', 'container_restart'],
    disprovenBy: 'the same load carried without trouble on an earlier day',
    disconfirmingQueries:
      scene.window === null
        ? []
        : [{ kind: 'log_examples', entity: service, window: scene.window, onlyErrors: true, offset: 0, limit: 20 }],
    action: {
      kind: 'scale',
      target: service,
      what: `add replicas of ${nameIn(service, 'the service')}, or shed load before it`,
      commands: [],
      risk: 'More replicas may press harder on what lies behind.',
      undo: { what: 'Return to the usual size.', commands: [] },
      citations: first.citations,
    },
  }
}
