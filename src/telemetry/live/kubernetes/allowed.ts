import type { AllowedRequest } from '../../http/allowed.ts'
import { JOURNALED, listPath, LISTED, logPath, type ListedKind } from './kinds.ts'

/** Every request that is made of an API server. The manifests in `deploy/rbac/` grant what these need, and nothing else. */
export const KUBERNETES_REQUESTS: readonly AllowedRequest[] = [
  { method: 'GET', path: '/version', reads: 'the version of the API server' },
  ...LISTED.map((kind): AllowedRequest => ({ method: 'GET', path: listPath(kind, null), reads: `every ${kind.kind}${watched(kind)}` })),
  ...LISTED.filter(({ isNamespaced }) => isNamespaced).map((kind): AllowedRequest => ({
    method: 'GET',
    path: listPath(kind, '{namespace}'),
    reads: `every ${kind.kind} of one namespace${watched(kind)}`,
  })),
  { method: 'GET', path: '/api/v1/namespaces/{namespace}', reads: 'whether a namespace exists' },
  { method: 'GET', path: logPath('{namespace}', '{pod}'), reads: 'the log of one container, running or ended' },
  {
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    reads: 'what these credentials may do in a namespace; it stores nothing',
  },
]

function watched(kind: ListedKind): string {
  return JOURNALED.includes(kind) ? ', and with watch=1 its changes as they come' : ''
}
