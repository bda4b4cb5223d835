import type { Diagnosis } from '../domain/diagnosis.ts'
import { verdict as verdictSchema, type Verdict } from '../domain/verdict.ts'
import type { Verdict as StoredVerdict } from '../generated/prisma/client.ts'
import { recordChange, storableText, type StoreContext } from './context.ts'
import { toIncidentRow } from './investigations.ts'
import type { DigestItem, Store } from './port.ts'

const NEWEST_FIRST = { seq: 'desc' } as const

/** Human judgements, and what the digest counts of them. */
export function verdictStore(context: StoreContext): Pick<Store, 'recordVerdict' | 'verdictHistory' | 'loadDigestItems'> {
  return {
    recordVerdict: (verdict, deliveryId) =>
      recordChange(context, async (tx) => {
        const { diagnosisId, word, by, at } = verdict
        const data = { diagnosisId, deliveryId, word, by, at, trueCauses: [...verdict.trueCauses], note: storableText(verdict.note) }
        const { count } = await tx.verdict.createMany({ data: [data], skipDuplicates: true })
        if (count === 0) return { result: false, entry: null }
        const entry = { key: `verdict-record:${deliveryId}`, at, actor: `slack:${by}`, action: 'verdict-record', subject: diagnosisId }
        return { result: true, entry: { ...entry, reason: data.note || word, details: { word, trueCauses: data.trueCauses } } }
      }),

    async verdictHistory(diagnosisId) {
      const rows = await context.prisma.verdict.findMany({ where: { diagnosisId }, orderBy: { seq: 'asc' } })
      return rows.map(toVerdict)
    },

    loadDigestItems: (channelId, window) => loadDigestItems(context, channelId, window),
  }
}

async function loadDigestItems(
  { prisma }: StoreContext,
  channelId: string,
  { start, end }: { readonly start: Date; readonly end: Date },
): Promise<readonly DigestItem[]> {
  const rows = await prisma.diagnosis.findMany({
    where: { createdAt: { gte: start, lt: end }, investigation: { incident: { channelId } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    // The diagnosis itself stays where it is: its text may be large and the digest counts, it does not quote.
    omit: { diagnosisJson: true },
    include: { investigation: { include: { incident: true } }, verdicts: { orderBy: NEWEST_FIRST, take: 1 } },
  })
  return rows.map(({ investigation, verdicts, ...row }) => ({
    incident: toIncidentRow(investigation.incident),
    diagnosisId: row.id,
    outcome: row.outcome as Diagnosis['outcome'],
    mechanism: row.mechanism,
    verdict: verdicts[0] ? toVerdict(verdicts[0]) : null,
    secondsToDiagnosis: (row.createdAt.getTime() - investigation.queuedAt.getTime()) / 1000,
  }))
}

function toVerdict(row: StoredVerdict): Verdict {
  return verdictSchema.parse(row)
}
