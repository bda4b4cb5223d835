import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pack } from './archive.ts'
import type { Business } from './business.ts'
import type { Cluster } from './cluster.ts'
import { workloadNames, type KubernetesObject } from './objects.ts'
import { recordDump, recordLists } from './record.ts'
import { FORMS, type Step, type TownCase } from './town-case.ts'

/** How long a town is left alone before and after the change. */
export interface Pace {
  readonly calmSeconds: number
  readonly afterSeconds: number
}

/** About a minute of calm, and long enough after for a kubelet's second and third attempt. */
export const FULL_PACE: Pace = { calmSeconds: 45, afterSeconds: 60 }
const RECORD = { dump: recordDump, lists: recordLists }
const READY_TIMEOUT = '--timeout=120s'
const LABELLED_NODE = 'node-2'

/** What stands around a case, from before its business is made until after it was looked at. */
export interface Observer {
  /** Called when the cluster runs and nothing is in it. */
  readonly begin?: (cluster: Cluster) => Promise<void>
  /** Called when the change was made and had its time. */
  readonly look: (cluster: Cluster, one: TownCase) => Promise<void>
}

export interface CaseRun {
  readonly business: Business
  readonly pace: Pace
  readonly observer: Observer
}

/** Makes one change in a fresh town and looks at what becomes of it. The cluster is started, not stopped. */
export async function runCase(cluster: Cluster, one: TownCase, { business, pace, observer }: CaseRun): Promise<void> {
  await cluster.start()
  await observer.begin?.(cluster)
  await settle(cluster, business)
  for (const step of one.before ?? []) await take(cluster, step)
  await pause(pace.calmSeconds * 1000)
  for (const step of one.steps) await take(cluster, step)
  await pause(Math.max(pace.afterSeconds, one.afterSeconds ?? 0) * 1000)
  await observer.look(cluster, one)
}

/** Records each case into a folder, as `cases/<id>/<form>/recording.tar.gz`. */
export function recorder(dir: string): Observer {
  return {
    async look(cluster, one) {
      for (const form of FORMS) {
        const folder = cluster.makeFolder(form)
        await RECORD[form](cluster, folder)
        const to = path.join(dir, 'cases', one.id, form)
        mkdirSync(to, { recursive: true })
        pack(folder, path.join(to, 'recording.tar.gz'))
      }
    },
  }
}

/** Makes the business in turns: each stands before the next begins, and the traffic is not waited for. */
async function settle(cluster: Cluster, { nodeLabel, objects, last }: Business): Promise<void> {
  await cluster.kubectl(['label', 'node', LABELLED_NODE, nodeLabel])
  const turnOf = ({ kind, metadata }: KubernetesObject) => (kind === 'Deployment' ? last.indexOf(metadata.name) : -1)
  const turns = Map.groupBy(objects, turnOf)
  for (const [turn, made] of [...turns].toSorted(([a], [b]) => a - b)) {
    await apply(cluster, made)
    if (turn === last.length - 1) return
    for (const { namespace, name } of workloadNames(made))
      await cluster.kubectl(['rollout', 'status', '-n', namespace, name, READY_TIMEOUT])
  }
}

async function apply(cluster: Cluster, items: readonly unknown[]): Promise<void> {
  await cluster.kubectl(['apply', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) })
}

async function take(cluster: Cluster, step: Step): Promise<void> {
  if ('kubectl' in step) await cluster.kubectl(step.kubectl)
  else if ('apply' in step) await apply(cluster, [step.apply])
  else if ('stopPart' in step) await cluster.stopPart(step.stopPart)
  else if ('outside' in step) cluster.setOutside(step.outside)
  else await pause(step.waitSeconds * 1000)
}
