import { followUpAnswer } from '../domain/follow-up.ts'
import type { FollowUp } from '../generated/prisma/client.ts'
import { recordChange, required, type StoreContext, type Transaction } from './context.ts'
import { ENDED_STATES, toIncidentRow, toInvestigationRow } from './investigation-rows.ts'
import type { FollowUpRow, Store } from './port.ts'
import { storableText } from '../domain/storable-text.ts'

/** The queue on which mentions in answered threads wait; jobs/queues.ts gives it its limits. */
const FOLLOW_UP_QUEUE = 'follow-up'

type Part = 'recordFollowUp' | 'loadFollowUp' | 'findOpenFollowUps' | 'saveFollowUpAnswer'

/** Mentions in the threads of runs, and what was answered. */
export function followUpStore(context: StoreContext): Pick<Store, Part> {
  const { prisma } = context
  return {
    recordFollowUp: (followUp) => recordFollowUp(context, followUp),

    async loadFollowUp(followUpId) {
      const include = { answer: true, investigation: { include: { incident: true } } }
      const row = await prisma.followUp.findUnique({ where: { id: followUpId }, include })
      if (row === null) return null
      const answer = row.answer && followUpAnswer.parse(JSON.parse(row.answer.answerJson))
      const { investigation } = row
      return {
        followUp: toFollowUpRow(row),
        answer,
        incident: toIncidentRow(investigation.incident),
        investigation: toInvestigationRow(investigation),
      }
    },

    async findOpenFollowUps({ teamId, channelId, threadTs }) {
      const where = { incident: { teamId, channelId, threadTs }, answer: null }
      return (await prisma.followUp.findMany({ where, orderBy: { askedTs: 'asc' } })).map(toFollowUpRow)
    },

    saveFollowUpAnswer: (followUpId, answer, { actor, at }) =>
      recordChange(context, async (tx) => {
        const data = { followUpId, answerJson: JSON.stringify(answer), at }
        const { count } = await tx.followUpAnswer.createMany({ data: [data], skipDuplicates: true })
        const stored = await tx.followUpAnswer.findUniqueOrThrow({ where: { followUpId } })
        const result = followUpAnswer.parse(JSON.parse(stored.answerJson))
        if (count === 0) return { result, entry: null }
        const details = { kind: answer.kind, model: answer.model, stats: answer.stats, receipts: answer.receipts.length }
        return {
          result,
          entry: {
            key: `follow-up-answer:${followUpId}`,
            at,
            actor,
            action: `follow-up-${answer.kind === 'stopped' ? 'stop' : 'answer'}`,
            subject: followUpId,
            reason: 'somebody asked or stated it in the thread',
            details,
          },
        }
      }),
  }
}

/** Queues the mentions that waited for a run's end, in the transaction that ends it. A known key sends nothing. */
export async function queueWaiting(tx: Transaction, { enqueue }: StoreContext, investigationId: string): Promise<void> {
  const waiting = await tx.followUp.findMany({ where: { investigationId, answer: null }, orderBy: { askedTs: 'asc' } })
  for (const { id } of waiting) await enqueue(tx, { queue: FOLLOW_UP_QUEUE, key: id, data: { followUpId: id } })
}

function recordFollowUp(context: StoreContext, followUp: Omit<FollowUpRow, 'id'>): ReturnType<Store['recordFollowUp']> {
  const { investigationId, askedBy, askedTs, askedAt } = followUp
  return recordChange(context, async (tx) => {
    // Locked, so that the run cannot end between this look at its state and the commit: then nobody would queue what waits.
    await tx.$queryRaw`SELECT id FROM investigations WHERE id = ${investigationId} FOR UPDATE`
    const run = required(await tx.investigation.findUnique({ where: { id: investigationId } }), `investigation ${investigationId}`)
    const { incidentId } = run
    const data = { id: context.newId(), incidentId, ...followUp, words: storableText(followUp.words) }
    const { count } = await tx.followUp.createMany({ data: [data], skipDuplicates: true })
    const { id } = await tx.followUp.findUniqueOrThrow({ where: { incidentId_askedTs: { incidentId, askedTs } } })
    const result = { id, isNew: count === 1, isWaiting: !ENDED_STATES.includes(run.state) }
    if (count === 0) return { result, entry: null }
    if (!result.isWaiting) await context.enqueue(tx, { queue: FOLLOW_UP_QUEUE, key: id, data: { followUpId: id } })
    return {
      result,
      entry: {
        key: `follow-up-ask:${id}`,
        at: askedAt,
        actor: `slack:${askedBy}`,
        action: 'follow-up-ask',
        subject: id,
        reason: data.words || 'mentioned without words',
        details: { investigationId },
      },
    }
  })
}

function toFollowUpRow({ id, investigationId, words, askedBy, askedTs, askedAt }: FollowUp): FollowUpRow {
  return { id, investigationId, words, askedBy, askedTs, askedAt }
}
