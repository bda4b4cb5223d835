import type { EvidenceId } from '../domain/evidence.ts'
import { AppError } from '../errors.ts'
import type { NewEvidence, StoredEvidence } from '../evidence/stored-evidence.ts'
import type { Step } from '../generated/prisma/client.ts'
import { recordChange, required, type StoreContext, type Transaction } from './context.ts'
import type { Store } from './port.ts'

/** The recorded reads of a run. */
export function stepStore(context: StoreContext): Pick<Store, 'appendEvidence' | 'loadEvidence'> {
  return {
    appendEvidence: (investigationId, evidence) =>
      recordChange(context, async (tx) => {
        const row = toStep(investigationId, evidence)
        const { count } = await tx.step.createMany({ data: [row], skipDuplicates: true })
        if (count === 0) return { result: await checkSame(tx, row), entry: null }
        await recordMentions(tx, investigationId, evidence.entities)
        return { result: undefined, entry: auditEntryOf(investigationId, evidence) }
      }),

    async loadEvidence(investigationId) {
      const rows = await context.prisma.step.findMany({ where: { investigationId }, orderBy: { number: 'asc' } })
      return rows.map(fromStep)
    },
  }
}

export function toStep(investigationId: string, evidence: StoredEvidence): Step {
  const { source, contentHash, askedAt, answeredAt, queryJson, readingJson } = evidence
  const number = Number(evidence.id.slice(1))
  return { investigationId, number, source, contentHash, askedAt, answeredAt, queryJson, readingJson }
}

/** The row as it was appended. Its texts are neither parsed nor checked here: who unpacks them does both. */
export function fromStep({ number, source, investigationId: _run, ...rest }: Step): StoredEvidence {
  return { id: `E${number}` satisfies EvidenceId, source: source as StoredEvidence['source'], ...rest }
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

/** Sorted, because two runs of one job inserting the same rows in different orders would wait for each other. */
export async function recordMentions(tx: Transaction, investigationId: string, entities: readonly string[]): Promise<void> {
  const sorted = [...entities].sort()
  await tx.$executeRaw`INSERT INTO entity_mentions (investigation_id, entity) SELECT ${investigationId}, unnest(${sorted}::text[]) ON CONFLICT DO NOTHING`
}

export function auditEntryOf(investigationId: string, evidence: NewEvidence) {
  const { id, source, kind, status, answeredAt, contentHash } = evidence
  return {
    key: `telemetry-read:${investigationId}:${id}`,
    at: answeredAt,
    actor: 'firstcause',
    action: 'telemetry-read',
    subject: investigationId,
    reason: `to answer the investigation: ${kind}`,
    details: { evidenceId: id, source, status, contentHash },
  }
}
