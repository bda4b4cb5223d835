import type { InvestigationRequest, InvestigationState } from '../domain/investigation.ts'
import type { TelemetrySource } from '../domain/reading.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { DiagnosisRow, Store } from '../store/port.ts'
import type { ModelPorts } from './model-ports.ts'
import type { OpenVoice, Run, Voice } from './announcer.ts'
import type { Investigate } from './ports.ts'
import type { StopBoard } from './stop-board.ts'
import { watchStop } from './watch-stop.ts'

export interface WorkerPorts {
  readonly store: Pick<
    Store,
    'loadInvestigation' | 'setState' | 'adoptStatements' | 'loadEvidence' | 'appendEvidence' | 'saveDiagnosis' | 'findDiagnosisOf'
  >
  readonly openVoice: OpenVoice
  readonly investigate: Investigate
  readonly mayRead: (source: TelemetrySource) => boolean
  readonly board: StopBoard
  /** The model that judges this run's evidence, with its recorded turns; null: the engine answers alone. */
  readonly openModel?: (run: Run, signal: AbortSignal) => Promise<ModelPorts | null>
  readonly clock: () => Date
  /** Masks what is read; the one without a team's lists when absent. */
  readonly redactor?: Redactor | undefined
  /** Told how each run ended. */
  readonly onEnd: (state: InvestigationState) => void
  /** Longest run in milliseconds; then it ends with what it has. */
  readonly wallMs: number
}

/** Failures that another attempt would only repeat. */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set([
  'config_invalid',
  'config_missing',
  'telemetry_not_recognised',
  'telemetry_empty',
  'telemetry_damaged',
  'telemetry_denied',
  'telemetry_too_hard',
  'slack_rejected',
])

/**
 * Runs one queued investigation to its end: progress, evidence, answer, state. Every step is repeatable: after a kill, recorded
 * evidence is not read again, a saved diagnosis is not made again, and a posted message is found instead of posted again.
 * Rejects when another attempt may work (the queue makes it); a run that cannot work ends as `failed` and says so in its thread.
 * `signal` aborts when the process stops or the attempt takes too long; the run then goes on in a later attempt.
 */
export async function runInvestigation(request: InvestigationRequest, ports: WorkerPorts, signal: AbortSignal): Promise<void> {
  const run = await ports.store.loadInvestigation(request.investigationId)
  if (run === null || hasEnded(run.investigation.state)) return
  // Side by side, because somebody is waiting for the first sign of life.
  const [voice] = await Promise.all([openVoiceOrFail(run, ports), takeRun(run, ports)])
  if (voice === null) return
  try {
    await runAloud(run, voice, { ...ports, signal })
  } catch (cause) {
    if (cause instanceof AppError && FINAL_CODES.has(cause.code)) return await fail(run, voice, { ...ports, cause })
    await voice.leave()
    throw cause
  }
}

async function takeRun(run: Run, { store, clock }: WorkerPorts): Promise<void> {
  await store.setState(run.investigation.id, 'running', { reason: 'a worker took it', at: clock() })
}

interface Context extends WorkerPorts {
  readonly signal: AbortSignal
}

async function runAloud(run: Run, voice: Voice, ports: Context): Promise<void> {
  const { id } = run.investigation
  const stop = watchStop(run.investigation, ports)
  try {
    const row = (await ports.store.findDiagnosisOf(id)) ?? (await diagnose(run, { ...ports, voice, stopSignal: stop.signal }))
    const stoppedBy = stop.stoppedBy()
    await voice.answer(row, stoppedBy)
    const effort = { tookMs: ports.clock().getTime() - run.investigation.queuedAt.getTime(), reads: row.diagnosis.stats.toolCalls }
    await voice.end(stoppedBy === null ? { kind: 'answered', ...effort } : { kind: 'stopped', by: stoppedBy, ...effort })
    const state = stoppedBy === null ? 'answered' : 'stopped'
    await endRun(run, ports, { state, reason: stoppedBy === null ? row.diagnosis.outcome : `stopped by ${stoppedBy}` })
  } finally {
    stop.end()
  }
}

async function diagnose(run: Run, ports: Context & { readonly voice: Voice; readonly stopSignal: AbortSignal }): Promise<DiagnosisRow> {
  const { id } = run.investigation
  await ports.store.adoptStatements(id)
  const signal = AbortSignal.any([ports.signal, ports.stopSignal, AbortSignal.timeout(ports.wallMs)])
  const diagnosis = await ports.investigate(
    { investigationId: id, environment: run.incident.environment, question: run.investigation.question, mayRead: ports.mayRead },
    {
      clock: ports.clock,
      signal,
      recorded: await ports.store.loadEvidence(id),
      append: (evidence) => ports.store.appendEvidence(id, evidence),
      progress: (progress) => ports.voice.progress(progress),
      shown: () => ports.voice.shown(),
      redactor: ports.redactor,
      model: (await ports.openModel?.(run, signal)) ?? null,
    },
  )
  // What an interrupted attempt made of half the evidence is no answer; the next attempt goes on from what was recorded.
  ports.signal.throwIfAborted()
  return ports.store.saveDiagnosis(id, diagnosis, ports.clock())
}

async function openVoiceOrFail(run: Run, ports: WorkerPorts): Promise<Voice | null> {
  try {
    return await ports.openVoice(run)
  } catch (cause) {
    if (!(cause instanceof AppError) || !FINAL_CODES.has(cause.code)) throw cause
    await endRun(run, ports, { state: 'failed', reason: `${cause.message} ${cause.remedy}` })
    return null
  }
}

/** Ends a run that cannot work, in its thread and in the store. The thread may be what does not work; the store counts. */
async function fail(run: Run, voice: Voice, failure: WorkerPorts & { readonly cause: AppError }): Promise<void> {
  const { message, remedy } = failure.cause
  await voice.end({ kind: 'failed', what: message, remedy }).catch(() => undefined)
  await endRun(run, failure, { state: 'failed', reason: `${message} ${remedy}` })
}

async function endRun(run: Run, ports: WorkerPorts, end: { readonly state: InvestigationState; readonly reason: string }): Promise<void> {
  const hasEndedNow = await ports.store.setState(run.investigation.id, end.state, { reason: end.reason, at: ports.clock() })
  if (hasEndedNow) ports.onEnd(end.state)
}

/** Ends a run whose attempts are used up. Called for jobs the queue gave up; never retried endlessly by itself. */
export async function abandonInvestigation(request: InvestigationRequest, ports: WorkerPorts): Promise<void> {
  const run = await ports.store.loadInvestigation(request.investigationId)
  if (run === null || hasEnded(run.investigation.state)) return
  const voice = await openVoiceOrFail(run, ports)
  const cause = new AppError('store_failed', 'It failed several times for a reason on my side.', {
    remedy: 'Mention me again, or look at the log.',
  })
  if (voice) await fail(run, voice, { ...ports, cause })
}

function hasEnded(state: InvestigationState): boolean {
  return state === 'answered' || state === 'stopped' || state === 'failed'
}
