import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

/** Five fields of a cron line between quotes: minute, hour, day, month, day of the week. */
const CRON_LINE = /["'][\d*][\d*,/-]*(?: [\d*?][\d*?,/-]*){2}(?: [\d*?A-Za-z][\dA-Za-z*?,/-]*){2}["']/
/** By what work is spread over partitions or shards. */
const SPREAD_KEY = /\b(?:partition_?|routing_?|shard_?|hash_?|message_?)?key\b\s*[:=(]/i
const SPREADS = /kafka|kinesis|partition|shard|producer|pub_?sub|topic|stream/i

/** Work that came spread over time or over partitions and now comes in one heap. */
export function spreadHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code') return []
  return [sameTimeForAll(file), otherKey(file)].filter((hazard) => hazard !== null)
}

/** A time that was computed, for each its own, is now a fixed one. */
function sameTimeForAll({ diff, removed, added }: TouchedFile): Hazard | null {
  const line = added.find((now) => CRON_LINE.test(now))
  if (line === undefined || removed.length === 0 || removed.some((old) => CRON_LINE.test(old))) return null
  const text = `everything now runs at one time: ${line.trim().slice(0, 120)}`
  return { kind: 'schedule_changed', path: diff.path, text, quote: `+${line}`, clarity: 0.8, amounts: null }
}

function otherKey({ diff, removed, added, around }: TouchedFile): Hazard | null {
  const isSpread = [diff.path, ...removed, ...added, ...around].some((line) => SPREADS.test(line))
  const line = added.find((now) => SPREAD_KEY.test(now))
  if (!isSpread || line === undefined || !removed.some((old) => SPREAD_KEY.test(old))) return null
  const text = `work is spread by another key: ${line.trim().slice(0, 120)}`
  return { kind: 'spread_changed', path: diff.path, text, quote: `+${line}`, clarity: 0.75, amounts: null }
}
