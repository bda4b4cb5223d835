import type { Diagnosis } from '../../../src/domain/diagnosis.ts'
import { investigateIn } from '../../../src/isolation/isolated-runs.ts'
import { openCliPool } from '../../../src/cli/cli-pool.ts'
import { liveTarget, openTarget, sourceForRun } from '../../../src/cli/live-source.ts'
import { diagnoseCase } from '../../diagnose-case.ts'
import { judgeRecorded, recordedTruths, type RecordedVerdict } from '../../recorded/score-recorded.ts'
import type { Cluster } from '../cluster.ts'
import { recordDump } from '../record.ts'
import type { Observer } from '../run-case.ts'
import type { Servers } from '../servers.ts'
import type { TownCase } from '../town-case.ts'
import { buildTruth } from '../truth.ts'
import { Scraped } from './scraped.ts'

/** What came of asking a town while it was broken, beside what its dump of the same minute gives. */
export interface LiveAnswer {
  readonly id: string
  readonly live: Judged
  readonly dump: Judged
  /** From the question to the answer. */
  readonly seconds: number
  /** What the live answer says that it did not check, with the reason. */
  readonly notChecked: readonly string[]
}

interface Judged {
  readonly verdict: RecordedVerdict
  readonly isVerified: boolean
  readonly isDecisive: boolean
  /** Entity, mechanism and word of each cause, or how it ended. */
  readonly said: string
}

const MS_A_SECOND = 1000

/** Asks the running cluster, and its Prometheus where there is one, as the command line does; then reads a dump of the same minute. */
export function liveObserver(servers: Servers, onAnswer: (answer: LiveAnswer) => void): Observer {
  let scraped: Scraped | null = null
  return {
    async begin(cluster) {
      if (servers.telemetry !== null) scraped = await Scraped.start(servers.telemetry, servers, cluster)
    },
    async look(cluster, one) {
      try {
        const began = performance.now()
        const live = await askLive(cluster, scraped)
        const seconds = (performance.now() - began) / MS_A_SECOND
        const dump = await readDump(cluster)
        onAnswer({
          id: one.id,
          live: judged(one, 'lists', live),
          dump: judged(one, 'dump', dump),
          seconds,
          notChecked: live.notChecked.map(({ source, why }) => `${source}: ${why}`),
        })
      } finally {
        await scraped?.stop()
      }
    },
  }
}

async function askLive(cluster: Cluster, scraped: Scraped | null): Promise<Diagnosis> {
  const target = await liveTarget({ kubeconfig: cluster.kubeconfig, ...(scraped === null ? {} : { prometheus: scraped.url }) })
  const links = await openTarget(target)
  const pool = openCliPool({ mayRead: [], processes: 1 })
  try {
    return await diagnoseCase('live', [], { investigate: investigateIn(pool, () => sourceForRun(target, links, null), { isKept: false }) })
  } finally {
    await pool.close()
    await links.close()
  }
}

async function readDump(cluster: Cluster): Promise<Diagnosis> {
  const folder = cluster.makeFolder('beside')
  await recordDump(cluster, folder)
  const pool = openCliPool({ mayRead: [folder], processes: 1 })
  try {
    return await diagnoseCase(folder, [], { investigate: investigateIn(pool, () => ({ source: { paths: [folder] } }), { isKept: false }) })
  } finally {
    await pool.close()
  }
}

/** A live cluster shows what lists show. */
function judged(one: TownCase, form: 'dump' | 'lists', diagnosis: Diagnosis): Judged {
  const truth = recordedTruths.parse(buildTruth([one]))[`${one.id}-${form}`]
  if (truth === undefined) throw new Error(`${one.id} has no label`)
  const causes = diagnosis.rootCauses.map(({ entity, mechanism, confidenceWord }) => `${entity} (${mechanism}, ${confidenceWord})`)
  return {
    verdict: judgeRecorded(truth, diagnosis),
    isVerified: diagnosis.rootCauses[0]?.confidenceWord === 'verified',
    isDecisive: truth.decisive,
    said: causes.join(', ') || diagnosis.outcome,
  }
}
