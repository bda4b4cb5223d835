import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { isAnswered, type Query } from '../../../src/domain/reading.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { openClusterDump } from '../../../src/telemetry/cluster-dump/open-cluster-dump.ts'

const POD = `Name:             basket-6d5f7c9b8-x2x4z
Namespace:        shop
Priority:         0
Service Account:  basket
Node:             node-b/10.0.0.12
Start Time:       Wed, 27 May 2026 16:00:00 +0200
Labels:           app=basket
                  pod-template-hash=6d5f7c9b8
Annotations:      team: carts
Status:           Running
IP:               10.1.2.3
IPs:
  IP:           10.1.2.3
Controlled By:  ReplicaSet/basket-6d5f7c9b8
Containers:
  main:
    Container ID:   containerd://abc
    Image:          registry.shop.example/basket:2.1
    Port:           7100/TCP
    Host Port:      0/TCP
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Wed, 27 May 2026 16:01:00 +0200
      Finished:     Wed, 27 May 2026 16:01:09 +0200
    Ready:          False
    Restart Count:  4
    Limits:
      cpu:     300m
      memory:  64Mi
    Requests:
      cpu:      100m
      memory:   64Mi
    Liveness:   http-get http://:7100/healthz delay=5s timeout=1s period=10s #success=1 #failure=3
    Readiness:  tcp-socket :7100 delay=0s timeout=1s period=10s #success=1 #failure=3
    Environment:
      STORE_ADDR:  store:6379
    Mounts:
      /data from quotes (rw)
Conditions:
  Type              Status
  Ready             False 
  PodScheduled      True 
Volumes:
  quotes:
    Type:       PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)
    ClaimName:  quotes
    ReadOnly:   false
QoS Class:                   Burstable
Node-Selectors:              disk=fast
Tolerations:                 dedicated=carts:NoSchedule
                             node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
Events:
  Type     Reason   Age                From     Message
  ----     ------   ----               ----     -------
  Normal   Pulled   2m                 kubelet  Container image "registry.shop.example/basket:2.1" already present on machine
  Warning  BackOff  10s (x8 over 80s)  kubelet  Back-off restarting failed container main
`

const NODE = `Name:               node-b
Labels:             disk=slow
                    kubernetes.io/hostname=node-b
CreationTimestamp:  Wed, 27 May 2026 08:00:00 +0200
Taints:             dedicated=carts:NoSchedule
Unschedulable:      true
Lease:
  HolderIdentity:  node-b
  RenewTime:       Wed, 27 May 2026 16:05:00 +0200
Conditions:
  Type    Status   LastHeartbeatTime                 LastTransitionTime                Reason              Message
  ----    ------   -----------------                 ------------------                ------              -------
  Ready   Unknown  Wed, 27 May 2026 16:01:00 +0200   Wed, 27 May 2026 16:02:00 +0200   NodeStatusUnknown   Kubelet stopped posting node status.
Allocatable:
  cpu:     8
  memory:  15671352Ki
Events:    <none>
`

const MANIFEST = `apiVersion: v1
kind: Service
metadata: { name: basket, namespace: shop, labels: { app: basket } }
spec:
  selector: { app: basket }
  ports: [{ name: http, port: 80, targetPort: 7100 }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: quotes, namespace: shop }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 2Gi } }, storageClassName: "" }
`

const SERVICE = `Name:              basket
Namespace:         shop
Labels:            app=basket
Annotations:       <none>
Selector:          application=basket
Type:              ClusterIP
IP:                10.68.0.9
Port:              http  80/TCP
TargetPort:        7100/TCP
Endpoints:         
Events:            <none>
`

/** A whole dump of an invented cluster; parts given replace it. */
export function dumpWith(parts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: 'one',
    namespace: 'shop',
    query: 'Baskets cannot be opened.',
    collected_at: '2026-05-27T16:05:04',
    get: { pods: '', serviceaccounts: 'NAME      SECRETS   AGE\nbasket    0         2m\ndefault   0         21d\n' },
    events: {
      shop: 'LAST SEEN   TYPE      REASON    OBJECT                       MESSAGE\n12s         Warning   BackOff   pod/basket-6d5f7c9b8-x2x4z   Back-off restarting failed container main\n',
    },
    describe: { pods: { 'basket-6d5f7c9b8-x2x4z': POD }, nodes: { 'node-b': NODE }, services: { basket: SERVICE } },
    app_yaml: { basket: MANIFEST },
    service_dependencies: {
      basket:
        '[Service]: basket\n[Upstream (Called By)]: storefront\n[Downstream (Calls)]:\nbasket\n├── quotes\n│   └── store  <-- (Database)\n└── orders\n',
    },
    connectivity: {
      'basket:80':
        '=== Service basket:80 Connectivity test report ===\nDebug Pod test results deployed on node-a: basket (10.68.0.9:80) open\nConnection Succeeded\nDebug Pod test results deployed on node-b: Connection Failed',
    },
    node_service: { 'node-b/kubelet': 'Service: kubelet\n     Active: inactive (dead) since Wed 2026-05-27 16:01:00 CEST; 4min ago\n' },
    error_logs: { storefront: { patterns: [{ count: 40, sample: 'dial tcp 10.68.0.9:80: connection refused' }] } },
    recent_logs: { basket: ['one', 'two', 'three'] },
    alerts: {
      alerts: [
        {
          name: 'basket',
          type: 'Service',
          time_range: '2026-05-27 16:02:00 ~ 2026-05-27 16:04:00',
          evidence: ['LATENCY_DEGRADATION [Slow Response] | basket-p95latency: Normal=5.00ms -> Current=70.00ms'],
        },
      ],
    },
    ...parts,
  }
}

/** A folder with that dump (and metrics, when given) that is gone after the test. */
export function writeDump(dump: unknown, metrics?: string): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'cluster-dump-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  writeFileSync(path.join(dir, 'case.json'), typeof dump === 'string' ? dump : JSON.stringify(dump))
  if (metrics !== undefined) writeFileSync(path.join(dir, 'metrics.csv'), metrics)
  return dir
}

/** The answer to one question about that dump. */
export async function readDump<Q extends Query>(query: Q, dump: unknown = dumpWith(), metrics?: string) {
  const telemetry = await openClusterDump(writeDump(dump, metrics))
  return telemetry.read(query, { signal: new AbortController().signal })
}

/** The rows of an answer; fails the test when there are none. */
export async function rowsOf<K extends Query['kind']>(
  query: Query & { readonly kind: K },
  dump?: unknown,
  metrics?: string,
): Promise<readonly Rows[K][]> {
  const reading = await readDump(query, dump, metrics)
  if (!isAnswered(reading)) throw new Error(`${query.kind}: ${reading.why}`)
  return reading.rows
}
