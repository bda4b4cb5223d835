import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { stringify } from 'yaml'
import { tarOf } from './tar-archive.ts'

// The layouts in which tools keep what a cluster says, made from the same objects. Sources: `oc adm inspect` (openshift/oc, pkg/cli/admin/inspect) and the
// cluster-resources and logs collectors of troubleshoot.sh (replicatedhq/troubleshoot, pkg/collect).

export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown }
  readonly [key: string]: unknown
}

interface PodLog {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly text: string
  readonly isPrevious?: boolean
}

/** What one cluster holds, as a tool may see it. */
export interface ClusterContent {
  readonly objects: readonly KubernetesObject[]
  readonly logs: readonly PodLog[]
}

type Files = Readonly<Record<string, string>>

/** Resource words by kind, where they are not the kind with an `s`. */
const PLURALS: Readonly<Record<string, string>> = { Ingress: 'ingresses', NetworkPolicy: 'networkpolicies', Endpoints: 'endpoints' }
/** Folders of a support bundle that are not the resource word. */
const BUNDLE_FOLDERS: Readonly<Record<string, string>> = {
  Ingress: 'ingress',
  NetworkPolicy: 'network-policy',
  PodDisruptionBudget: 'pod-disruption-budgets',
  PersistentVolumeClaim: 'pvcs',
  ResourceQuota: 'resource-quota',
}

function resourceOf(kind: string): string {
  return PLURALS[kind] ?? `${kind.toLowerCase()}s`
}

function groupOf({ apiVersion }: KubernetesObject): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : 'core'
}

function lists(objects: readonly KubernetesObject[]) {
  const byList = Map.groupBy(objects, ({ apiVersion, kind, metadata }) => JSON.stringify([apiVersion, kind, metadata.namespace ?? null]))
  return [...byList.values()].flatMap((items) => (items[0] === undefined ? [] : [{ first: items[0], items }]))
}

/** A must-gather: lists by namespace and group, cluster-scoped objects one by one, logs of running pods with times. */
export function mustGather({ objects, logs }: ClusterContent): Files {
  const root = 'must-gather.local.1/quay-io-example-must-gather-sha256-0'
  const files: Record<string, string> = {
    'must-gather.local.1/timestamp': '2026-05-27 14:06:00.123456 +0000 UTC m=+0.1\n2026-05-27 14:07:00.654321 +0000 UTC m=+60.2\n',
    [`${root}/version`]: 'openshift/must-gather\n4.20.0\n',
    [`${root}/event-filter.html`]: '<!DOCTYPE html>\n<html><head><title>Events</title></head><body></body></html>\n',
  }
  for (const { first, items } of lists(objects)) {
    const { namespace } = first.metadata
    const resource = resourceOf(first.kind)
    const list = { apiVersion: first.apiVersion, kind: `${first.kind}List`, metadata: { resourceVersion: '7' }, items }
    if (namespace !== undefined) files[`${root}/namespaces/${namespace}/${groupOf(first)}/${resource}.yaml`] = `---\n${stringify(list)}`
    else
      for (const item of items)
        files[`${root}/cluster-scoped-resources/${groupOf(item)}/${resource}/${item.metadata.name}.yaml`] = `---\n${stringify(item)}`
  }
  for (const { namespace, pod, container, text, isPrevious } of logs)
    files[`${root}/namespaces/${namespace}/pods/${pod}/${container}/${container}/logs/${isPrevious ? 'previous' : 'current'}.log`] = text
  return files
}

/** A support bundle: lists by kind and namespace, errors of what could not be listed, reports that are not about objects. */
export function supportBundle({ objects, logs }: ClusterContent, errors: Readonly<Record<string, unknown>> = {}): Files {
  const root = 'support-bundle-2026-05-27T14_06_00'
  const files: Record<string, string> = {
    [`${root}/version.yaml`]: 'apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\nspec:\n  versionNumber: v0.119.0\n',
    [`${root}/analysis.json`]: '[{"name":"a","insight":{"severity":"warn"}}]',
    [`${root}/cluster-info/cluster_version.json`]: '{"info":{"major":"1","minor":"36"},"string":"v1.36.0"}',
    [`${root}/cluster-resources/auth-cani-list/shop.json`]: '[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]',
    [`${root}/cluster-resources/resources.json`]:
      '[{"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","kind":"Pod"}]}]',
    [`${root}/cluster-resources/services-errors.json`]: 'null',
  }
  for (const { first, items } of lists(objects)) {
    const { namespace } = first.metadata
    const folder = BUNDLE_FOLDERS[first.kind] ?? resourceOf(first.kind)
    const list = { apiVersion: first.apiVersion, kind: `${first.kind}List`, metadata: {}, items }
    files[`${root}/cluster-resources/${namespace === undefined ? folder : `${folder}/${namespace}`}.json`] = JSON.stringify(list, null, 2)
  }
  for (const [resource, words] of Object.entries(errors)) files[`${root}/cluster-resources/${resource}-errors.json`] = JSON.stringify(words)
  for (const { namespace, pod, container, text, isPrevious } of logs)
    files[`${root}/cluster-resources/pods/logs/${namespace}/${pod}/${container}${isPrevious ? '-previous' : ''}.log`] = text
  return files
}

/** The same bundle as versions before 2023 wrote it: bare arrays whose items do not say their kind. */
export function oldSupportBundle(content: ClusterContent): Files {
  return Object.fromEntries(
    Object.entries(supportBundle(content)).map(([name, text]) => {
      const parsed: unknown = name.endsWith('.json') ? JSON.parse(text) : null
      if (typeof parsed !== 'object' || parsed === null || !('items' in parsed)) return [name, text]
      const items = (parsed.items as KubernetesObject[]).map(({ apiVersion: _version, kind: _kind, ...item }) => item)
      return [name, JSON.stringify(items, null, 2)]
    }),
  )
}

export function writeFiles(dir: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
    writeFileSync(path.join(dir, name), text)
  }
}

/** All files as one `.tar.gz`. */
export function packFiles(files: Files): Buffer {
  return gzipSync(tarOf(Object.entries(files).map(([name, body]) => ({ path: name, body }))))
}
