import type { Session } from './database.ts'
import type { Source } from './snapshot.ts'

/** The kinds of one poll arrive within seconds of each other, polls are minutes apart. */
const POLL_GAP_SECONDS = 60
/** A last poll with fewer objects than this share of the one before was cut off by the end of the recording. */
const WHOLE_POLL_RATIO = 0.5

/**
 * Start of the newest poll that shows all there was (microseconds): an object not seen since then is gone. Null when no record has
 * a time. When the file is damaged or its last poll was cut, the poll before decides, so that a hole never looks like a deletion.
 */
export async function newestWholePoll(db: Session, source: Source): Promise<number | null> {
  const polls = await db.rows<{ began: number; count: number }>(`
    WITH gaps AS (SELECT at_us, at_us - lag(at_us) OVER (ORDER BY at_us) > ${POLL_GAP_SECONDS * 1_000_000} AS is_new FROM objects WHERE at_us IS NOT NULL),
    polls AS (SELECT at_us, count(*) FILTER (is_new) OVER (ORDER BY at_us) AS poll FROM gaps)
    SELECT CAST(min(at_us) AS DOUBLE) AS began, CAST(count(*) AS DOUBLE) AS count FROM polls GROUP BY poll ORDER BY began DESC LIMIT 2`)
  const [last, before] = polls
  if (!last || !before) return last?.began ?? null
  const isWhole = source.problems.length === 0 && last.count >= before.count * WHOLE_POLL_RATIO
  return isWhole ? last.began : before.began
}
