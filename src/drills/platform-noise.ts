import { isoMicro } from './clock.ts'
import { createNamespace } from './cluster/bootstrap.ts'
import { type Cluster, createObject, markChanged } from './cluster/cluster.ts'
import { refer } from './cluster/replica-sets.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

const PLATFORM_NAMESPACES = ['kube-system', 'monitoring', 'chaos-mesh', 'ingress'] as const
const LEADER_EVERY_SECONDS = 20
const VOLUME_EVERY_SECONDS = 170

/** Objects of the platform itself, older than the recording. */
export function createPlatform(cluster: Cluster): void {
  for (const namespace of PLATFORM_NAMESPACES) createNamespace(cluster, namespace)
  createObject(cluster, { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'ingress', name: 'ingress-leader', data: {} })
  createObject(cluster, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'kube-system',
    name: 'extension-apiserver-authentication',
    data: { client: 'certificate' },
  })
  for (const plural of ['schedules', 'networkchaos', 'podchaos', 'stresschaos', 'httpchaos']) {
    const name = `${plural}.chaos-mesh.org`
    createObject(cluster, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name,
      spec: { group: 'chaos-mesh.org', scope: 'Namespaced' },
    })
  }
}

/** What a platform does all day: leaders renew their leases, recorders come and go, volumes refuse to be deleted. */
export function stepPlatform(world: World, random: Random): void {
  const { cluster, clock } = world
  const second = Math.floor(clock.now)
  if (second % LEADER_EVERY_SECONDS === 0) renewLeader(cluster)
  if (second === 5) cluster.events.expire(() => false)
  if (second === 120) startRecorder(cluster, random)
  if (second > 0 && second % VOLUME_EVERY_SECONDS === 0) refuseVolume(cluster, random)
}

function renewLeader(cluster: Cluster): void {
  const lease = cluster.objects.get('ingress/ConfigMap/ingress-leader')
  if (!lease) return
  lease.metadata.annotations['control-plane.alpha.kubernetes.io/leader'] = JSON.stringify({
    holderIdentity: 'ingress-7f9c',
    leaseDurationSeconds: 30,
    renewTime: isoMicro(cluster.clock, cluster.clock.now),
  })
  markChanged(cluster, lease, { manager: 'nginx-ingress-controller', paths: ['metadata.annotations'] })
}

/** Whoever records the incident creates a namespace and a job of its own, just before things happen. */
function startRecorder(cluster: Cluster, random: Random): void {
  const namespace = `incident-recorder-${random.integer(100, 999)}`
  createNamespace(cluster, namespace)
  const config = createObject(cluster, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace,
    name: 'recorder-settings',
    data: { 'settings.yaml': 'interval: 60s\n' },
  })
  for (const reason of ['Scheduled', 'Pulled', 'Created', 'Started'] as const) {
    const target = { ...refer(config), kind: 'Pod', name: 'recorder-0' }
    cluster.events.emit({ target, reason, message: `${reason} container recorder`, component: 'kubelet' })
  }
}

function refuseVolume(cluster: Cluster, random: Random): void {
  const target = { apiVersion: 'v1', kind: 'PersistentVolume', name: `pvc-${random.integer(1000, 9999)}`, uid: 'released-volume' }
  const message = 'rpc error: code = Internal desc = could not delete volume: volume is still attached to a node'
  cluster.events.emit({ target, reason: 'VolumeFailedDelete', message, severity: 'Warning', component: 'csi-controller' })
}
