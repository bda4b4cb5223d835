import { whyEmpty } from '../../domain/reading.ts'
import { cite, rowsHeld, type Held } from '../../causal/scene/cite.ts'
import { symptomsOf, type Symptom } from '../../causal/scene/symptoms/symptom.ts'
import type { ObjectChange } from '../../causal/scene/scene.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { wordsForQuery } from '../../domain/query-words.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { Asked, Draft } from './draft.ts'
import type { Recorded } from './recorded.ts'
import { rowsAbout } from './rows-about.ts'

/** Points of one answer: what a person reads on a phone. */
const MAX_POINTS = 6

/** What was altered, nearest to the onset first; of one thing when the question names one. */
export function answerChanged(recorded: Recorded, asked: Asked): Draft {
  const { scene } = recorded
  const isAsked = aboutTest(recorded, asked)
  const objects = scene.objects.changes
    .filter(({ entity }) => isAsked(entity))
    .map((change) => ({ at: change.at, point: objectPoint(change) }))
  const others = rowsHeld(scene.facts, 'changes')
    .filter(({ row }) => isAsked(changedBy(row)))
    .map((held) => ({ at: held.row.at, point: changePoint(held) }))
  const told = rowsHeld(scene.facts, 'statements').filter(({ row }) => row.act === 'deploy' || row.act === 'change')
  const distance = (at: Date | null) =>
    at === null || scene.onset === null ? Number.MAX_VALUE : Math.abs(at.getTime() - scene.onset.getTime())
  const found = [...objects, ...others].sort((a, b) => distance(a.at) - distance(b.at)).map(({ point }) => point)
  const said = told.map((held) => ({ text: 'people say', citations: cite(held, 'words: ', { role: 'symptom', at: held.row.at }) }))
  const where = asked.about.length > 0 ? ` of ${asked.about.join(', ')}` : ''
  const lead =
    found.length + said.length > 0
      ? `${found.length} recorded change${found.length === 1 ? '' : 's'}${where}, nearest to the onset first.`
      : `No change${where} is recorded.`
  return {
    lead,
    points: [...found.slice(0, MAX_POINTS), ...said],
    notes: [...unread(recorded, ['changes', 'object_versions']), ...more(found.length)],
  }
}

/** Whether a thing shows symptoms; without a name, who does. No recorded symptom is never called health. */
export function answerAffected(recorded: Recorded, asked: Asked): Draft {
  const isAsked = aboutTest(recorded, asked)
  const symptoms = byStrength(symptomsOf(recorded.scene)).filter(({ entity }) => isAsked(entity))
  const points = onePerUnitAndKind(symptoms, recorded).map(symptomPoint)
  const named = asked.about.join(', ')
  if (points.length > 0) {
    const units = [...new Set(symptoms.map(({ entity }) => recorded.scene.graph.unitOf(entity)))]
    const lead =
      asked.about.length > 0
        ? `${named} shows symptoms.`
        : `${units.length} show symptoms: ${units.slice(0, MAX_POINTS).join(', ')}${units.length > MAX_POINTS ? ' and more' : ''}.`
    return { lead, points: points.slice(0, MAX_POINTS), notes: more(points.length) }
  }
  const seen = rowsAbout(recorded, asked.about).slice(0, 2)
  return {
    lead:
      asked.about.length === 0
        ? 'Nothing departs from its baseline in what was read.'
        : `Nothing recorded of ${named} departs from its baseline.`,
    points: seen,
    notes: ['That is no proof of health: only what was read can say.'],
  }
}

/** When it began: the onset, its first symptoms, and since when the cause is there. */
export function answerWhen(recorded: Recorded, asked: Asked): Draft {
  const { diagnosis, scene } = recorded
  const isAsked = aboutTest(recorded, asked)
  const first = symptomsOf(scene)
    .filter(({ since, entity }) => since !== null && isAsked(entity))
    .toSorted((a, b) => Number(a.since) - Number(b.since))
  const [cause] = diagnosis.rootCauses
  const { onset } = diagnosis.window
  return {
    lead:
      onset === null
        ? 'No reading says when it began.'
        : `Degraded since ${momentText(new Date(onset))}${cause?.since ? `; ${cause.entity} since ${momentText(new Date(cause.since))}` : ''}.`,
    points: onePerUnitAndKind(first, recorded).slice(0, MAX_POINTS).map(symptomPoint),
    notes: first.length === 0 ? ['No symptom with a time was recorded.'] : [],
  }
}

