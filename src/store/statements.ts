import type { NewEvidence } from '../evidence/stored-evidence.ts'
import { recordChange, required, type StoreContext, type Transaction } from './context.ts'
import type { Store } from './port.ts'
import { auditEntryOf, fromStep, recordMentions, toStep } from './steps.ts'

const PEOPLE = 'people'

/** What people said in the thread, among the recorded reads of a run. */
export function statementStore(context: StoreContext): Pick<Store, 'appendStatement' | 'adoptStatements'> {
  return {
    appendStatement: (investigationId, { statement, by }) =>
      recordChange(context, async (tx) => {
        await lockRun(tx, investigationId)
        const { queryJson } = statement
        const known = await tx.step.findFirst({ where: { investigationId, source: PEOPLE, queryJson } })
        if (known !== null) return { result: fromStep(known), entry: null }
        const newest = await tx.step.findFirst({ where: { investigationId }, orderBy: { number: 'desc' } })
        const evidence: NewEvidence = { ...statement, id: `E${(newest?.number ?? 0) + 1}` }
        const row = await tx.step.create({ data: toStep(investigationId, evidence) })
        await recordMentions(tx, investigationId, evidence.entities)
        return { result: fromStep(row), entry: statementEntry(investigationId, evidence, by) }
      }),

    adoptStatements: (investigationId) =>
      recordChange(context, async (tx) => {
        await lockRun(tx, investigationId)
        if ((await tx.step.count({ where: { investigationId } })) > 0) return { result: undefined, entry: null }
        const run = required(await tx.investigation.findUnique({ where: { id: investigationId } }), `investigation ${investigationId}`)
        const where = { source: PEOPLE, investigation: { incidentId: run.incidentId } }
        const said = await tx.step.findMany({ where, orderBy: [{ askedAt: 'asc' }, { queryJson: 'asc' }] })
        const once = [...new Map(said.map((step) => [step.queryJson, step])).values()]
        const rows = once.map((step, index) => ({ ...step, investigationId, number: index + 1 }))
        if (rows.length === 0) return { result: undefined, entry: null }
        await tx.step.createMany({ data: rows })
        return { result: undefined, entry: adoptionEntry(investigationId, { at: context.clock(), count: rows.length }) }
      }),
  }
}

/** Two messages of one moment must not take the same id. */
async function lockRun(tx: Transaction, investigationId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM investigations WHERE id = ${investigationId} FOR UPDATE`
}

function statementEntry(investigationId: string, evidence: NewEvidence, by: string) {
  return {
    ...auditEntryOf(investigationId, evidence),
    key: `statement-record:${investigationId}:${evidence.id}`,
    actor: `slack:${by}`,
    action: 'statement-record',
    reason: 'somebody stated it in the thread',
  }
}

function adoptionEntry(investigationId: string, { at, count }: { readonly at: Date; readonly count: number }) {
  return {
    key: `statement-adopt:${investigationId}`,
    at,
    actor: 'firstcause',
    action: 'statement-adopt',
    subject: investigationId,
    reason: 'what people said about the incident holds for a new run too',
    details: { count },
  }
}
