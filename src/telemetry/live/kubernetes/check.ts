import { z } from 'zod'
import type { Ask } from '../../http/ask.ts'
import { clockFinding, type Finding, type SourceCheck } from '../check.ts'
import { EVENTS, LISTED, listPath, type ListedKind } from './kinds.ts'
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
/** Kinds without which an answer is worth little. */
const DECISIVE: ReadonlySet<string> = new Set(['Pod', 'Event', 'Deployment', 'Service'])

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
  const rights = await excessRights(parts)
  return { findings: [reached, ...clock, ...seen.flat(), ...rights] }
}

const HTTP_UNAUTHORISED = 401

async function countKinds({ ask, signal }: ClusterCheckParts, namespace: string | null): Promise<readonly Finding[]> {
  const where = namespace === null ? 'all namespaces' : namespace
  const kinds = namespace === null ? LISTED : LISTED.filter(({ isNamespaced }) => isNamespaced)
  const counts = await Promise.all(kinds.map(async (kind) => ({ kind, count: await countOf(ask, listPath(kind, namespace), signal) })))
  const had = counts.flatMap(({ kind, count }) => (typeof count === 'number' ? [`${count} ${plural(kind, count)}`] : []))
  const shown = counts
    .filter(({ kind }) => SHOWN.has(kind.kind))
    .flatMap(({ kind, count }) => (typeof count === 'number' ? [`${count} ${plural(kind, count)}`] : []))
  const refused = counts.filter(({ count }) => count === null)
  const isUseless = refused.some(({ kind }) => DECISIVE.has(kind.kind))
  const seen: readonly Finding[] =
    had.length === 0 ? [] : [{ state: 'ok', what: `${where}: ${shown.join(', ') || `${had.length} kinds`} may be listed`, remedy: null }]
  if (refused.length === 0) return seen
  const names = refused.length === kinds.length ? 'nothing' : refused.map(({ kind }) => kind.kind).join(', ')
  return [
    ...seen,
    {
      state: isUseless && seen.length === 0 ? 'failed' : 'missing',
      what: `${where}: ${names} may${refused.length === kinds.length ? '' : ' not'} be listed`,
      remedy: remedyFor(
        refused.map(({ kind }) => kind),
        namespace,
      ),
    },
  ]
}

function remedyFor(kinds: readonly ListedKind[], namespace: string | null): string {
  if (namespace !== null) return `Grant it: kubectl apply -n ${namespace} -f ${ONE_NAMESPACE_MANIFEST}.`
  return `Grant it: kubectl apply -f ${[...new Set(kinds.map(manifestFor))].join(' -f ')}; or name the namespaces that may be read.`
}

/** Kinds whose number says something to a person. */
const SHOWN: ReadonlySet<string> = new Set(['Pod', 'Service', 'Deployment', 'StatefulSet', 'Event', 'Node'])

function plural({ kind, resource }: ListedKind, count: number): string {
  if (kind === EVENTS.kind) return count === 1 ? 'event' : 'events'
  return count === 1 ? kind : resource === 'nodes' ? 'Nodes' : `${kind}s`
}

/** How many there are; null where that may not be asked. */
async function countOf(ask: Ask, path: string, signal: AbortSignal): Promise<number | null> {
  const answer = await ask({ method: 'GET', path, parameters: [['limit', '1']] }, signal)
  const list = answer.ending === 'ok' ? parsed(counted, answer.body) : null
  return list === null ? null : (list.items ?? []).length + (list.metadata.remainingItemCount ?? 0)
}

/** What these credentials may do and firstcause never does. */
async function excessRights({ ask, namespaces, ownNamespace, signal }: ClusterCheckParts): Promise<readonly Finding[]> {
  const namespace = namespaces?.[0] ?? ownNamespace
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } }
  const answer = await ask({ method: 'POST', path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', json: body }, signal)
  const review = answer.ending === 'ok' ? parsed(rules, answer.body) : null
  if (review === null) return []
  const may = (resource: string, verbs: readonly string[]) =>
    review.status.resourceRules.some(
      (rule) =>
        rule.resources.some((one) => one === '*' || one === resource) && rule.verbs.some((verb) => verb === '*' || verbs.includes(verb)),
    )
  const excess = TOO_MUCH.flatMap(([what, resource, verbs]) => (may(resource, verbs) ? [what] : []))
  if (excess.length === 0) return []
  return [
    {
      state: 'warning',
      what: `these credentials may also ${listed(excess)} in ${namespace}; firstcause never does`,
      remedy: 'Give it an account of its own with the manifests in deploy/rbac/.',
    },
  ]
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
