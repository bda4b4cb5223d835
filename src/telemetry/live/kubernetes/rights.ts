import { JOURNALED, LISTED, type ListedKind } from './kinds.ts'

/** Rights by the manifest of `deploy/rbac/` that grants them. */
export type RightsPart = 'objects' | 'cluster-facts' | 'logs'

/** A rule as a Role states it. */
export interface AccessRule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

const partOfKind = ({ isNamespaced }: ListedKind): RightsPart => (isNamespaced ? 'objects' : 'cluster-facts')

/** The API group in the path of a kind; the core group has no name. */
function groupOf({ api }: ListedKind): string {
  return /^\/apis\/([^/]+)\//.exec(api)?.[1] ?? ''
}

function verbsFor(kind: ListedKind): readonly string[] {
  return JOURNALED.includes(kind) ? ['list', 'watch'] : ['list']
}

/** Exactly what the requests of `allowed.ts` need, by manifest; none lets anything be changed, and no Secret is among them. */
export function rulesOf(part: RightsPart): readonly AccessRule[] {
  if (part === 'logs') return [{ apiGroups: [''], resources: ['pods/log'], verbs: ['get'] }]
  const groups = Map.groupBy(
    LISTED.filter((kind) => partOfKind(kind) === part),
    (kind) => `${groupOf(kind)} ${verbsFor(kind).join()}`,
  )
  const listed = [...groups.values()].flatMap((kinds): readonly AccessRule[] => {
    const [first] = kinds
    if (first === undefined) return []
    return [{ apiGroups: [groupOf(first)], resources: kinds.map(({ resource }) => resource).toSorted(), verbs: verbsFor(first) }]
  })
  // One namespace is asked for by name, to tell one that is not there from one that is empty.
  const oneNamespace: AccessRule = { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] }
  return part === 'objects' ? [...listed, oneNamespace] : listed
}

/** The manifest that lets a kind be listed, for people. */
export function manifestFor(kind: ListedKind): string {
  return `deploy/rbac/${partOfKind(kind)}.yaml`
}

/** The manifest that lets the objects of one namespace be listed, and no others. */
export const ONE_NAMESPACE_MANIFEST = 'deploy/rbac/objects-in-namespace.yaml'
