import { type Clock, columnMilli } from '../clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { type Pod, isUp } from '../cluster/pod.ts'
import { cpuCores, memoryBytes } from '../cluster/quantity.ts'
import { pythonDict } from './python-literal.ts'
import { openTsv, type TsvFile } from './tsv.ts'

const POD_METRIC_HEADER = ['metric_name', 'timestamp', 'value', 'pod_name', 'namespace', 'tags'] as const
const BLOCK_NAMES = 5
const PAUSE_BYTES = 233_472

interface Sample {
  readonly at: number
  readonly cpuSeconds: number
  readonly throttledSeconds: number
  readonly memoryBytes: number
}

type Track = { readonly pod: Pod; readonly samples: Sample[] }

type GaugesOf = (pod: Pod) => readonly { readonly name: string; valueAt(seconds: number): number }[]

export interface PodMetrics {
  /** Takes one sample of every pod whose process runs on a node that answers. */
  scrape(cluster: Cluster, at: number): void
  /** Writes one file per pod into `folder`, the kubelet's metrics and then what the pod's exporter says; answers how many. */
  write(folder: string, clock: Clock, gaugesOf: GaugesOf): number
}

/** What the kubelet's metrics say about each pod over time. A replaced pod keeps its own file, which just stops. */
export function createPodMetrics(): PodMetrics {
  const tracks = new Map<string, Track>()
  return {
    scrape({ pods, downNodes }, at) {
      for (const pod of pods.values()) {
        if (!isUp(pod) || downNodes.has(pod.run.node ?? '')) continue
        const track = tracks.get(pod.metadata.uid) ?? { pod, samples: [] }
        tracks.set(pod.metadata.uid, track)
        const { cpuSeconds, throttledSeconds, memoryBytes } = pod.run
        track.samples.push({ at, cpuSeconds, throttledSeconds, memoryBytes })
      }
    },
    write(folder, clock, gaugesOf) {
      for (const { pod, samples } of tracks.values()) {
        const file = openTsv(`${folder}/pod_${pod.metadata.name}_raw.tsv`, POD_METRIC_HEADER)
        const exported = gaugesOf(pod).map((gauge): Metric => ({
          name: gauge.name,
          of: ['exporter'],
          value: ({ at }) => gauge.valueAt(at),
        }))
        for (const metrics of [...BLOCKS, exported]) writeBlock(file, clock, { track: { pod, samples }, metrics })
        file.close()
      }
      return tracks.size
    },
  }
}

type Labelled = 'app' | 'pause' | 'pod' | 'exporter'

interface Metric {
  readonly name: string
  /** One line per label set: the app, the pause container, the whole pod, or an exporter beside the app. */
  readonly of: readonly Labelled[]
  value(sample: Sample, pod: Pod): number
}

const METRICS: readonly Metric[] = [
  { name: 'container_cpu_usage_seconds_total', of: ['app', 'pod'], value: (sample) => sample.cpuSeconds },
  { name: 'container_cpu_cfs_periods_total', of: ['app'], value: (sample) => Math.round(sample.at * 10 + 5000) },
  { name: 'container_cpu_cfs_throttled_periods_total', of: ['app'], value: (sample) => Math.round(sample.throttledSeconds * 8) },
  { name: 'container_cpu_cfs_throttled_seconds_total', of: ['app'], value: (sample) => sample.throttledSeconds },
  { name: 'container_memory_working_set_bytes', of: ['app', 'pause', 'pod'], value: (sample) => Math.round(sample.memoryBytes) },
  { name: 'container_memory_rss', of: ['app', 'pause'], value: (sample) => Math.round(sample.memoryBytes * 0.93) },
  { name: 'container_memory_usage_bytes', of: ['app', 'pause'], value: (sample) => Math.round(sample.memoryBytes * 1.06) },
  { name: 'container_memory_failcnt', of: ['app'], value: () => 0 },
  { name: 'cluster:namespace:pod_cpu:active:kube_pod_container_resource_limits', of: ['app'], value: (_, pod) => limitOf(pod, 'cpu') },
  {
    name: 'cluster:namespace:pod_memory:active:kube_pod_container_resource_limits',
    of: ['app'],
    value: (_, pod) => limitOf(pod, 'memory'),
  },
]

const BLOCKS: readonly (readonly Metric[])[] = [METRICS.slice(0, BLOCK_NAMES), METRICS.slice(BLOCK_NAMES)]

function writeBlock(file: TsvFile, clock: Clock, { track, metrics }: { track: Track; metrics: readonly Metric[] }): void {
  const lines = metrics.flatMap((metric) => metric.of.map((who) => ({ metric, who, tags: tagsOf(track.pod, metric.name, who) })))
  for (const sample of track.samples) {
    const time = columnMilli(clock, sample.at)
    for (const { metric, who, tags } of lines) {
      const value = who === 'pause' ? PAUSE_BYTES : metric.value(sample, track.pod)
      const cells = [metric.name, time, numberText(value), track.pod.metadata.name, track.pod.metadata.namespace ?? '', tags]
      file.add(cells)
      file.add(cells)
    }
  }
}

/** Python prints floats with a point. */
export function numberText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(Number(value.toFixed(6)))
}

function limitOf(pod: Pod, resource: 'cpu' | 'memory'): number {
  const text = pod.spec.containers[0].resources.limits[resource]
  if (text === undefined) return 0
  return resource === 'cpu' ? cpuCores(text) : memoryBytes(text)
}

function tagsOf(pod: Pod, metric: string, who: Labelled): string {
  const container = pod.spec.containers[0]
  const { namespace = '', name } = pod.metadata
  if (who === 'exporter') return pythonDict({ __name__: metric, container: 'exporter', instance: `${pod.ip}:9100`, namespace, pod: name })
  return pythonDict({
    __name__: metric,
    ...(who === 'app' ? { container: container.name, image: container.image } : {}),
    ...(who === 'pause' ? { image: 'registry.k8s.io/pause:3.10', name: `${pod.metadata.uid}-sandbox` } : {}),
    endpoint: 'https-metrics',
    id: `/kubepods/burstable/pod${pod.metadata.uid}${who === 'pod' ? '' : `/${who}`}`,
    instance: `${pod.run.node ?? 'unknown'}:10250`,
    job: 'kubelet',
    metrics_path: '/metrics/cadvisor',
    namespace: pod.metadata.namespace ?? '',
    node: pod.run.node ?? '',
    pod: pod.metadata.name,
    prometheus: 'monitoring/main',
    service: 'kubelet',
  })
}
