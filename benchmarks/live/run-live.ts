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
import { judgeRecorded, recordedTruths } from '../recorded/score-recorded.ts'
import { saidBy, type Answered } from './answered.ts'
import { ObjectApi } from './object-api.ts'
import { readRecordedCluster } from './read-recording.ts'
import { UNSPARED } from './unspared.ts'

/** One incident, asked of an API that serves it, and read from what kubectl had saved of it. */
export interface LiveOutcome {
  readonly set: string
  readonly case: string
  readonly live: Answered
  readonly recorded: Answered
  readonly isSame: boolean
}

const HOUR_SECONDS = 3600

/** Investigates the wanted cases below a folder that were recorded as dump and as lists, live and recorded. */
export async function runLive(
  dataDir: string,
  { isWanted }: { readonly isWanted: (id: string) => boolean },
  onCase: (outcome: LiveOutcome, done: number, total: number) => void,
): Promise<void> {
  const cases = listRecordings(dataDir).filter((one) => one.form === 'lists' && isWanted(one.case))
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
