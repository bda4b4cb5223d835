// Writes the manifests of deploy/rbac/ from the table of requests that the cluster adapter may make. A test holds them equal.
import { writeFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { rulesOf, type RightsPart } from '../src/telemetry/live/kubernetes/rights.ts'

const ACCOUNT = { kind: 'ServiceAccount', name: 'firstcause', namespace: 'firstcause' }
const RBAC = 'rbac.authorization.k8s.io'
const VERSION = `${RBAC}/v1`

interface Manifest {
  readonly words: string
  readonly documents: readonly object[]
}

function role(part: RightsPart): object {
  return { apiVersion: VERSION, kind: 'ClusterRole', metadata: { name: `firstcause-${part}` }, rules: rulesOf(part) }
}

function binding(kind: 'ClusterRoleBinding' | 'RoleBinding', part: RightsPart): object {
  const name = `firstcause-${part}`
  return { apiVersion: VERSION, kind, metadata: { name }, roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name }, subjects: [ACCOUNT] }
}

/** Each manifest by its file: what stands above it for people, and its documents. */
const MANIFESTS: Readonly<Record<string, Manifest>> = {
  'account.yaml': {
    words: 'The account that firstcause reads with, in a namespace of its own.',
    documents: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ACCOUNT.namespace } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: ACCOUNT.name, namespace: ACCOUNT.namespace } },
    ],
  },
  'objects.yaml': {
    words: 'Objects and events of every namespace. No Secrets, no logs, no way to change anything.',
    documents: [role('objects'), binding('ClusterRoleBinding', 'objects')],
  },
  'objects-in-namespace.yaml': {
    words: 'The same of one namespace only: kubectl apply -n NAMESPACE -f objects-in-namespace.yaml',
    documents: [role('objects'), binding('RoleBinding', 'objects')],
  },
  'cluster-facts.yaml': {
    words: 'What lies outside of namespaces: nodes, volumes, classes, admission.',
    documents: [role('cluster-facts'), binding('ClusterRoleBinding', 'cluster-facts')],
  },
  'logs.yaml': {
    words: 'Logs of one namespace: kubectl apply -n NAMESPACE -f logs.yaml',
    documents: [role('logs'), binding('RoleBinding', 'logs')],
  },
}

/** The text of each manifest by its file name. */
export function manifests(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(MANIFESTS).map(([file, { words, documents }]) => [
      file,
      `# ${words}\n# Written by scripts/rbac.ts from src/telemetry/live/kubernetes/kinds.ts.\n${documents.map((one) => stringify(one, { singleQuote: true })).join('---\n')}`,
    ]),
  )
}

if (import.meta.main)
  for (const [file, text] of Object.entries(manifests())) writeFileSync(new URL(`../deploy/rbac/${file}`, import.meta.url), text)
