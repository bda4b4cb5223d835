import type { Problem } from '../../../domain/reading.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import type { TimeWindow } from '../../../domain/time-window.ts'
import type { Ask } from '../../http/ask.ts'
import type { Refused } from '../../kubernetes-rows/answer-cluster.ts'
import { isRefusedLog, type ContainerLog } from '../../kubernetes-rows/container-log.ts'
import { told } from '../../shared/told.ts'
import { logPath } from './kinds.ts'
import { logsWorthReading, type LogToRead } from './logs-worth-reading.ts'

/** Last lines of one container that are read, and bytes of them: what a program writes in some minutes. */
const LAST_LINES = 5000
const MAX_LOG_BYTES = 2_097_152

export interface ReadLogs {
  readonly logs: readonly ContainerLog[]
  readonly problems: readonly Problem[]
  /** Why there is none at all; null where one could be read, or nothing runs. */
  readonly refused: Refused | null
}

interface LogParts {
  readonly ask: Ask
  readonly objects: readonly Rows['object_versions'][]
  readonly window: TimeWindow
  readonly signal: AbortSignal
}

/** Reads the ends of the logs of named containers, running and ended. Never throws; what could not be had is said. */
export async function readLogs({ ask, objects, window, signal }: LogParts): Promise<ReadLogs> {
  const { wanted, leftOut } = logsWorthReading(objects)
  const read = await Promise.all(wanted.map((log) => readLog(log, { ask, window, signal })))
  const problems = read.flatMap(({ problem }) => problem ?? [])
  const logs = read.flatMap(({ log }) => log ?? []).filter((log) => !isRefusedLog(log))
  const [first] = read.flatMap(({ refused }) => refused ?? [])
  const cut =
    leftOut === 0 ? [] : [{ where: 'logs', record: null, what: `the logs of ${leftOut} more containers were left out (MAX_LOGS)` }]
  return { logs, problems: [...summed(problems), ...cut], refused: logs.length === 0 && first !== undefined ? first : null }
}

interface OneLog {
  readonly log?: ContainerLog
  readonly problem?: Problem
  readonly refused?: Refused
}

async function readLog(
  { namespace, pod, container, isPrevious }: LogToRead,
  { ask, window, signal }: Omit<LogParts, 'objects'>,
): Promise<OneLog> {
  const path = logPath(namespace, pod)
  const answer = await ask(
    {
      method: 'GET',
      path,
      expects: 'text',
      accept: '*/*',
      parameters: [
        ['container', container],
        ['timestamps', 'true'],
        ['tailLines', String(LAST_LINES)],
        ['limitBytes', String(MAX_LOG_BYTES)],
        // What ran before the last restart ended when it ended.
        ...(isPrevious ? [['previous', 'true'] as const] : [['sinceTime', window.start.toISOString()] as const]),
      ],
    },
    signal,
  )
  const file = `${path}?container=${container}${isPrevious ? '&previous=true' : ''}`
  if (answer.ending === 'ok') {
    const lines = answer.body.split('\n')
    const log = { file, fromByte: 0, linesBefore: 0, lines, namespace, pod, container, isPrevious }
    return { log, ...cutOf(file, answer.body, lines.length) }
  }
  // A container that has not started, or whose earlier run is gone, has no log: 400, in the API server's words.
  if (answer.status === 400 || answer.status === 404) return {}
  const why = answer.why
  const refused: Refused = answer.ending === 'forbidden' ? { status: 'forbidden', why } : { status: 'error', code: 'telemetry_failed', why }
  return { refused, problem: { where: file, record: null, what: why } }
}

/**
 * What the limits left out of a log. Without its newest lines it lacks what matters; that older ones are missing is told, and calls are counted from where it begins.
 */
function cutOf(file: string, body: string, lines: number): Pick<OneLog, 'problem'> {
  if (Buffer.byteLength(body) >= MAX_LOG_BYTES)
    return {
      problem: {
        where: file,
        record: null,
        what: `its newest lines are missing: it is longer than ${MAX_LOG_BYTES} bytes (MAX_LOG_BYTES)`,
      },
    }
  return lines > LAST_LINES ? { problem: told(file, `only its last ${LAST_LINES} lines were read (LAST_LINES)`) } : {}
}

/** One problem for each reason, with how many it concerns. */
function summed(problems: readonly Problem[]): readonly Problem[] {
  return [...Map.groupBy(problems, ({ what }) => what)].flatMap(([what, same]) => {
    const [first] = same
    return first === undefined ? [] : [{ ...first, what: same.length === 1 ? what : `${what}; so for ${same.length} containers` }]
  })
}
