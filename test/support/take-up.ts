import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import type { FollowUpAnswer } from '../../src/domain/follow-up.ts'
import { openLedger } from '../../src/evidence/ledger.ts'
import { takeUpStatement } from '../../src/investigation/follow-up/take-up-statement.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'
import { END } from './facts.ts'

export interface Told {
  readonly answer: FollowUpAnswer
  readonly evidence: readonly Evidence[]
}

/** Tells a recorded run something, in memory. The evidence that comes back holds the statement, and reads that it made necessary. */
export async function tell(
  run: { readonly evidence: readonly Evidence[]; readonly diagnosis: Diagnosis | null; readonly telemetry?: Telemetry },
  words: string,
  saidAt: Date = END,
): Promise<Told> {
  const appended: Evidence[] = []
  const highest = run.evidence.reduce((most, { id }) => Math.max(most, Number(id.slice(1))), 0)
  const answer = await takeUpStatement(
    { words, by: 'U0FIRST0AVA', saidAt, message: `C1/${words.length}.${saidAt.getTime()}`, row: run.diagnosis },
    {
      evidence: run.evidence,
      async append(statement) {
        const evidence: Evidence<'statements'> = { ...statement, id: `E${highest + 1}` }
        appended.push(evidence)
        return evidence
      },
      openLedger: (recorded) =>
        openLedger({
          telemetry: run.telemetry ?? unread(),
          clock: () => saidAt,
          signal: new AbortController().signal,
          timeoutMs: 1000,
          maxReads: highest + 7,
          mayRead: () => true,
          recorded,
          append: async (entry) => void appended.push(entry),
        }),
    },
  )
  return { answer, evidence: [...run.evidence, ...appended] }
}

function unread(): Telemetry {
  return { label: 'nothing', read: async () => ({ status: 'no_data', why: 'nothing', problems: [] }), close: async () => {} }
}
