import type { Evidence } from '../domain/evidence.ts'
import { parseReading, query as querySchema } from '../domain/reading.ts'
import { AppError } from '../errors.ts'
import { canonicalJson, contentHash } from '../evidence/content-hash.ts'
import type { Step } from '../generated/prisma/client.ts'
import { recordChange, required, type StoreContext, type Transaction } from './context.ts'
import { entitiesNamedBy } from './entity-mentions.ts'
import type { Store } from './port.ts'

/** The recorded reads of a run. */
export function stepStore(context: StoreContext): Pick<Store, 'appendEvidence' | 'loadEvidence'> {
  return {
    appendEvidence: (investigationId, evidence) =>
      recordChange(context, async (tx) => {
        const row = toStep(investigationId, evidence)
        const { count } = await tx.step.createMany({ data: [row], skipDuplicates: true })
        if (count === 0) return { result: await checkSame(tx, row), entry: null }
        await recordMentions(tx, investigationId, entitiesNamedBy(evidence.reading))
        return { result: undefined, entry: auditEntryOf(investigationId, evidence) }
      }),

    async loadEvidence(investigationId) {
      const rows = await context.prisma.step.findMany({ where: { investigationId }, orderBy: { number: 'asc' } })
      return rows.map(toEvidence)
    },
  }
}

export function toStep(investigationId: string, evidence: Evidence): Step {
  const { source, contentHash, askedAt, answeredAt } = evidence
  const number = Number(evidence.id.slice(1))
  const texts = { queryJson: canonicalJson(evidence.query), readingJson: JSON.stringify(evidence.reading) }
  return { investigationId, number, source, contentHash, askedAt, answeredAt, ...texts }
}

/** A retried append of the same answer changes nothing; another answer under the same id would rewrite what was already cited. */
async function checkSame(tx: Transaction, row: Step): Promise<void> {
  const { investigationId, number } = row
  const stored = await tx.step.findUnique({ where: { investigationId_number: { investigationId, number } } })
  const { contentHash, queryJson } = required(stored, `evidence E${number} of investigation ${investigationId}`)
  if (contentHash === row.contentHash && queryJson === row.queryJson) return
  throw new AppError('store_tampered', `evidence E${number} of investigation ${investigationId} is already recorded with another content`, {
    remedy: 'nothing was changed; start a new investigation to read again',
  })
}

export function toEvidence(row: Step): Evidence {
  const json: unknown = JSON.parse(row.readingJson)
  if (contentHash(json) !== row.contentHash) {
    throw new AppError(
      'store_tampered',
      `evidence E${row.number} of investigation ${row.investigationId} was changed after it was recorded`,
      {
        remedy: 'run "firstcause audit verify" and find out who can write to the database',
      },
    )
  }
  const { askedAt, answeredAt } = row
  return {
    id: `E${row.number}`,
    ...revive(row, json),
    source: row.source as Evidence['source'],
    askedAt,
    answeredAt,
    contentHash: row.contentHash,
  }
}

/** Query and reading with their dates. Another version of the program may have recorded what this one does not know. */
function revive(row: Step, reading: unknown): Pick<Evidence, 'query' | 'reading'> {
  try {
    const query = querySchema.parse(JSON.parse(row.queryJson))
    return { query, reading: parseReading(query.kind, reading) }
  } catch (cause) {
    throw new AppError(
      'store_incompatible',
      `evidence E${row.number} of investigation ${row.investigationId} is in a form this version does not read`,
      {
        remedy: 'start a new investigation; the old evidence stays as it is',
        cause,
      },
    )
  }
}

/** Sorted, because two runs of one job inserting the same rows in different orders would wait for each other. */
export async function recordMentions(tx: Transaction, investigationId: string, entities: readonly string[]): Promise<void> {
  const sorted = [...entities].sort()
  await tx.$executeRaw`INSERT INTO entity_mentions (investigation_id, entity) SELECT ${investigationId}, unnest(${sorted}::text[]) ON CONFLICT DO NOTHING`
}

export function auditEntryOf(investigationId: string, evidence: Evidence) {
  const { id, source, query, reading, answeredAt, contentHash } = evidence
  return {
    key: `telemetry-read:${investigationId}:${id}`,
    at: answeredAt,
    actor: 'firstcause',
    action: 'telemetry-read',
    subject: investigationId,
    reason: `to answer the investigation: ${query.kind}`,
    details: { evidenceId: id, source, status: reading.status, contentHash },
  }
}
