import type { InvestigationRequest, InvestigationState } from '../domain/investigation.ts'
import type { Incident } from '../generated/prisma/client.ts'
import { queueWaiting } from './follow-ups.ts'
import { recordChange, type StoreContext, type Transaction } from './context.ts'
import { ENDED_STATES, toIncidentRow, toInvestigationRow } from './investigation-rows.ts'
import type { Store } from './port.ts'
import { storableText } from '../domain/storable-text.ts'

/** The queue on which runs wait; jobs/queues.ts gives it its limits. */
const INVESTIGATION_QUEUE = 'investigation'
const isOpen = { state: { notIn: [...ENDED_STATES] } }

type Start = Parameters<Store['startInvestigation']>[0]
type Part = 'startInvestigation' | 'loadInvestigation' | 'findInvestigationsInThread' | 'setState' | 'requestStop'

/** Incidents and the runs that look into them. */
export function investigationStore(context: StoreContext): Pick<Store, Part> {
  return {
    startInvestigation: (start) => startInvestigation(context, start),

    async loadInvestigation(investigationId) {
      const row = await context.prisma.investigation.findUnique({ where: { id: investigationId }, include: { incident: true } })
      return row && { incident: toIncidentRow(row.incident), investigation: toInvestigationRow(row) }
    },

    async findInvestigationsInThread({ teamId, channelId, threadTs }) {
      const where = { incident: { teamId, channelId, threadTs } }
      const rows = await context.prisma.investigation.findMany({ where, orderBy: [{ queuedAt: 'asc' }, { askedTs: 'asc' }] })
      return rows.map(toInvestigationRow)
    },

    setState: (investigationId, state, { reason, at }) =>
      recordChange(context, async (tx) => {
        const endedAt = ENDED_STATES.includes(state) ? at : null
        const data = { state, stateReason: storableText(reason), endedAt }
        const { count } = await tx.investigation.updateMany({ where: { id: investigationId, ...isOpen }, data })
        if (count === 0) return { result: false, entry: null }
        const key = `investigation-state:${investigationId}:${state}:${at.toISOString()}`
        if (endedAt !== null) await queueWaiting(tx, context, investigationId)
        return {
          result: true,
          entry: {
            key,
            at,
            actor: 'firstcause',
            action: `investigation-${ACTION_OF[state]}`,
            subject: investigationId,
            reason: data.stateReason,
            details: {},
          },
        }
      }),

    requestStop: (investigationId, by) =>
      recordChange(context, async (tx) => {
        const where = { id: investigationId, stopRequestedBy: null, ...isOpen }
        const { count } = await tx.investigation.updateMany({ where, data: { stopRequestedBy: by } })
        if (count === 0) return { result: false, entry: null }
        return {
          result: true,
          entry: {
            key: `stop-request:${investigationId}`,
            at: context.clock(),
            actor: `slack:${by}`,
            action: 'stop-request',
            subject: investigationId,
            reason: 'asked in Slack',
            details: {},
          },
        }
      }),
  }
}

const ACTION_OF = {
  queued: 'requeue',
  running: 'run',
  answered: 'answer',
  stopped: 'stop',
  failed: 'fail',
} as const satisfies Record<InvestigationState, string>

function startInvestigation(context: StoreContext, start: Start): ReturnType<Store['startInvestigation']> {
  return recordChange(context, async (tx) => {
    const incident = await openIncident(tx, context, start)
    const { id, isNew } = await queueOnce(tx, { incidentId: incident.id, newId: context.newId(), start })
    const { question } = await tx.investigation.findUniqueOrThrow({ where: { id } })
    const request: InvestigationRequest = { investigationId: id, incidentId: incident.id, environment: incident.environment, question }
    const result = { request, isNew }
    if (!isNew) return { result, entry: null }
    await context.enqueue(tx, { queue: INVESTIGATION_QUEUE, key: id, data: request })
    return {
      result,
      entry: {
        key: `investigation-start:${id}`,
        at: start.at,
        actor: `slack:${start.by}`,
        action: 'investigation-start',
        subject: id,
        reason: question || 'asked in Slack',
        details: { incidentId: incident.id },
      },
    }
  })
}

async function queueOnce(
  tx: Transaction,
  { incidentId, newId, start }: { readonly incidentId: string; readonly newId: string; readonly start: Start },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { askedTs, by: askedBy, at: queuedAt } = start
  const row = {
    id: newId,
    incidentId,
    askedTs,
    askedBy,
    queuedAt,
    question: storableText(start.question),
    stateReason: 'waiting for a worker',
  }
  const { count } = await tx.investigation.createMany({ data: [row], skipDuplicates: true })
  const { id } = await tx.investigation.findUniqueOrThrow({ where: { incidentId_askedTs: { incidentId, askedTs } } })
  return { id, isNew: count === 1 }
}

/** The incident of the thread: made by whoever comes first, the same for everybody after. */
async function openIncident(tx: Transaction, context: StoreContext, start: Start): Promise<Incident> {
  const { teamId, channelId, threadTs } = start.thread
  const thread = { teamId, channelId, threadTs }
  const data = { id: context.newId(), ...thread, environment: start.environment, title: storableText(start.title) }
  await tx.incident.createMany({ data: [{ ...data, openedBy: start.by, openedAt: start.at }], skipDuplicates: true })
  return tx.incident.findUniqueOrThrow({ where: { teamId_channelId_threadTs: thread } })
}
