import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import type { Cluster } from './cluster.ts'

/** Last lines kept of each container: some minutes of a program that logs every second. */
const MOST_LOG_LINES = 500
/** Calls at once: each is a process of its own. */
const CALLS_AT_ONCE = 3

/** Kinds that `kubectl get` saves, with their format. Of Secrets only a table without contents; bundles of certificates are left out. */
const KINDS: readonly (readonly [kind: string, format: 'yaml' | 'json', ...more: string[]])[] = [
  ['namespaces', 'yaml'],
  ['nodes', 'yaml'],
  ['pods', 'json'],
  ['deployments', 'yaml', '--show-managed-fields'],
  ['statefulsets', 'yaml', '--show-managed-fields'],
  ['daemonsets', 'yaml'],
  ['replicasets', 'yaml'],
  ['controllerrevisions', 'yaml'],
  ['jobs', 'yaml'],
  ['cronjobs', 'yaml'],
  ['services', 'yaml', '--show-managed-fields'],
  ['endpointslices', 'yaml'],
  ['ingresses', 'yaml'],
  ['networkpolicies', 'yaml', '--show-managed-fields'],
  ['configmaps', 'yaml', '--show-managed-fields', '--field-selector=metadata.name!=kube-root-ca.crt,metadata.namespace!=kube-system'],
  ['persistentvolumeclaims', 'yaml'],
  ['persistentvolumes', 'yaml'],
  ['storageclasses', 'yaml'],
  ['resourcequotas', 'yaml'],
  ['limitranges', 'yaml'],
  ['serviceaccounts', 'yaml'],
  ['roles', 'yaml', '--show-managed-fields'],
  ['rolebindings', 'yaml'],
  ['priorityclasses', 'yaml'],
  ['poddisruptionbudgets', 'yaml'],
  ['horizontalpodautoscalers', 'yaml'],
  ['validatingadmissionpolicies', 'yaml'],
  ['validatingadmissionpolicybindings', 'yaml'],
  ['validatingwebhookconfigurations', 'yaml'],
  ['events', 'yaml'],
]

/** Writes `kubectl cluster-info dump` into a folder, as people make it. */
export async function recordDump(cluster: Cluster, dir: string): Promise<void> {
  await cluster.kubectl(['cluster-info', 'dump', '--all-namespaces', `--output-directory=${dir}`])
  hideMachine(dir)
}

/** Writes lists of objects, a description of the pods, and their logs into a folder. */
export async function recordLists(cluster: Cluster, dir: string): Promise<void> {
  mkdirSync(path.join(dir, 'logs'), { recursive: true })
  const save = async (file: string, args: readonly string[]) =>
    writeFileSync(path.join(dir, file), await cluster.kubectl(args, { isTolerant: true }))
  const tasks = KINDS.map(
    ([kind, format, ...more]) =>
      () =>
        save(`${kind}.${format}`, ['get', kind, '-A', '-o', format, ...more]),
  )
  tasks.push(() => save('secrets.txt', ['get', 'secrets', '-A']))
  tasks.push(() => save('events.txt', ['get', 'events', '-A', '--sort-by=.lastTimestamp']))
  tasks.push(() => save('describe-pods.txt', ['describe', 'pods', '-A']))
  for (const log of await logsOf(cluster)) tasks.push(() => save(path.join('logs', log.file), log.args))
  await runTasks(tasks)
  hideMachine(dir)
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly namespace: string; readonly name: string }
    readonly status: {
      readonly initContainerStatuses?: readonly ContainerStatus[]
      readonly containerStatuses?: readonly ContainerStatus[]
    }
  }[]
}

interface ContainerStatus {
  readonly name: string
  readonly restartCount: number
  readonly state: Readonly<Record<string, unknown>>
}

async function logsOf(cluster: Cluster): Promise<readonly { readonly file: string; readonly args: readonly string[] }[]> {
  const list = JSON.parse(await cluster.kubectl(['get', 'pods', '-A', '-o', 'json'])) as PodList
  return list.items.flatMap(({ metadata: { namespace, name }, status }) =>
    [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].flatMap((container) => {
      const args = ['logs', '-n', namespace, name, '-c', container.name, '--timestamps', `--tail=${MOST_LOG_LINES}`]
      const file = `${namespace}_${name}_${container.name}`
      const previous = container.restartCount > 0 ? [{ file: `${file}.previous.log`, args: [...args, '--previous'] }] : []
      return [{ file: `${file}.log`, args }, ...previous]
    }),
  )
}

async function runTasks(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...tasks]
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await next()
  }
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work))
}

/** The scheduler signs its events with the name of its host, which here is this machine's. */
function hideMachine(dir: string): void {
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const text = readFileSync(file, 'utf8')
    const hidden = text.replaceAll(`default-scheduler-${hostname()}`, 'default-scheduler-control-1')
    if (hidden !== text) writeFileSync(file, hidden)
  }
}
