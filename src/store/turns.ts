import { AppError } from '../errors.ts'
import { contentHash } from '../evidence/content-hash.ts'
import { recordChange, type StoreContext } from './context.ts'
import type { Store } from './port.ts'

/** A model's turns in a run. Their form is the agent's business; here they are JSON that comes back as it was. */
export function turnStore(context: StoreContext): Pick<Store, 'appendTurn' | 'loadTurns'> {
  return {
    appendTurn: (investigationId, turn) =>
      recordChange(context, async (tx) => {
        const { number, at } = turn
        const turnJson = JSON.stringify(turn)
        const hash = contentHash(JSON.parse(turnJson))
        const { count } = await tx.turn.createMany({
          data: [{ investigationId, number, turnJson, contentHash: hash, at }],
          skipDuplicates: true,
        })
        if (count === 0) return { result: undefined, entry: null }
        const entry = {
          key: `model-turn:${investigationId}:${number}`,
          at,
          actor: 'firstcause',
          action: 'model-turn',
          subject: investigationId,
          reason: 'to judge the evidence',
          details: { turn: number, ...turn.summary, contentHash: hash },
        }
        return { result: undefined, entry }
      }),

    async loadTurns(investigationId) {
      const rows = await context.prisma.turn.findMany({ where: { investigationId }, orderBy: { number: 'asc' } })
      return rows.map((row) => {
        const json: unknown = JSON.parse(row.turnJson)
        if (contentHash(json) === row.contentHash) return json
        throw new AppError('store_tampered', `turn ${row.number} of investigation ${investigationId} was changed after it was recorded`, {
          remedy: 'run "firstcause audit verify" and find out who can write to the database',
        })
      })
    },
  }
}
