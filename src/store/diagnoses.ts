import { diagnosis as diagnosisSchema, type Diagnosis } from '../domain/diagnosis.ts'
import type { EntityId } from '../domain/entity.ts'
import { contentHash } from '../evidence/content-hash.ts'
import type { Diagnosis as StoredDiagnosis } from '../generated/prisma/client.ts'
import { recordChange, required, type StoreContext } from './context.ts'
import { rankEntities } from './entity-mentions.ts'
import type { DiagnosisRow, Store } from './port.ts'

/** What left the gate, one per run. */
export function diagnosisStore(
  context: StoreContext,
): Pick<Store, 'saveDiagnosis' | 'loadDiagnosis' | 'findDiagnosisOf' | 'searchEntities'> {
  const { prisma } = context
  return {
    saveDiagnosis: (investigationId, diagnosis, at) =>
      recordChange(context, async (tx) => {
        const { outcome } = diagnosis
        const row = { id: context.newId(), investigationId, outcome, mechanism: diagnosis.rootCauses[0]?.mechanism ?? null, createdAt: at }
        const data = { ...row, diagnosisJson: JSON.stringify(diagnosis) }
        const { count } = await tx.diagnosis.createMany({ data: [data], skipDuplicates: true })
        const stored = toDiagnosisRow(await tx.diagnosis.findUniqueOrThrow({ where: { investigationId } }))
        if (count === 0) return { result: stored, entry: null }
        const details = { diagnosisId: row.id, outcome, versions: diagnosis.versions, contentHash: contentHash(diagnosis) }
        return {
          result: stored,
          entry: {
            key: `diagnosis-save:${row.id}`,
            at,
            actor: 'firstcause',
            action: 'diagnosis-save',
            subject: investigationId,
            reason: 'it passed the gate',
            details,
          },
        }
      }),

    async loadDiagnosis(diagnosisId) {
      const row = await prisma.diagnosis.findUnique({ where: { id: diagnosisId } })
      return row && toDiagnosisRow(row)
    },

    async findDiagnosisOf(investigationId) {
      const row = await prisma.diagnosis.findUnique({ where: { investigationId } })
      return row && toDiagnosisRow(row)
    },

    async searchEntities(diagnosisId, text, limit) {
      const row = required(await prisma.diagnosis.findUnique({ where: { id: diagnosisId } }), `diagnosis ${diagnosisId}`)
      const mentions = await prisma.entityMention.findMany({ where: { investigationId: row.investigationId } })
      const known = mentions.map((mention) => mention.entity as EntityId)
      return rankEntities([...entitiesOf(toDiagnosisRow(row).diagnosis), ...known], text, limit)
    },
  }
}

/** The diagnosis may name what no row is about, such as an object that is missing. */
function entitiesOf({ rootCauses, alternatives, ruledOut }: Diagnosis): EntityId[] {
  return [...rootCauses, ...alternatives, ...ruledOut].map(({ entity }) => entity)
}

function toDiagnosisRow({ id, investigationId, diagnosisJson, createdAt }: StoredDiagnosis): DiagnosisRow {
  return { id, investigationId, diagnosis: diagnosisSchema.parse(JSON.parse(diagnosisJson)), createdAt }
}
