import { diagnose, ENGINE_VERSION, type EngineAnswer } from '../causal/diagnose.ts'
import type { Diagnosis } from '../domain/diagnosis.ts'
import { refuse, validate, type RunFacts } from '../diagnosis/validate.ts'
import { openLedger, type Ledger } from '../evidence/ledger.ts'
import { gather, groupFacts } from './gather.ts'
import type { InvestigationInput, InvestigationPorts } from './ports.ts'

/** Longest wait for one read in milliseconds: half of what a person waits for the first sign of a cause, for ten reads in parallel. */
const READ_TIMEOUT_MS = 30_000
/** Most reads of one run: the engine makes 12, and a few to disprove each leading candidate. */
const MAX_READS = 60

/**
 * From a question about an environment to a diagnosis: read through the ledger, let the engine name the cause, try to prove the leading candidates
 * wrong, think again with what that showed, and let the gate decide what may be said. Stopping early keeps what was found.
 */
export async function investigate(input: InvestigationInput, ports: InvestigationPorts): Promise<Diagnosis> {
  const startedAt = ports.clock()
  const ledger = openLedger({ ...ports, mayRead: input.mayRead, timeoutMs: READ_TIMEOUT_MS, maxReads: MAX_READS })
  const engine = createStopwatch(ports)

  const facts = await gather(ledger, (doing, done, total) => ports.progress({ doing, done, total, leading: null }))
  const first = engine.time(() => diagnose(facts))
  await disprove(first, ledger, ports)
  const answer = engine.time(() => diagnose(groupFacts(ledger.evidence())))

  const wallMs = ports.clock().getTime() - startedAt.getTime()
  return passGate(answer, ledger, runFacts(input, { engineMs: engine.totalMs(), wallMs, toolCalls: ledger.evidence().length }))
}

/** Makes the reads that could show the leading candidates to be wrong, while the run says whom it suspects. */
async function disprove(answer: EngineAnswer, ledger: Ledger, ports: InvestigationPorts): Promise<void> {
  const [suspect] = answer.leading
  const queries = answer.disconfirmingQueries
  const leading = suspect === undefined ? null : { entity: suspect.entity, mechanism: suspect.mechanism }
  ports.progress({ doing: 'trying to prove the leading candidates wrong', done: 0, total: queries.length, leading })
  await Promise.all(queries.map((query) => ledger.read(query)))
  ports.progress({ doing: 'weighing the candidates again', done: queries.length, total: queries.length, leading })
}

function passGate({ submission }: EngineAnswer, ledger: Ledger, run: RunFacts): Diagnosis {
  const evidence = ledger.evidence()
  const result = validate(submission, evidence, run)
  return result.passed ? result.diagnosis : refuse(submission, result.reasons, { evidence, run })
}

interface Figures {
  readonly engineMs: number
  readonly wallMs: number
  readonly toolCalls: number
}

function runFacts(input: InvestigationInput, figures: Figures): RunFacts {
  const spent = { turns: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null }
  return {
    investigationId: input.investigationId,
    environment: input.environment,
    versions: { engine: ENGINE_VERSION, model: null, promptHash: null },
    stats: { ...figures, ...spent },
  }
}

function createStopwatch({ clock }: InvestigationPorts) {
  let totalMs = 0
  return {
    time<T>(work: () => T): T {
      const startedAt = clock().getTime()
      const result = work()
      totalMs += clock().getTime() - startedAt
      return result
    },
    totalMs: () => totalMs,
  }
}
