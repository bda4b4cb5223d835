import type { Problem } from '../../domain/reading.ts'

/** Objects that a cluster gets once, at its birth, and that nobody makes anew. */
const MARKS = new Set([
  'Namespace/kube-system',
  'Namespace/default',
  'Namespace/kube-public',
  'Service/kubernetes',
  'ConfigMap/kube-root-ca.crt',
])

/** Looks at every object of a dump for signs that it comes of more than one cluster. */
export interface ClusterMarks {
  see(file: string, value: unknown): void
  problems(): readonly Problem[]
}

/** A mark of one name with two identities is two clusters; their objects cannot be told apart, and one sentence says so. */
export function createClusterMarks(): ClusterMarks {
  const seen = new Map<string, { readonly identity: string; readonly file: string }>()
  let found: Problem | null = null
  return {
    see(file, value) {
      const mark = markOf(value)
      if (mark === null || found !== null) return
      const before = seen.get(mark.name)
      if (before === undefined) seen.set(mark.name, { identity: mark.identity, file })
      else if (before.identity !== mark.identity) {
        const what = `it comes of another cluster than ${before.file}: ${mark.name} has two identities; investigate each cluster by itself`
        found = { where: file, record: null, what }
      }
    },
    problems: () => (found === null ? [] : [found]),
  }
}

function markOf(value: unknown): { readonly name: string; readonly identity: string } | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null
  const { kind, metadata, data } = value as Readonly<Record<string, unknown>>
  if (typeof metadata !== 'object' || metadata === null) return null
  const { name, namespace, uid } = metadata as Readonly<Record<string, unknown>>
  if (!MARKS.has(`${String(kind)}/${String(name)}`)) return null
  // Every namespace has a copy of the certificate, and all copies of a cluster are alike.
  if (kind === 'ConfigMap')
    return typeof data === 'object' && data !== null ? { name: 'the root certificate', identity: JSON.stringify(data) } : null
  if (kind === 'Service' && namespace !== 'default') return null
  return typeof uid === 'string' ? { name: `${String(kind)} ${String(name)}`, identity: uid } : null
}
