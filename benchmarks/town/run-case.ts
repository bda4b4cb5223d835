import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pack } from './archive.ts'
import type { Cluster } from './cluster.ts'
import { recordDump, recordLists } from './record.ts'
import { FORMS, type Step, type TownCase } from './town-case.ts'
import { buildTown, workloadNames } from './town.ts'

/** How long a town is left alone before and after the change. */
export interface Pace {
  readonly calmSeconds: number
  readonly afterSeconds: number
}

/** About a minute of calm, and long enough after for a kubelet's second and third attempt. */
export const FULL_PACE: Pace = { calmSeconds: 45, afterSeconds: 60 }
const RECORD = { dump: recordDump, lists: recordLists }
const READY_TIMEOUT = '--timeout=120s'
/** The program that books and looks up: it begins when all others stand, so that the calm is calm. */
const TRAFFIC = 'kiosk'
/** The node that holds the books. */
const BOOKS_NODE = 'node-2'

/** Makes one change in a fresh town and records what is left of it as `<dir>/cases/<id>/<form>/recording.tar.gz`. The cluster is started, not stopped. */
export async function runCase(
  cluster: Cluster,
  one: TownCase,
  { dir, pace }: { readonly dir: string; readonly pace: Pace },
): Promise<void> {
  await cluster.start()
  await settle(cluster)
  await pause(pace.calmSeconds * 1000)
  for (const step of one.steps) await take(cluster, step)
  await pause(Math.max(pace.afterSeconds, one.afterSeconds ?? 0) * 1000)
  for (const form of FORMS) {
    const folder = cluster.makeFolder(form)
    await RECORD[form](cluster, folder)
    const to = path.join(dir, 'cases', one.id, form)
    mkdirSync(to, { recursive: true })
    pack(folder, path.join(to, 'recording.tar.gz'))
  }
}

async function settle(cluster: Cluster): Promise<void> {
  await cluster.kubectl(['label', 'node', BOOKS_NODE, 'disk=books'])
  const town = buildTown()
  const isTraffic = ({ kind, metadata }: (typeof town)[number]) => kind === 'Deployment' && metadata.name === TRAFFIC
  await apply(
    cluster,
    town.filter((object) => !isTraffic(object)),
  )
  for (const { namespace, name } of workloadNames())
    if (!name.endsWith(`/${TRAFFIC}`)) await cluster.kubectl(['rollout', 'status', '-n', namespace, name, READY_TIMEOUT])
  await apply(cluster, town.filter(isTraffic))
}

async function apply(cluster: Cluster, items: readonly unknown[]): Promise<void> {
  await cluster.kubectl(['apply', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) })
}

async function take(cluster: Cluster, step: Step): Promise<void> {
  if ('kubectl' in step) await cluster.kubectl(step.kubectl)
  else if ('apply' in step) await apply(cluster, [step.apply])
  else if ('stopPart' in step) await cluster.stopPart(step.stopPart)
  else await pause(step.waitSeconds * 1000)
}
