import { z } from 'zod'
import type { Ask } from '../../http/ask.ts'
import { clockFinding, type Finding, type SourceCheck } from '../check.ts'
import { LISTED, listPath, type ListedKind } from './kinds.ts'
import { manifestFor, ONE_NAMESPACE_MANIFEST } from './rights.ts'

export interface ClusterCheckParts {
  readonly ask: Ask
  /** Null: every namespace. */
  readonly namespaces: readonly string[] | null
  readonly ownNamespace: string
  readonly signal: AbortSignal
  readonly now: () => Date
}

const version = z.looseObject({ gitVersion: z.string() })
const counted = z.looseObject({
  metadata: z.looseObject({ remainingItemCount: z.number().optional() }).default({}),
  items: z.array(z.unknown()).nullable().default([]),
})
const rules = z.looseObject({
  status: z.looseObject({
    incomplete: z.boolean().default(false),
    resourceRules: z
      .array(
        z.looseObject({
          verbs: z.array(z.string()),
          apiGroups: z.array(z.string()).default([]),
          resources: z.array(z.string()).default([]),
        }),
      )
      .default([]),
  }),
})

/** What the credentials may do that firstcause never does; a person may want to take it away. */
const TOO_MUCH: readonly (readonly [what: string, resource: string, verbs: readonly string[]])[] = [
  ['read Secrets', 'secrets', ['get', 'list', 'watch']],
  ['run commands in pods', 'pods/exec', ['create', 'get']],
  ['delete pods', 'pods', ['delete', 'deletecollection']],
  ['change workloads', 'deployments', ['create', 'update', 'patch', 'delete']],
]
/** Asks an API server harmless questions: its version, one object of each kind, what these credentials may do. Never throws. */
export async function checkCluster(parts: ClusterCheckParts): Promise<SourceCheck> {
  const { ask, signal, now } = parts
  const askedAt = now()
  const answer = await ask({ method: 'GET', path: '/version' }, signal)
  if (answer.ending !== 'ok' && answer.ending !== 'forbidden')
    return { findings: [{ state: 'failed', what: answer.why, remedy: 'Try the same kubeconfig with `kubectl version`.' }] }
  if (answer.ending === 'forbidden' && answer.status === HTTP_UNAUTHORISED)
    return { findings: [{ state: 'failed', what: answer.why, remedy: 'Renew the token or certificate of this context.' }] }
  const said = answer.ending === 'ok' ? parsed(version, answer.body)?.gitVersion : undefined
  const reached: Finding = { state: 'ok', what: `the API server answers${said === undefined ? '' : ` (${said})`}`, remedy: null }
  const clock = answer.ending === 'ok' ? clockFinding(answer.date, askedAt) : []
  const places = parts.namespaces ?? [null]
  const seen = await Promise.all(places.map((namespace) => countKinds(parts, namespace)))
  const rights = await reviewRights(parts)
  return { findings: [reached, ...clock, ...seen.flat(), ...rights] }
}

const HTTP_UNAUTHORISED = 401

async function countKinds({ ask, signal }: ClusterCheckParts, namespace: string | null): Promise<readonly Finding[]> {
  const where = namespace ?? 'all namespaces'
  if (namespace !== null && (await isMissing(ask, namespace, signal)))
    return [{ state: 'failed', what: `there is no namespace ${namespace}`, remedy: 'Correct its name; an empty list would look the same.' }]
  const kinds = LISTED.filter(({ isNamespaced }) => namespace === null || isNamespaced)
  const counts = await Promise.all(kinds.map(async (kind) => ({ kind, count: await countOf(ask, listPath(kind, namespace), signal) })))
  const shown = counts.flatMap(({ kind: { kind }, count }) =>
    count !== null && SHOWN.has(kind) ? [`${count} ${kind}${count === 1 ? '' : 's'}`] : [],
  )
  const refused = counts.filter(({ count }) => count === null).map(({ kind }) => kind)
  const remedy = remedyFor(refused, namespace)
  if (refused.length === kinds.length) return [{ state: 'failed', what: `${where}: nothing may be listed`, remedy }]
  const seen: Finding = { state: 'ok', what: `${where}: ${shown.join(', ')} may be listed`, remedy: null }
  if (refused.length === 0) return [seen]
  return [seen, { state: 'missing', what: `${where}: ${refused.map(({ kind }) => kind).join(', ')} may not be listed`, remedy }]
}

async function isMissing(ask: Ask, namespace: string, signal: AbortSignal): Promise<boolean> {
  return (await ask({ method: 'GET', path: `/api/v1/namespaces/${namespace}` }, signal)).ending === 'unknown'
}

function remedyFor(kinds: readonly ListedKind[], namespace: string | null): string {
  if (namespace !== null) return `Grant it: kubectl apply -n ${namespace} -f ${ONE_NAMESPACE_MANIFEST}.`
  return `Grant it: kubectl apply -f ${[...new Set(kinds.map(manifestFor))].join(' -f ')}; or name the namespaces that may be read.`
}

/** Kinds whose number says something to a person. */
const SHOWN: ReadonlySet<string> = new Set(['Pod', 'Service', 'Deployment', 'StatefulSet', 'Event', 'Node'])

/** How many there are; null where that may not be asked. */
async function countOf(ask: Ask, path: string, signal: AbortSignal): Promise<number | null> {
  const answer = await ask({ method: 'GET', path, parameters: [['limit', '1']] }, signal)
  const list = answer.ending === 'ok' ? parsed(counted, answer.body) : null
  return list === null ? null : (list.items ?? []).length + (list.metadata.remainingItemCount ?? 0)
}

/** Whether logs may be read, and what these credentials may do that firstcause never does. Nothing where the server does not tell. */
async function reviewRights({ ask, namespaces, ownNamespace, signal }: ClusterCheckParts): Promise<readonly Finding[]> {
  const namespace = namespaces?.[0] ?? ownNamespace
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } }
  const answer = await ask({ method: 'POST', path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', json: body }, signal)
  const review = answer.ending === 'ok' ? parsed(rules, answer.body)?.status : undefined
  if (review === undefined) return []
  const may = (resource: string, verbs: readonly string[]) =>
    review.resourceRules.some(
      (rule) =>
        rule.resources.some((one) => one === '*' || one === resource) && rule.verbs.some((verb) => verb === '*' || verbs.includes(verb)),
    )
  const excess = TOO_MUCH.flatMap(([what, resource, verbs]) => (may(resource, verbs) ? [what] : []))
  const logs: readonly Finding[] =
    may('pods/log', ['get']) || review.incomplete
      ? []
      : [
          {
            state: 'missing',
            what: `logs of ${namespace} may not be read`,
            remedy: `Grant it: kubectl apply -n ${namespace} -f deploy/rbac/logs.yaml.`,
          },
        ]
  if (excess.length === 0) return logs
  const what = `these credentials may also ${listed(excess)} in ${namespace}; firstcause never does`
  return [...logs, { state: 'warning', what, remedy: 'Give it an account of its own with the manifests in deploy/rbac/.' }]
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

function parsed<T>(schema: z.ZodType<T>, body: string): T | null {
  try {
    return schema.parse(JSON.parse(body))
  } catch {
    return null
  }
}
