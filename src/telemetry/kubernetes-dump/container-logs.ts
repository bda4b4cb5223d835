import type { TextPart } from '../shared/text-ends.ts'
import type { ContainerLog } from '../kubernetes-rows/container-log.ts'
import type { DumpFile } from './dump-files.ts'

const START = /^==== START logs for container (\S+) of pod ([^\s/]+)\/([^\s/]+) ====$/
const END = /^==== END logs for container /

/** The logs between the marks that `kubectl cluster-info dump` writes; what stands outside of marks is left out. */
export function sectionsOf(text: string, file: string, linesBefore: number): readonly ContainerLog[] {
  const logs: { -readonly [K in keyof ContainerLog]: ContainerLog[K] }[] = []
  let open: { readonly lines: string[] } | null = null
  for (const [index, line] of text.split('\n').entries()) {
    const start = START.exec(line)
    if (start !== null) {
      const lines: string[] = []
      const [, container = null, namespace = null, pod = null] = start
      logs.push({ file, fromByte: 0, linesBefore: linesBefore + index + 1, lines, namespace, pod, container, isPrevious: false })
      open = { lines }
    } else if (END.test(line)) open = null
    else open?.lines.push(line)
  }
  return logs
}

/** A pod as a file can be named after it. */
export interface KnownPod {
  readonly namespace: string
  readonly name: string
  readonly containers: readonly string[]
}

/** Pods by their name; one name can be in several namespaces. */
export type KnownPods = ReadonlyMap<string, readonly KnownPod[]>

/**
 * Whose log a file is: the longest name of a known pod in its path, and the container that the rest of the path names; null where the path says nothing.
 * Tools name such files by pod, container and `previous` in many orders.
 */
function originOf(name: string, pods: KnownPods): Pick<ContainerLog, 'namespace' | 'pod' | 'container' | 'isPrevious'> {
  const parts = name.split('/')
  const isPrevious = /(?:^|[/._-])previous(?:[/._-]|$)/.test(name)
  const known = parts.flatMap((part) => namesThatBegin(part).find((one) => pods.has(one)) ?? []).sort((a, b) => b.length - a.length)[0]
  const named = pods.get(known ?? '') ?? []
  const pod = named.find(({ namespace }) => parts.includes(namespace)) ?? named[0]
  if (pod === undefined) return { namespace: null, pod: null, container: null, isPrevious }
  const rest = parts.map((part) => (part.startsWith(pod.name) ? part.slice(pod.name.length) : part))
  const only = pod.containers.length === 1 ? pod.containers[0] : undefined
  const container = pod.containers.find((one) => rest.some((part) => isNameIn(part, one))) ?? only ?? null
  return { namespace: pod.namespace, pod: pod.name, container, isPrevious }
}

/** Everything that a file or folder name could begin with as the name of a pod, longest first. */
function namesThatBegin(part: string): readonly string[] {
  // No name of Kubernetes has a `_`, so tools put it between names.
  return [part, ...part.split('_')].flatMap((piece) => {
    const ends = [...piece.matchAll(/[-.]/g)].map(({ index }) => piece.slice(0, index))
    return [piece, ...ends.toReversed()]
  })
}

function isNameIn(part: string, name: string): boolean {
  return part.split(/[._]/).some((piece) => piece === name || piece.replace(/^-/, '').replace(/-previous$/, '') === name)
}

/** A file that is one container's log, or a part of it: lines of a later part are counted from the byte at which it begins. */
export function logOfFile(file: DumpFile, { text, from }: TextPart, pods: KnownPods): ContainerLog {
  return { file: file.name, fromByte: from, linesBefore: 0, lines: text.split('\n'), ...originOf(file.name, pods) }
}
