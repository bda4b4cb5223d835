import { isPlainWords } from '../../domain/plain-words.ts'
import { rowsHeld } from '../scene/cite.ts'
import { argumentsOf, isRising, isTrouble, newsIn, type Symptom } from '../scene/symptoms/symptom.ts'
import type { Scene } from '../scene/scene.ts'
import { family, type Finding } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'

/** Said outright by consumers, brokers and people. */
const SAID =
  /poison|malformed (?:record|message|event|payload|row)|bad (?:record|message|data|row)|corrupt(?:ed)? (?:record|message|row|payload|entry)|dead.?letter|unprocessable/i
/** A record named by its place: the same one again and again is what a consumer that cannot get past it looks like. */
const PLACE =
  /\b(?:offset|partition|message[ _-]?id|record[ _-]?id|event[ _-]?id|key|row|sequence|seq|tenant(?:[ _-]?id)?|document|doc[ _-]?id|order[ _-]?id|sku|batch[ _-]?id)["']?(?:\s*[=:#]|\s)\s*["']?([\w-]+)/gi
/** How a reader says that it meets the same record once more. */
const AGAIN = /redeliver|re-?queu|retry|again|stalled|stuck|cannot (?:advance|progress)|attempt \d+/i
/** Fewer repetitions may be a retry. */
const LEAST_REPETITIONS = 3

/** One record that its reader cannot take: it is read, refused and read again, and everything behind it waits. */
export const poisonRecord = family('poison_record', (scene) => {
  const news = newsIn(scene)
  const failing = news.filter(
    (one) => one.source === 'log' && isTrouble(one) && (one.about.has('parse') || one.about.has('null') || SAID.test(one.said)),
  )
  const stuck = news.filter((one) => one.about.has('backlog') && (isRising(one) || one.source !== 'metric'))
  const byService = Map.groupBy(failing, (one) => one.unit)
  return [...byService.values()].map((own) => findingFor(own, stuck, scene))
})

/** The place that every record of a failing pattern names; null when the places differ, as they do when every record fails. */
function repeatedPlace(own: readonly Symptom[], scene: Scene): string | null {
  const examples = rowsHeld(scene.facts, 'log_examples').filter(({ row }) => own.some((one) => one.unit === row.entity))
  const texts = examples.length > 0 ? examples.map(({ row }) => row.body) : own.map((one) => one.said)
  const counts = new Map<string, number>()
  for (const place of texts.flatMap((text) => [...text.matchAll(PLACE)].map((match) => match[0].toLowerCase())))
    counts.set(place, (counts.get(place) ?? 0) + 1)
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  if (most === undefined) return null
  if (most[1] >= LEAST_REPETITIONS && most[1] >= texts.length / 2) return most[0]
  return examples.length === 0 && own.some((one) => AGAIN.test(one.said) && one.said.toLowerCase().includes(most[0])) ? most[0] : null
}

/** Null where not two of these agree: it is said, the same place is named again and again, and something waits. */
function findingFor(own: readonly Symptom[], stuck: readonly Symptom[], scene: Scene): Finding | null {
  const isSaid = own.some((one) => SAID.test(one.said))
  const repeated = repeatedPlace(own, scene)
  if ([isSaid, repeated !== null, stuck.length > 0].filter(Boolean).length < 2) return null
  const place = repeated !== null && isPlainWords(repeated) ? repeated : 'the one that the receipts quote'
  const [first] = own
  const service = first?.entity ?? 'app/Service/unknown'
  return {
    entity: service,
    mechanism: 'poison_record',
    since: own.map((one) => one.since).find((since) => since !== null) ?? null,
    basis: isSaid && repeated !== null ? 'witnessed' : isSaid ? 'static' : 'measured',
    for: argumentsOf([...own.slice(0, 3), ...stuck.slice(0, 1)], 4),
    effects: ['log_error', 'error_rate', 'saturation', 'latency', 'container_restart', 'workload_unready'],
    disprovenBy: 'other records of the same kind failing as well, or the same record having passed before',
    reads:
      scene.window === null
        ? []
        : [{ kind: 'log_examples', entity: service, window: scene.window, onlyErrors: true, offset: 0, limit: 50 }],
    remedy: byHand('other', `set the record aside (${place}) and let ${nameIn(service, 'the service')} go on`, {
      risk: 'What the record stood for is not done until it is repaired.',
      undo: 'Put the repaired record back.',
    }),
  }
}
