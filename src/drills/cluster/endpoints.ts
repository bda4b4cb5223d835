import { type Cluster, newMetadata, objectsOfKind } from './cluster.ts'
import { readyPods } from './kubelet.ts'
import type { KubeObject, Metadata, Service } from './objects.ts'
import { podReference } from './scheduler.ts'

const known = new WeakMap<Service, Metadata>()

/** The Endpoints object of every Service as it would stand now: ready pods that its selector picks. */
export function endpointsObjects(cluster: Cluster): KubeObject[] {
  return (objectsOfKind(cluster, 'Service') as Service[])
    .filter((service) => Object.keys(service.spec.selector).length > 0)
    .map((service) => endpointsObject(cluster, service))
}

function endpointsObject(cluster: Cluster, service: Service): KubeObject {
  const { namespace = '', name } = service.metadata
  const wanted = { apiVersion: 'v1', kind: 'Endpoints', namespace, name, manager: 'kube-controller-manager' }
  const metadata = known.get(service) ?? newMetadata(cluster, wanted, Math.min(0, cluster.clock.now - 86_400))
  known.set(service, metadata)
  const addresses = readyPods(cluster, namespace, service.spec.selector).map((pod) => ({
    ip: pod.ip,
    nodeName: pod.run.node,
    targetRef: podReference(pod),
  }))
  const ports = service.spec.ports.map((port) => ({ name: port.name, port: port.targetPort, protocol: port.protocol }))
  return { apiVersion: 'v1', kind: 'Endpoints', metadata, ...(addresses.length === 0 ? {} : { subsets: [{ addresses, ports }] }) }
}
