import { z } from 'zod'
import { ending } from '../domain/ending.ts'
import { entityId } from '../domain/entity.ts'
import { evidenceId, type Evidence } from '../domain/evidence.ts'
import { anySource, parseReading, query as querySchema } from '../domain/reading.ts'
import { queryKind } from '../domain/telemetry-rows.ts'
import { AppError } from '../errors.ts'
import { canonicalJson, contentHash } from './content-hash.ts'
import { entitiesNamedBy } from './entities-named-by.ts'

const storedEvidence = z.object({
  id: evidenceId,
  source: anySource,
  contentHash: z.string(),
  askedAt: z.date(),
  answeredAt: z.date(),
  queryJson: z.string(),
  readingJson: z.string(),
})
/** Evidence as it is stored and as it crosses processes: query and reading stay text, so that nobody on the way has to take them apart. */
export type StoredEvidence = z.infer<typeof storedEvidence>

/** Evidence on its way into the store, with what the store indexes and audits of it: `entities` are what its rows are about. */
export const newEvidence = storedEvidence.extend({
  kind: queryKind,
  status: ending,
  entities: z.array(entityId),
})
export type NewEvidence = z.infer<typeof newEvidence>

/** What somebody stated, before the store gives it the next free id. */
export const newStatement = newEvidence.omit({ id: true })
export type NewStatement = z.infer<typeof newStatement>

/** The text form of evidence. */
export function packEvidence(evidence: Evidence): NewEvidence {
  return { ...packStatement(evidence), id: evidence.id }
}

/** The same for evidence that has no id yet. */
export function packStatement({ source, query, reading, contentHash, askedAt, answeredAt }: Omit<Evidence, 'id'>): NewStatement {
  const texts = { queryJson: canonicalJson(query), readingJson: JSON.stringify(reading) }
  const indexed = { kind: query.kind, status: reading.status, entities: [...entitiesNamedBy(reading)] }
  return { source, contentHash, askedAt, answeredAt, ...texts, ...indexed }
}

/**
 * The evidence of a stored text. Throws `store_tampered` when the reading is not the one that was hashed, `store_incompatible` when another
 * version of the program recorded what this one does not know.
 */
export function unpackEvidence(stored: StoredEvidence): Evidence {
  const { id, source, askedAt, answeredAt, contentHash: hash } = stored
  const json: unknown = JSON.parse(stored.readingJson)
  if (contentHash(json) !== hash) {
    throw new AppError('store_tampered', `evidence ${id} was changed after it was recorded`, {
      remedy: 'run "firstcause audit verify" and find out who can write to the database',
    })
  }
  return { id, ...revive(stored, json), source, askedAt, answeredAt, contentHash: hash }
}

function revive({ id, queryJson }: StoredEvidence, reading: unknown): Pick<Evidence, 'query' | 'reading'> {
  try {
    const query = querySchema.parse(JSON.parse(queryJson))
    return { query, reading: parseReading(query.kind, reading) }
  } catch (cause) {
    throw new AppError('store_incompatible', `evidence ${id} is in a form this version does not read`, {
      remedy: 'start a new investigation; the old evidence stays as it is',
      cause,
    })
  }
}
