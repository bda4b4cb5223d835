import type { Escalation, Post } from '../generated/prisma/client.ts'
import { recordChange, required, type StoreContext } from './context.ts'
import type { EscalationRow, PostRow, Store } from './port.ts'

type Part = 'intendPost' | 'confirmPost' | 'findPost' | 'recordEscalation' | 'markEscalationDelivered' | 'findEscalations'

/** What we mean to have in Slack, and whether it is there: posts, and packets for the people who are called. */
export function messageStore(context: StoreContext): Pick<Store, Part> {
  return {
    intendPost: ({ key, channelId, threadTs }) =>
      recordChange(context, async (tx) => {
        const id = context.newId()
        const { count } = await tx.post.createMany({ data: [{ id, key, channelId, threadTs }], skipDuplicates: true })
        const result = toPostRow(await tx.post.findUniqueOrThrow({ where: { key } }))
        if (count === 0) return { result, entry: null }
        const entry = { key: `message-intend:${key}`, at: context.clock(), actor: 'firstcause', action: 'message-intend', subject: key }
        return { result, entry: { ...entry, reason: 'to tell the people of the thread', details: { channelId, threadTs } } }
      }),

    confirmPost: (postId, messageTs) =>
      recordChange(context, async (tx) => {
        const { count } = await tx.post.updateMany({ where: { id: postId, messageTs: null }, data: { messageTs } })
        const { key, channelId } = required(await tx.post.findUnique({ where: { id: postId } }), `post ${postId}`)
        if (count === 0) return { result: undefined, entry: null }
        const entry = { key: `message-post:${key}`, at: context.clock(), actor: 'firstcause', action: 'message-post', subject: key }
        return { result: undefined, entry: { ...entry, reason: 'Slack has it', details: { channelId, messageTs } } }
      }),

    async findPost(key) {
      const row = await context.prisma.post.findUnique({ where: { key } })
      return row && toPostRow(row)
    },

    recordEscalation: ({ diagnosisId, targetChannelId, by, at }) =>
      recordChange(context, async (tx) => {
        const id = context.newId()
        const { count } = await tx.escalation.createMany({ data: [{ id, diagnosisId, targetChannelId, by, at }], skipDuplicates: true })
        const where = { diagnosisId_targetChannelId: { diagnosisId, targetChannelId } }
        const row = toEscalationRow(await tx.escalation.findUniqueOrThrow({ where }))
        const result = { row, isNew: count === 1 }
        if (count === 0) return { result, entry: null }
        const entry = { key: `escalation-record:${id}`, at, actor: `slack:${by}`, action: 'escalation-record', subject: diagnosisId }
        return { result, entry: { ...entry, reason: 'somebody else is needed', details: { targetChannelId } } }
      }),

    markEscalationDelivered: (escalationId, messageTs) =>
      recordChange(context, async (tx) => {
        const data = { deliveredTs: messageTs }
        const { count } = await tx.escalation.updateMany({ where: { id: escalationId, deliveredTs: null }, data })
        const stored = await tx.escalation.findUnique({ where: { id: escalationId } })
        const { diagnosisId, targetChannelId } = required(stored, `escalation ${escalationId}`)
        if (count === 0) return { result: undefined, entry: null }
        const entry = { key: `escalation-deliver:${escalationId}`, at: context.clock(), actor: 'firstcause', action: 'escalation-deliver' }
        const details = { targetChannelId, messageTs }
        return { result: undefined, entry: { ...entry, subject: diagnosisId, reason: 'the packet is in the target channel', details } }
      }),

    async findEscalations(diagnosisId) {
      const rows = await context.prisma.escalation.findMany({ where: { diagnosisId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })
      return rows.map(toEscalationRow)
    },
  }
}

function toPostRow({ id, key, channelId, threadTs, messageTs }: Post): PostRow {
  return { id, key, channelId, threadTs, messageTs }
}

function toEscalationRow({ id, diagnosisId, targetChannelId, by, at, deliveredTs }: Escalation): EscalationRow {
  return { id, diagnosisId, targetChannelId, by, at, deliveredTs }
}
