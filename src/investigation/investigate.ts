import { diagnose, type EngineAnswer } from '../causal/diagnose.ts'
import { ENGINE_VERSION } from '../causal/engine-version.ts'
import type { Diagnosis } from '../domain/diagnosis.ts'
import { refuse, validate, type RunFacts } from '../diagnosis/validate.ts'
import { CARELESS, wordsForPart } from '../domain/part.ts'
import type { Submission } from '../domain/submission.ts'
import { openLedger, type Ledger } from '../evidence/ledger.ts'
import { countMasked } from '../redaction/count-masked.ts'
import { gather } from './gather.ts'
import { judge } from './judge.ts'
import { narrowTelemetry, requireRecorded } from './narrow-telemetry.ts'
import type { InvestigationInput, InvestigationPorts } from './ports.ts'
import { createWeighing, type Weighing } from './weighing.ts'

/** Longest wait for one read in milliseconds: half of what a person waits for the first sign of a cause, for ten reads in parallel. */
const READ_TIMEOUT_MS = 30_000
/** Most reads of one run: the engine makes 12, and a few to disprove each leading candidate. */
const MAX_READS = 60

/**
 * From a question about an environment to a diagnosis: read through the ledger, let the engine name the cause, try to prove the leading candidates
 * wrong, think again with what that showed, and let the gate decide what may be said. Stopping early keeps what was found.
 */
export async function investigate(input: InvestigationInput, ports: InvestigationPorts): Promise<Diagnosis> {
  return conclude(await findWithEngine(input, ports), input, ports)
}

/** What the engine made of an incident, before a model judges it and the gate lets it out. */
export interface Found {
  readonly ledger: Ledger
  readonly answer: EngineAnswer
  readonly weighing: Weighing
  readonly startedAt: Date
}

/**
 * The first half of an investigation: reads, the engine's answer, and its second thought after the reads that could refute it. Throws `usage_wrong` when
 * nothing was recorded between the ends that were asked for.
 */
export async function findWithEngine(input: InvestigationInput, ports: InvestigationPorts): Promise<Found> {
  const startedAt = ports.clock()
  const telemetry = narrowTelemetry(ports.telemetry, input)
  const ledger = openLedger({ ...ports, telemetry, mayRead: input.mayRead, timeoutMs: READ_TIMEOUT_MS, maxReads: MAX_READS })
  const weighing = createWeighing(ports)

  const progress = (doing: string, done: number, total: number) => ports.progress({ doing, done, total, leading: null })
  const facts = await gather(ledger, { progress, weighing })
  requireRecorded(ledger.evidence())
  const first = weighing.run(() => diagnose(facts))
  await disprove(first, ledger, ports)
  const answer = weighing.run(() => diagnose(weighing.facts(ledger.evidence())))
  return { ledger, answer, weighing, startedAt }
}

/** The second half: the model's judgement where there is a model, and the gate. */
export async function conclude(
  { ledger, answer, weighing, startedAt }: Found,
  input: InvestigationInput,
  ports: InvestigationPorts,
): Promise<Diagnosis> {
  const judged = await judge(answer, { input, ledger, ports })
  const wallMs = ports.clock().getTime() - startedAt.getTime()
  const evidence = ledger.evidence()
  const masked = countMasked(evidence.map(({ reading }) => reading))
  const run = runFacts(input, { engineMs: weighing.totalMs(), wallMs, reads: evidence.length, masked })
  const facts = { ...run, ...judged.run, stats: { ...run.stats, ...judged.run?.stats }, leftOut: leftOutOf(ports) }
  return weighing.run(() => passGate([judged.submission, answer.submission], ledger, facts))
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

/** The first of the submissions that passes; the engine's own stands behind one that a model had a part in. */
function passGate(submissions: readonly [Submission, ...Submission[]], ledger: Ledger, run: RunFacts): Diagnosis {
  const evidence = ledger.evidence()
  const results = submissions.map((submission) => validate(submission, evidence, run))
  const passed = results.find((result) => result.passed)
  if (passed) return passed.diagnosis
  return refuse(
    submissions[0],
    results.flatMap((result) => (result.passed ? [] : result.reasons)),
    { evidence, run },
  )
}

interface Figures {
  readonly engineMs: number
  readonly wallMs: number
  readonly reads: number
  readonly masked: number
}

function runFacts(input: InvestigationInput, { engineMs, wallMs, reads, masked }: Figures): RunFacts {
  const spent = { turns: 0, toolCalls: reads, inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null, masked }
  return {
    investigationId: input.investigationId,
    environment: input.environment,
    versions: { engine: ENGINE_VERSION, model: null, promptHash: null },
    stats: { engineMs, wallMs, ...spent },
  }
}

/** What was left out beside reads, as the answer says it. */
function leftOutOf({ care = CARELESS }: InvestigationPorts): Diagnosis['notChecked'] {
  const others = care.leftOut.filter(({ part }) => part.kind !== 'read')
  return others.map(({ part, why }) => ({ source: wordsForPart(part), why }))
}
