import { randomUUID } from 'node:crypto'
import { Agent, request } from 'undici'
import { vi } from 'vitest'
import type { ServedObject } from '../../benchmarks/live/object-api.ts'
import { openHttp, type HttpReader } from '../../src/telemetry/http/open-http.ts'
import { openKubeconfig, type ClusterAccess } from '../../src/telemetry/link/kubeconfig.ts'

/** Kubeconfigs of a real Kubernetes, or a sentence for the skip where there is none. */
export function findRealCluster():
  | { readonly admin: string; readonly reader: string; readonly stranger: string }
  | { readonly missing: string } {
  const { TEST_KUBECONFIG: admin, TEST_KUBECONFIG_READER: reader, TEST_KUBECONFIG_STRANGER: stranger } = process.env
  if (admin && reader && stranger) return { admin, reader, stranger }
  return { missing: 'no Kubernetes was given: set TEST_KUBECONFIG, TEST_KUBECONFIG_READER and TEST_KUBECONFIG_STRANGER' }
}

/** Kinds that tests create, with their paths. */
const CREATED: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  Service: '/api/v1/namespaces/{namespace}/services',
  ConfigMap: '/api/v1/namespaces/{namespace}/configmaps',
  Deployment: '/apis/apps/v1/namespaces/{namespace}/deployments',
  Role: '/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/roles',
  RoleBinding: '/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/rolebindings',
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
}
const PODS = '/api/v1/namespaces/{namespace}/pods'

/** A namespace of its own on the real cluster, with what a test makes in it as the administrator. */
export class RealNamespace {
  readonly name = `test-${randomUUID().slice(0, 8)}`
  readonly #http: HttpReader

  readonly #access: ClusterAccess

  private constructor(http: HttpReader, access: ClusterAccess) {
    this.#http = http
    this.#access = access
  }

  static async make(kubeconfig: string): Promise<RealNamespace> {
    const access = await openKubeconfig({ file: kubeconfig }, () => performance.now())
    const writes = Object.values(CREATED).map((path) => ({ method: 'POST' as const, path, reads: 'made by a test' }))
    const http = openHttp({ ...access, allowed: [...writes, { method: 'GET', path: PODS, reads: 'pods' }], limits: { retries: 0 } })
    const made = new RealNamespace(http, access)
    await made.create({ kind: 'Namespace', metadata: { name: made.name } })
    return made
  }

  /** Makes an object; one outside of namespaces that is there already is left as it is. */
  async create(object: ServedObject): Promise<void> {
    const path = (CREATED[object.kind] ?? '').replace('{namespace}', this.name)
    const answer = await this.#http.ask({ method: 'POST', path, json: object }, new AbortController().signal)
    if (answer.ending !== 'ok' && answer.status !== HTTP_CONFLICT)
      throw new Error(`${object.kind} ${object.metadata.name}: ${answer.why} ${answer.body}`)
  }

  /** Puts an object in the place of the one with its name. The product's own reader knows no way to change anything. */
  async replace(object: ServedObject): Promise<void> {
    const { address, authorization, tls } = this.#access
    const path = `${(CREATED[object.kind] ?? '').replace('{namespace}', this.name)}/${object.metadata.name}`
    const dispatcher = new Agent({ connect: { ...tls } })
    const token = (await authorization?.()) ?? null
    const headers = { 'content-type': 'application/json', ...(token === null ? {} : { authorization: token }) }
    const answer = await request(`${address}${path}`, { method: 'PUT', dispatcher, headers, body: JSON.stringify(object) })
    const body = await answer.body.text()
    await dispatcher.close()
    if (answer.statusCode !== HTTP_OK) throw new Error(`${path}: ${answer.statusCode} ${body}`)
  }

  /** Resolves when a container of this namespace waits for this reason. */
  async untilOneWaits(reason: string): Promise<void> {
    await vi.waitFor(
      async () => {
        const answer = await this.#http.ask({ method: 'GET', path: PODS.replace('{namespace}', this.name) }, new AbortController().signal)
        if (answer.ending !== 'ok' || !answer.body.includes(`"waiting":{"reason":"${reason}"`))
          throw new Error(`no container waits for ${reason}`)
      },
      { timeout: 60_000, interval: 500 },
    )
  }

  close(): Promise<void> {
    return this.#http.close()
  }
}

const HTTP_OK = 200
const HTTP_CONFLICT = 409

/** A Deployment of one container, which prints a line and waits. */
export function sleeping(name: string, image: string): ServedObject {
  const labels = { app: name }
  const container = { name, image, command: ['sh', '-c', `echo "${name} serves"; sleep 3600`] }
  return {
    kind: 'Deployment',
    metadata: { name },
    apiVersion: 'apps/v1',
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } },
  }
}
