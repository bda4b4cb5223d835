import type { Turn } from '../agent/run-state.ts'
import type { AskedEnds } from '../domain/asked-period.ts'
import { diagnosis } from '../domain/diagnosis.ts'
import { followUpAnswer } from '../domain/follow-up.ts'
import { progress as progressSchema } from '../domain/investigation.ts'
import { wordsForPart } from '../domain/part.ts'
import { telemetrySource, type TelemetrySource } from '../domain/reading.ts'
import { newEvidence, newStatement, type StoredEvidence } from '../evidence/stored-evidence.ts'
import type { AnswerFollowUp, AnswerPorts } from '../investigation/follow-up/ports.ts'
import type { ModelPorts } from '../investigation/model-ports.ts'
import type { Investigate, RunPorts } from '../investigation/ports.ts'
import type { Kill, Plan } from './attempts.ts'
import { modelHandlers, sendModel } from './model-link.ts'
import type { Pool } from './pool.ts'
import type { Handlers } from './pooled-process.ts'
import { sourceHandlers, type AskSource, type ReadJournal } from './source-link.ts'
import type { FollowUpTask, InvestigateTask, SentSource } from './tasks.ts'

/** The telemetry of an environment for one run. */
export interface OpenedSource {
  readonly source: SentSource
  /** Asks its linked sources; absent where it is a recording. */
  readonly ask?: AskSource
  /** What journals of its clusters know; absent where none are kept. */
  readonly readJournal?: ReadJournal
}

/** Where the telemetry of an environment is, for a run about this period. Rejects with `config_*` for one that is not configured. */
export type SourceOf = (
  environment: string,
  about: { readonly ends: AskedEnds | null; readonly now: Date },
) => OpenedSource | Promise<OpenedSource>

export interface IsolationReports {
  /** Told of each process that had to be ended, for log and audit. */
  readonly onKill?: (subject: string, kill: Kill, next: Plan | null) => Promise<void> | void
  /** Told the peak memory of the process of each run, in bytes. */
  readonly onPeak?: (peakBytes: number) => void
  /** False where nobody keeps the evidence of a run. */
  readonly isKept?: boolean
}

/** Investigates in a process of the pool. What is recorded on the way is handed on as it comes, and known to a second process after a kill. */
export function investigateIn(pool: Pool, sourceOf: SourceOf, reports: IsolationReports = {}): Investigate {
  return async ({ mayRead, ...input }, ports) => {
    const { source, ask, readJournal } = await sourceOf(input.environment, { ends: input.ends ?? null, now: ports.clock() })
    const { model = null, signal, progress } = ports
    const recorded = keepRecorded(ports)
    const turns: Turn[] = []
    const done = await pool.run({
      name: 'investigate',
      lane: 'run',
      signal,
      input: (): InvestigateTask => ({
        ...input,
        source,
        mayRead: allowed(mayRead),
        recorded: recorded.all(),
        model: model && sendModel(model, turns),
        redaction: ports.redactor?.rules ?? null,
        isKept: reports.isKept ?? true,
      }),
      handlers: {
        append: recorded.append,
        progress: (seen: unknown) => progress(progressSchema.parse(seen)),
        shown: () => ports.shown?.(),
        ...(ask && sourceHandlers(ask, readJournal)),
        ...modelHandlers(
          () => model,
          (turn) => turns.push(turn),
        ),
      },
      onKill: async (kill, next) => {
        if (next !== null) progress({ doing: wordsForNext(kill, next), done: 0, total: 1, leading: null })
        await reports.onKill?.(input.investigationId ?? input.environment, kill, next)
      },
    })
    reports.onPeak?.(done.peakBytes)
    return diagnosis.parse(done.value)
  }
}

/** Answers follow-ups in a process of the pool. */
export function answerIn(pool: Pool, sourceOf: SourceOf, reports: IsolationReports = {}): AnswerFollowUp {
  return async ({ mayRead, ...input }, ports) => {
    const recorded = keepRecorded(ports)
    const opened = await sourceIfKnown(sourceOf, input.run.incident.environment, ports.clock())
    let model: ModelPorts | null = null
    const handlers: Handlers = {
      append: recorded.append,
      'append-statement': ({ statement, by }: Readonly<Record<'statement' | 'by', unknown>>) =>
        ports.appendStatement({ statement: newStatement.parse(statement), by: String(by) }),
      'append-audit': (entry: Parameters<AnswerPorts['appendAudit']>[0]) => ports.appendAudit(entry),
      wait: () => ports.wait(),
      'open-model': async () => {
        model = await ports.openModel()
        return model && sendModel(model)
      },
      ...(opened?.ask && sourceHandlers(opened.ask, opened.readJournal)),
      ...modelHandlers(() => model),
    }
    const done = await pool.run({
      name: 'follow-up',
      lane: 'answer',
      signal: ports.signal,
      input: (): FollowUpTask => ({
        ...input,
        source: opened?.source ?? null,
        mayRead: allowed(mayRead),
        recorded: recorded.all(),
        redaction: ports.redactor?.rules ?? null,
      }),
      handlers,
      onKill: (kill, next) => reports.onKill?.(input.followUp.id, kill, next),
    })
    return followUpAnswer.parse(done.value)
  }
}

/** Evidence of earlier attempts, and what this one adds. */
function keepRecorded({ recorded, append }: Pick<RunPorts, 'recorded' | 'append'>) {
  const all: StoredEvidence[] = [...recorded]
  return {
    all: () => all,
    append: async (value: unknown) => {
      const evidence = newEvidence.parse(value)
      await append(evidence)
      all.push(evidence)
    },
  }
}

function allowed(mayRead: (source: TelemetrySource) => boolean): readonly TelemetrySource[] {
  return telemetrySource.options.filter(mayRead)
}

/** An answer from recorded evidence needs no telemetry; one that does says that there is none. */
async function sourceIfKnown(sourceOf: SourceOf, environment: string, now: Date): Promise<OpenedSource | null> {
  try {
    return await sourceOf(environment, { ends: null, now })
  } catch {
    return null
  }
}

function wordsForNext(kill: Kill, { leftOut }: Plan): string {
  const newest = leftOut.at(-1)
  if (kill.reason === 'stopped' || newest === undefined) return 'trying once more, one source after another'
  return `trying once more without ${wordsForPart(newest.part)}`
}
