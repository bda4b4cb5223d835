import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { isAnswered, withLosses, type Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { answer } from './answer.ts'
import { moment } from './clock.ts'
import { newestWholePoll } from './object-polls.ts'
import { createVersionTracker } from '../kubernetes-rows/object-tracker.ts'
import { createLostRecords } from './lost-records.ts'
import { parseJson } from './parse-json.ts'
import { kubernetesObject } from '../kubernetes-rows/schema.ts'
import { answerEmpty, type Snapshot, type Source } from './snapshot.ts'
import { literal } from './sql.ts'

type VersionRow = Rows['object_versions']

const LIMIT = { name: 'object versions', rows: 6000 }
/** JSON text of all objects of one reading. Two thousand ordinary objects take under 10 MB. */
const MAX_BYTES = 32_000_000

interface ObservationSql {
  readonly id: number
  readonly first_at: number | null
  readonly last_at: number | null
  readonly body: string | null
  /** Records with this text. */
  readonly polls: number
}

/**
 * The distinct versions of the recorded objects, by observation. Polls that saw the same content are one version; heartbeats and
 * bookkeeping make none. With an entity, only that object's versions.
 */
export async function readObjectVersions(snapshot: Snapshot, entity?: EntityId): Promise<Reading<VersionRow>> {
  const source = await snapshot.source('objects')
  if (source.rowCount === 0) return answerEmpty(snapshot, 'objects', source)
  const { rows, problems, leftOut } = await collectVersions(snapshot, source, entity)
  const why = entity ? `no recorded poll shows ${entity}` : 'no record of the objects file is an object'
  const reading = answer(rows, { problems: [...source.problems, ...problems], why, limit: LIMIT })
  if (!isAnswered(reading) || leftOut === 0) return reading
  return withLosses(reading, {
    truncated: { limit: `bytes of objects (${MAX_BYTES})`, leftOut: leftOut + (reading.truncated?.leftOut ?? 0) },
  })
}

async function collectVersions(snapshot: Snapshot, source: Source, entity?: EntityId) {
  const lost = createLostRecords('the body is not a readable Kubernetes object', source.rowCount)
  const tracker = createVersionTracker({ only: entity ?? null, wholePollAt: moment(await newestWholePoll(snapshot.db, source)) })
  let [bytes, leftOut] = [0, 0]
  for await (const observations of snapshot.db.stream<ObservationSql>(observationsSql(entity))) {
    for (const { id, body, first_at, last_at, polls } of observations) {
      const place = source.locate(id)
      const object = kubernetesObject.safeParse(parseJson(body))
      if (!object.success) lost.add(place, polls)
      else if (bytes > MAX_BYTES) leftOut += 1
      else
        bytes += tracker.add({ locator: place.locator, firstSeenAt: moment(first_at), lastSeenAt: moment(last_at), recorded: object.data })
    }
  }
  return { rows: tracker.versions(), problems: lost.problems(), leftOut }
}

// An object that nobody touched has the same text in every poll (its resourceVersion included), so each text is read once.
function observationsSql(entity?: EntityId): string {
  const isWanted = entity ? `WHERE contains(body, ${literal(parseEntity(entity).name)})` : ''
  return `
    WITH texts AS (
      SELECT min(row_id) AS id, min(at_us) AS first_at, max(at_us) AS last_at, count(*) AS polls FROM objects ${isWanted} GROUP BY hash(body)
    )
    SELECT CAST(t.id AS DOUBLE) AS id, CAST(t.first_at AS DOUBLE) AS first_at, CAST(t.last_at AS DOUBLE) AS last_at,
      CAST(t.polls AS DOUBLE) AS polls, o.body
    FROM texts t JOIN objects o ON o.row_id = t.id ORDER BY t.first_at, t.id`
}