/** Whether it is over, as far as the recordings reach. */
export function answerNow(recorded: Recorded, asked: Asked): Draft {
  const { scene } = recorded
  const isAsked = aboutTest(recorded, asked)
  const symptoms = byStrength(symptomsOf(scene)).filter(({ entity }) => isAsked(entity))
  const going = symptoms.filter(({ until }) => until === null)
  const end = scene.window === null ? 'the end of the recordings' : momentText(scene.window.end)
  const shown = onePerUnitAndKind(going.length > 0 ? going : symptoms, recorded)
  return {
    lead:
      going.length > 0
        ? `At ${end} it still went on.`
        : symptoms.length > 0
          ? `Every recorded symptom had ended before ${end}.`
          : 'No symptom is recorded.',
    points: shown.slice(0, MAX_POINTS).map(symptomPoint),
    notes: [`The recordings end at ${end}; say “investigate again” to read what came after.`],
  }
}

/** `2026-05-27 14:02:11 UTC`. */
export function momentText(at: Date): string {
  return `${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 19)} UTC`
}

function aboutTest({ scene }: Recorded, { about }: Asked): (entity: EntityId | null) => boolean {
  const units = new Set(about.map((entity) => scene.graph.unitOf(entity)))
  return (entity) => about.length === 0 || (entity !== null && (about.includes(entity) || units.has(scene.graph.unitOf(entity))))
}

function byStrength(symptoms: readonly Symptom[]): readonly Symptom[] {
  return symptoms.toSorted((a, b) => b.strength - a.strength)
}

/** The first of each kind at each thing: ten pods of one workload are one news. */
function onePerUnitAndKind(symptoms: readonly Symptom[], { scene }: Recorded): readonly Symptom[] {
  return [
    ...new Map(symptoms.toReversed().map((symptom) => [`${scene.graph.unitOf(symptom.entity)} ${symptom.kind}`, symptom])).values(),
  ].toReversed()
}

function symptomPoint({ entity, text, since, until, citations }: Symptom): Argument {
  const from = since === null ? '' : `, since ${momentText(since)}`
  const what = text.startsWith(entity) ? text : `${entity}: ${text}`
  return { text: `${what}${from}${until === null ? '' : `, until ${momentText(until)}`}`, citations: citations.slice(0, 1) }
}

function objectPoint({ entity, kind, path, from, to, at, citations }: ObjectChange): Argument {
  const what = kind === 'updated' ? `${path}: ${from ?? 'nothing'} → ${to ?? 'nothing'}` : kind
  return { text: `${entity} ${what}${at === null ? '' : `, ${momentText(at)}`}`, citations: citations.slice(0, 1) }
}

function changePoint(held: Held<'changes'>): Argument {
  const { row } = held
  const as = { role: 'change', at: row.at } as const
  switch (row.change) {
    case 'deploy':
      return {
        text: `${row.service} deployed${row.version === null ? '' : ` ${row.version}`}, ${momentText(row.at)}`,
        citations: cite(held, 'service: ', as),
      }
    case 'commit':
      return { text: `commit ${row.sha.slice(0, 10)}, ${momentText(row.at)}`, citations: cite(held, 'message: ', as) }
    case 'flag':
      return {
        text: `flag ${row.key}: ${row.from ?? 'nothing'} → ${row.to ?? 'nothing'}, ${momentText(row.at)}`,
        citations: cite(held, 'key: ', as),
      }
  }
}

function changedBy(row: Rows['changes']): EntityId | null {
  return row.change === 'commit' ? null : row.service
}

function unread({ evidence }: Recorded, kinds: readonly (keyof Rows)[]): readonly string[] {
  return kinds.flatMap((kind) => {
    const readings = evidence.filter(({ query }) => query.kind === kind)
    if (readings.length === 0) return [`${wordsForQuery(kind)} were not read.`]
    return readings.flatMap(({ id, reading }) =>
      whyEmpty(reading) === null ? [] : [`${wordsForQuery(kind)}: ${whyEmpty(reading)} (${id}).`],
    )
  })
}

function more(count: number): readonly string[] {
  return count > MAX_POINTS ? [`${count - MAX_POINTS} more are recorded; name one thing to see its own.`] : []
}
