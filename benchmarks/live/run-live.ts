import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { periodBefore } from '../../src/domain/live-window.ts'
import { investigateHere } from '../../src/investigation/investigate-here.ts'
import { openHttp } from '../../src/telemetry/http/open-http.ts'
import { KUBERNETES_REQUESTS } from '../../src/telemetry/live/kubernetes/allowed.ts'
import { openLive } from '../../src/telemetry/live/open-live.ts'
import { openRecorded } from '../../src/telemetry/open.ts'
import { diagnoseCase } from '../diagnose-case.ts'
import { listRecordings } from '../recorded/list-recordings.ts'
import { judgeRecorded, recordedTruths, type RecordedVerdict } from '../recorded/score-recorded.ts'
import { ObjectApi } from './object-api.ts'
import { readRecordedCluster } from './read-recording.ts'

/** One incident, asked of an API that serves it, and read from what kubectl had saved of it. */
export interface LiveOutcome {
  readonly set: string
  readonly case: string
  readonly live: Answered
  readonly recorded: Answered
  readonly isSame: boolean
}

export interface Answered {
  readonly verdict: RecordedVerdict
  /** Entity and mechanism of each cause, or how it ended. */
  readonly said: string
}

const HOUR_SECONDS = 3600
/** A test's own server on loopback needs no sparing. */
const UNSPARED = { concurrency: 16, perSecond: 1000, retries: 0 }

/** Investigates every case below a folder that was recorded as dump and as lists, live and recorded. */
export async function runLive(dataDir: string, onCase: (outcome: LiveOutcome, done: number, total: number) => void): Promise<void> {
  const cases = listRecordings(dataDir).filter(({ form }) => form === 'lists')
  for (const [index, one] of cases.entries()) {
    const caseDir = path.dirname(one.dir)
    const truth = recordedTruths.parse(JSON.parse(readFileSync(path.join(one.root, 'truth.json'), 'utf8')))[`${one.case}-lists`]
    if (truth === undefined) continue
    const answers = [
      await investigateLive(caseDir),
      await diagnoseCase(one.dir, [], { investigate: investigateHere(openRecorded) }),
    ] as const
    const [live, recorded] = answers.map((diagnosis) => ({ verdict: judgeRecorded(truth, diagnosis), said: saidBy(diagnosis) }))
    if (live && recorded)
      onCase({ set: one.set, case: one.case, live, recorded, isSame: live.said === recorded.said }, index + 1, cases.length)
  }
}

/** The same investigation with the recorded cluster behind an API, at the moment it was recorded. */
async function investigateLive(caseDir: string): Promise<Diagnosis> {
  const cluster = readRecordedCluster(caseDir)
  const api = await ObjectApi.open({ ...cluster, now: cluster.takenAt })
  const reader = openHttp({ name: 'cluster', address: api.url, allowed: KUBERNETES_REQUESTS, limits: UNSPARED })
  const source = { kind: 'kubernetes', name: 'cluster', namespaces: null, ownNamespace: 'default' } as const
  const window = periodBefore(cluster.takenAt, HOUR_SECONDS, null)
  const open = () => Promise.resolve(openLive({ name: 'live', window, sources: [source] }, () => reader.ask))
  try {
    return await diagnoseCase(caseDir, [], { investigate: investigateHere(open) })
  } finally {
    await reader.close()
    await api.close()
  }
}

function saidBy({ outcome, rootCauses }: Diagnosis): string {
  const causes = rootCauses.map(({ entity, mechanism }) => `${entity} (${mechanism})`)
  return causes.length > 0 ? causes.toSorted().join(', ') : outcome
}
