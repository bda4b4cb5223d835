import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

/** By what the other side knows a request or a message again. */
const IDENTITY =
  /idempoten|dedup|request[-_]?(?:id|token|key)|client[-_]?(?:token|reference)|message[-_]?id|transaction[-_]?(?:id|reference)/i
const MADE_ANEW =
  /uuid|ulid|nanoid|cuid|ksuid|guid|random|secrets\.|Date\.now|time\.(?:time|Now)|currentTimeMillis|Instant\.now|nextLong|SecureRandom|\b(?:next|generate|create|make|new)\w*\(/i

/** What names a piece of work is made anew for each attempt: doing it again is no longer known as the same. */
export function identityHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code') return []
  const line = file.added.find((one) => IDENTITY.test(one) && MADE_ANEW.test(one))
  if (line === undefined || file.removed.some((one) => MADE_ANEW.test(one)) || !file.removed.some((one) => IDENTITY.test(one))) return []
  const text = `each attempt now goes under a name of its own: ${line.trim().slice(0, 120)}`
  return [{ kind: 'call_removed', path: file.diff.path, text, quote: `+${line}`, clarity: 0.85, amounts: null }]
}
