import type { Evidence } from '../../domain/evidence.ts'
import type { FollowUpAnswer } from '../../domain/follow-up.ts'
import { CARELESS, type Care } from '../../domain/part.ts'
import { openLedger, type Ledger } from '../../evidence/ledger.ts'
import { packEvidence, packStatement, unpackEvidence } from '../../evidence/stored-evidence.ts'
import type { Telemetry } from '../../telemetry/port.ts'
import { answerAloud } from './answer-aloud.ts'
import { lazyTelemetry } from './lazy-telemetry.ts'
import { readMentionKind } from './mention-kind.ts'
import type { AnswerContext, AnswerFollowUp, AnswerPorts, FollowUpInput } from './ports.ts'
import { takeUpStatement } from './take-up-statement.ts'

/** Longest wait for one read in milliseconds: somebody waits in the thread. */
const READ_TIMEOUT_MS = 10_000
/** New reads that one answer may make: enough to test a new leading candidate or to look at one more page, not to investigate. */
const MAX_NEW_READS = 6

/** Makes answers in this process; the telemetry of the run's environment is opened by the first read that needs it. */
export function answerHere(openTelemetry: (environment: string) => Promise<Telemetry>, care: Care = CARELESS): AnswerFollowUp {
  return async (input, ports) => {
    const telemetry = lazyTelemetry(() => openTelemetry(input.run.incident.environment))
    const open = (recorded: readonly Evidence[]) => openAnswerLedger(recorded, { input, ports, telemetry, care })
    care.begins({ kind: 'weighing' })
    try {
      return await answerOrNote(input, { ...ports, openLedger: open })
    } finally {
      care.ends({ kind: 'weighing' })
      await telemetry.close()
    }
  }
}

async function answerOrNote(input: FollowUpInput, ports: AnswerContext): Promise<FollowUpAnswer> {
  const { followUp, run, row } = input
  const evidence = ports.recorded.map(unpackEvidence)
  if (row !== null && readMentionKind(followUp.words) === 'question') return answerAloud(input, { row, evidence }, ports)
  const message = `${run.incident.channelId}/${followUp.askedTs}`
  return takeUpStatement(
    { words: followUp.words, by: followUp.askedBy, saidAt: new Date(Number(followUp.askedTs) * 1000), message, row },
    {
      evidence,
      append: async (statement) =>
        unpackEvidence(
          await ports.appendStatement({ statement: packStatement(statement), by: followUp.askedBy }),
        ) as Evidence<'statements'>,
      openLedger: ports.openLedger,
    },
  )
}

interface LedgerParts {
  readonly input: FollowUpInput
  readonly ports: AnswerPorts
  readonly telemetry: Telemetry
  readonly care: Care
}

function openAnswerLedger(recorded: readonly Evidence[], { input, ports, telemetry, care }: LedgerParts): Ledger {
  const highest = recorded.reduce((most, { id }) => Math.max(most, Number(id.slice(1))), 0)
  return openLedger({
    telemetry,
    clock: ports.clock,
    signal: ports.signal,
    timeoutMs: READ_TIMEOUT_MS,
    maxReads: highest + MAX_NEW_READS,
    mayRead: input.mayRead,
    redactor: ports.redactor,
    recorded,
    append: (evidence) => ports.append(packEvidence(evidence)),
    care,
  })
}
