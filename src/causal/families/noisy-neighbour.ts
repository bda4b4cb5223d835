import { CLUSTER_SCOPE, formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { argumentsOf, isRising, isTrouble, newsIn, type Symptom } from '../scene/symptoms/symptom.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { asMechanism, type Finding, OVERLOADED, readLogs } from './shared/finding.ts'
import { byHand, nameIn } from './shared/remedies.ts'

/** The neighbour's load and the node's pressure begin within this of each other. */
const TOGETHER_SECONDS = 5 * 60
/** A workload that only grew by half did not fill a node. */
const LEAST_GROWTH = 2
/** How kubelet, schedulers and cgroups speak of a node that is fought over. */
const CONTENTION =
  /\bnode\b.{0,200}(?:contend|pressure|under increasing)|NodeUnderPressure|(?:cpu|memory|disk|io) pressure|top consumer|noisy|co-?(?:located|tenant)|cpu[- ](?:contend|starv)|steal time|runqueue|cfs quota/i
const POD = /(?:\bpod[ =:"]+|\b(?:assigned|scheduled|placed) )(?:([a-z0-9-]+)\/)?([a-z0-9][a-z0-9.-]*-[a-z0-9.-]+)/i

/** A workload of somebody else on the same node that takes its processor or memory, while the victim's own traffic is as before. */
export const noisyNeighbour = family('noisy_neighbour', (scene) => {
  const news = newsIn(scene)
  const node = news.find((one) => parseEntity(one.unit).kind === 'Node' && isRising(one) && isResource(one))
  const said = news.filter((one) => one.source === 'log' && CONTENTION.test(one.said))
  const pressure = [...(node === undefined ? [] : [node]), ...said]
  const starved = news.filter((one) => isTrouble(one) && parseEntity(one.unit).kind === 'Service' && isStarved(one))
  const victims = [...new Set(starved.map((one) => one.unit))].filter((entity) => !hasOwnGrowth(entity, news))
  if (pressure.length === 0 || victims.length === 0) return []
  const neighbour = neighbourIn(news, { victims, around: node?.since ?? said[0]?.since ?? null })
  return neighbour === null ? [] : [findingFor(neighbour, { pressure, starved, victims, scene })]
})

function isResource(one: Symptom): boolean {
  return one.about.has('cpu') || one.about.has('memory') || one.about.has('disk')
}

/** Throttled, or its own words say that it waits for the processor. */
function isStarved(one: Symptom): boolean {
  if (one.source === 'metric') return /throttl|steal|pressure|runqueue/i.test(one.said)
  return one.source === 'log' && /contend|starv|runqueue|throttl/i.test(one.said) && one.about.has('cpu')
}

/** A service whose own traffic rose is loaded by its own work. */
function hasOwnGrowth(entity: EntityId, news: readonly Symptom[]): boolean {
  return news.some((one) => one.unit === entity && one.about.has('traffic') && isRising(one))
}

interface Neighbour {
  readonly entity: EntityId
  readonly seen: readonly Symptom[]
}

function neighbourIn(
  news: readonly Symptom[],
  at: { readonly victims: readonly EntityId[]; readonly around: Date | null },
): Neighbour | null {
  const growing = news.filter((one) => {
    const { departure } = one
    const isOther = parseEntity(one.unit).kind !== 'Node' && !at.victims.includes(one.unit)
    return (
      isOther &&
      departure !== null &&
      isRising(one) &&
      isResource(one) &&
      departure.to > LEAST_GROWTH * Math.max(departure.from, 0) &&
      isNear(departure.since, at.around)
    )
  })
  const words = news.filter((one) => one.source === 'log' && POD.test(one.said))
  const foreign = words.filter((one) => !at.victims.some((victim) => (POD.exec(one.said)?.[2] ?? '').startsWith(parseEntity(victim).name)))
  const [named] = foreign
  const match = named === undefined ? null : POD.exec(named.text)
  if (match?.[2] !== undefined)
    return {
      entity: formatEntity(match[1] ?? CLUSTER_SCOPE, 'Pod', match[2].replace(/(?<![.,;])[.,;]+$/, '')),
      seen: [...foreign, ...growing],
    }
  const [first] = growing
  return first === undefined ? null : { entity: first.unit, seen: growing }
}

function isNear(at: Date, around: Date | null): boolean {
  return around === null || (at >= shiftSeconds(around, -TOGETHER_SECONDS) && at <= shiftSeconds(around, TOGETHER_SECONDS))
}

/** The scheduler says that it came, and its own use grew. */
function isPlaced({ seen }: Neighbour): boolean {
  return seen.some(({ source }) => source === 'log') && seen.some(({ source }) => source === 'metric')
}

interface Context {
  readonly pressure: readonly Symptom[]
  readonly starved: readonly Symptom[]
  readonly victims: readonly EntityId[]
  readonly scene: Scene
}

function findingFor(neighbour: Neighbour, { pressure, starved, victims, scene }: Context): Finding {
  const shown = [...neighbour.seen.slice(0, 2), ...pressure.slice(0, 2), ...starved.slice(0, 1)]
  const mechanism = asMechanism(argumentsOf(shown, 4))
  return {
    entity: neighbour.entity,
    mechanism: 'noisy_neighbour',
    since: neighbour.seen.map((one) => one.since).find((since) => since !== null) ?? null,
    basis: pressure.some((one) => one.source === 'log') || pressure.length > 1 || isPlaced(neighbour) ? 'witnessed' : 'inferred',
    for: mechanism,
    victims,
    effects: [...OVERLOADED, 'workload_unready', 'node_unhealthy'],
    disprovenBy: 'the victim running slow on another node as well, or its own traffic having grown',
    reads: readLogs(victims[0], scene),
    remedy: byHand('other', `move ${nameIn(neighbour.entity, 'the neighbour')} to another node, or give it a limit`, {
      risk: 'The moved workload starts again.',
      undo: 'Let the scheduler place it freely again.',
    }),
  }
}
