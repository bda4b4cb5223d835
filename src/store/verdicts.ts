import type { Diagnosis } from '../domain/diagnosis.ts'
import { verdict as verdictSchema, type Verdict } from '../domain/verdict.ts'
import type { Verdict as StoredVerdict } from '../generated/prisma/client.ts'
import { recordChange, type Change, type StoreContext, type Transaction } from './context.ts'
import { toIncidentRow } from './investigation-rows.ts'
import type { DigestItem, Store } from './port.ts'
import { storableText } from '../domain/storable-text.ts'

type Part = 'recordVerdict' | 'recordFirstVerdict' | 'verdictHistory' | 'loadDigestItems'
const NEWEST_FIRST = { seq: 'desc' } as const

/** Human judgements, and what the digest counts of them. */
export function verdictStore(context: StoreContext): Pick<Store, Part> {
  return {
    recordVerdict: (verdict, deliveryId) => recordChange(context, (tx) => insertVerdict(tx, verdict, deliveryId)),

    recordFirstVerdict: (verdict, deliveryId) =>
      recordChange<'recorded' | 'repeated' | 'already_judged'>(context, async (tx) => {
        const { diagnosisId } = verdict
        // Others who judge the same diagnosis wait here, and then find this verdict.
        await tx.$executeRaw`SELECT 1 FROM diagnoses WHERE id = ${diagnosisId} FOR NO KEY UPDATE`
        const earlier = await tx.verdict.findMany({ where: { diagnosisId }, select: { deliveryId: true } })
        if (earlier.some((row) => row.deliveryId === deliveryId)) return { result: 'repeated', entry: null }
        if (earlier.length > 0) return { result: 'already_judged', entry: null }
        const { entry } = await insertVerdict(tx, verdict, deliveryId)
        return { result: 'recorded', entry }
      }),

    async verdictHistory(diagnosisId) {
      const rows = await context.prisma.verdict.findMany({ where: { diagnosisId }, orderBy: { seq: 'asc' } })
      return rows.map(toVerdict)
    },

    loadDigestItems: (channelId, window) => loadDigestItems(context, channelId, window),
  }
}

async function insertVerdict(tx: Transaction, verdict: Verdict, deliveryId: string): Promise<Change<boolean>> {
  const { diagnosisId, word, by, at } = verdict
  const data = { diagnosisId, deliveryId, word, by, at, trueCauses: [...verdict.trueCauses], note: storableText(verdict.note) }
  const { count } = await tx.verdict.createMany({ data: [data], skipDuplicates: true })
  if (count === 0) return { result: false, entry: null }
  return {
    result: true,
    entry: {
      key: `verdict-record:${deliveryId}`,
      at,
      actor: `slack:${by}`,
      action: 'verdict-record',
      subject: diagnosisId,
      reason: data.note || word,
      details: { word, trueCauses: data.trueCauses },
    },
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

/** A stored judgement as the rest of the program knows it. */
export function toVerdict(row: StoredVerdict): Verdict {
  return verdictSchema.parse(row)
}
