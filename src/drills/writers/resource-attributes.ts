import type { Pod } from '../cluster/pod.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import { pythonDict } from './python-literal.ts'

const known = new WeakMap<Pod, string>()

/** Who sent a span or log record. The text is kept per pod: it is on every row. */
export function resourceAttributes(pod: Pod, unit: ServiceUnit): string {
  const before = known.get(pod)
  if (before !== undefined) return before
  const text = pythonDict({
    'host.name': pod.metadata.name,
    'k8s.deployment.name': unit.workload,
    'k8s.namespace.name': unit.namespace,
    'k8s.node.name': pod.run.node ?? '',
    'k8s.pod.ip': pod.ip,
    'k8s.pod.name': pod.metadata.name,
    'k8s.pod.uid': pod.metadata.uid,
    'service.instance.id': pod.metadata.uid,
    'service.name': unit.name,
    'service.namespace': unit.namespace,
    'service.version': unit.image.slice(unit.image.lastIndexOf(':') + 1),
    'telemetry.sdk.language': unit.language,
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.version': '1.38.0',
  })
  known.set(pod, text)
  return text
}
