import type { Reading } from '../../domain/reading.ts'
import { earliest, latest, shiftSeconds } from '../../domain/time-window.ts'
import { answerFromCluster, REFUSES_NOTHING, type ClusterContent } from '../kubernetes-rows/answer-cluster.ts'
import { streamsOf } from '../kubernetes-rows/log-streams.ts'
import type { LogStream } from '../log-lines/log-stream.ts'
import type { Telemetry } from '../port.ts'
import type { Archives } from '../archives/archives.ts'
import { gatherDumpFiles } from './dump-files.ts'
import { loadDump, type LoadedDump } from './load-dump.ts'

/** How far back from its own moment a dump is looked at: events live an hour, and what is older explains nothing that began in it. */
const LOOK_BACK_SECONDS = 24 * 3600
/** The end of a period lies outside of it, and the newest moment inside; times are kept in milliseconds. */
const PAST_LAST_SECONDS = 0.001

/**
 * Opens what people take from a cluster with kubectl: objects, events and logs in the files and folders named, in whatever mixture. Nothing is read
 * before the first question.
 */
export function openKubernetesDump(paths: readonly string[], archives: Archives): Telemetry {
  let opened: Promise<ClusterContent> | null = null
  async function open(opens: (file: string) => void): Promise<ClusterContent> {
    return contentOf(loadDump(await gatherDumpFiles(paths, archives), opens))
  }
  return {
    label: `Kubernetes dump ${paths.join(', ')}`,
    async read(query, { opens }) {
      opened ??= open(opens ?? (() => undefined))
      return answerFromCluster(query, await opened) as Reading<never>
    },
    close: () => Promise.resolve(),
  }
}

function contentOf({ logs, problems, ...dump }: LoadedDump): ClusterContent {
  const { streams, problems: inLogs } = streamsOf(logs, dump.objects, dump.takenAt)
  return {
    ...dump,
    calledBy: 'the dump',
    whyNever: 'what kubectl writes does not hold this',
    logs: streams,
    period: periodOf(dump, streams),
    problems: { objects: problems.objects, events: problems.objects, logs: [...problems.logs, ...inLogs] },
    refused: REFUSES_NOTHING,
  }
}

/** The period that the dump speaks of: from its first event or line to the newest moment in it, a day at most. */
function periodOf({ events, takenAt }: Pick<LoadedDump, 'events' | 'takenAt'>, logs: readonly LogStream[]): ClusterContent['period'] {
  const lines = logs.flatMap(({ records }) => records.flatMap(({ at }) => at ?? []))
  const last = latest([takenAt, ...lines])
  if (last === null) return { from: null, to: null }
  const oldest = shiftSeconds(last, -LOOK_BACK_SECONDS)
  const began = [...lines, ...events.flatMap(({ firstAt, lastAt }) => [firstAt, lastAt])].filter((at) => at !== null && at >= oldest)
  return { from: earliest(began), to: shiftSeconds(last, PAST_LAST_SECONDS) }
}
