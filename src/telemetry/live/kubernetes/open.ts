import type { Reading } from '../../../domain/reading.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { earliest, type TimeWindow } from '../../../domain/time-window.ts'
import { answerFromCluster, type ClusterContent } from '../../kubernetes-rows/answer-cluster.ts'
import { streamsOf } from '../../kubernetes-rows/log-streams.ts'
import type { LogStream } from '../../log-lines/log-stream.ts'
import type { Telemetry } from '../../port.ts'
import { readLogs } from './read-logs.ts'
import { readState, type ClusterParts, type ClusterState } from './read-cluster.ts'

/** A running cluster as telemetry, and its objects for those who join other sources' names with them. */
export interface LiveCluster extends Telemetry {
  /** As configured. */
  readonly name: string
  objects(signal: AbortSignal): Promise<readonly Rows['object_versions'][]>
}

/** Questions that are answered from logs; the period that a cluster speaks of begins with its first line or event. */
const FROM_LOGS: ReadonlySet<string> = new Set(['overview', 'log_patterns', 'call_failures', 'log_examples', 'service_calls'])

/**
 * Opens a running cluster: its objects and events are listed at the first question, its logs at the first one about them, each once for a run, so that all answers
 * are of one moment.
 */
export function openCluster(parts: ClusterParts): LiveCluster {
  let state: Promise<ClusterState> | null = null
  let withLogs: Promise<ClusterContent> | null = null
  // What several questions wait for ends with the run, not with the first of them.
  const ending = new AbortController()
  const stateNow = () => (state ??= readState(parts, ending.signal))
  const contentNow = () => (withLogs ??= withLogsOf(stateNow(), parts, ending.signal))
  return {
    name: parts.name,
    label: `cluster ${parts.name}`,
    async read(query) {
      const content = FROM_LOGS.has(query.kind) ? await contentNow() : withoutLogs(await stateNow(), parts)
      return answerFromCluster(query, content) as Reading<never>
    },
    objects: async () => (await stateNow()).objects,
    close() {
      ending.abort()
      return Promise.resolve()
    },
  }
}

function withoutLogs({ problems, refused, ...state }: ClusterState, { window }: ClusterParts): ClusterContent {
  return {
    ...state,
    period: { from: window.start, to: window.end },
    logs: [],
    problems: { ...problems, logs: [] },
    refused: { ...refused, logs: null },
  }
}

async function withLogsOf(reading: Promise<ClusterState>, parts: ClusterParts, signal: AbortSignal): Promise<ClusterContent> {
  const state = await reading
  const read = await readLogs({ ask: parts.ask, objects: state.objects, window: parts.window, signal })
  const { streams, problems } = streamsOf(read.logs, state.objects, state.takenAt)
  const content = withoutLogs(state, parts)
  return {
    ...content,
    period: { from: beginningOf(state, streams, parts.window), to: parts.window.end },
    logs: streams,
    problems: { ...content.problems, logs: [...read.problems, ...problems] },
    refused: { ...content.refused, logs: state.refused.objects ?? read.refused },
  }
}

/** The first moment of the window that anything was heard of; its start where nothing was. Before it nothing was calm: nobody tells. */
function beginningOf({ events }: ClusterState, logs: readonly LogStream[], { start }: TimeWindow): Date {
  const told = [
    ...events.flatMap(({ firstAt, lastAt }) => [firstAt, lastAt]),
    ...logs.flatMap(({ records }) => records.map(({ at }) => at)),
  ]
  return earliest(told.filter((at) => at !== null && at >= start)) ?? start
}
