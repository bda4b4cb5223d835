import type { Escalation } from '../generated/prisma/client.ts'
import { recordChange, required, type StoreContext } from './context.ts'
import type { EscalationRow, Store } from './port.ts'

type Part = 'recordEscalation' | 'markEscalationDelivered' | 'findEscalations'

/** Calls for help, one per diagnosis and target. */
export function escalationStore(context: StoreContext): Pick<Store, Part> {
  return {
    recordEscalation: ({ diagnosisId, targetChannelId, by, at }) =>
      recordChange(context, async (tx) => {
        const id = context.newId()
        const { count } = await tx.escalation.createMany({ data: [{ id, diagnosisId, targetChannelId, by, at }], skipDuplicates: true })
        const where = { diagnosisId_targetChannelId: { diagnosisId, targetChannelId } }
        const row = toEscalationRow(await tx.escalation.findUniqueOrThrow({ where }))
        const result = { row, isNew: count === 1 }
        if (count === 0) return { result, entry: null }
        return {
          result,
          entry: {
            key: `escalation-record:${id}`,
            at,
            actor: `slack:${by}`,
            action: 'escalation-record',
            subject: diagnosisId,
            reason: 'somebody else is needed',
            details: { targetChannelId },
          },
        }
      }),

    markEscalationDelivered: (escalationId, messageTs) =>
      recordChange(context, async (tx) => {
        const data = { deliveredTs: messageTs }
        const { count } = await tx.escalation.updateMany({ where: { id: escalationId, deliveredTs: null }, data })
        const stored = await tx.escalation.findUnique({ where: { id: escalationId } })
        const { diagnosisId, targetChannelId } = required(stored, `escalation ${escalationId}`)
        if (count === 0) return { result: undefined, entry: null }
        const details = { targetChannelId, messageTs }
        return {
          result: undefined,
          entry: {
            key: `escalation-deliver:${escalationId}`,
            at: context.clock(),
            actor: 'firstcause',
            action: 'escalation-deliver',
            subject: diagnosisId,
            reason: 'the packet is in the target channel',
            details,
          },
        }
      }),

    async findEscalations(diagnosisId) {
      const rows = await context.prisma.escalation.findMany({ where: { diagnosisId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })
      return rows.map(toEscalationRow)
    },
  }
}

function toEscalationRow({ id, diagnosisId, targetChannelId, by, at, deliveredTs }: Escalation): EscalationRow {
  return { id, diagnosisId, targetChannelId, by, at, deliveredTs }
}
