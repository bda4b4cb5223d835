import { z } from 'zod'

const text = z.string()
const texts = z.record(z.string(), text)
const textsByKind = z.record(z.string(), texts)

/** One group of similar log lines, as the dump counts them. */
const loggedPattern = z.object({ count: z.number(), sample: text })

/** A finding of the source's own anomaly detection; `time_range` is `from ~ to` in the wall clock of the place, without a zone. */
const detectedAnomaly = z.object({ name: text, type: text.optional(), time_range: text.nullish(), evidence: z.array(text) })
export type DetectedAnomaly = z.infer<typeof detectedAnomaly>

/** Identity of a dump: without a namespace and at least one way in which its objects are printed it is another kind of file. */
export const dumpIdentity = z
  .object({
    namespace: text,
    get: z.record(z.string(), z.unknown()).optional(),
    describe: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ get, describe }) => get !== undefined || describe !== undefined)

/**
 * Every part of `case.json` that is read, each parsed on its own so that one damaged part costs only itself. Values are command
 * output as text unless said otherwise.
 */
export const dumpParts = {
  /** What people reported. */
  query: text,
  /** kind → `kubectl get … -o wide`. */
  get: texts,
  /** kind → `kubectl get … --show-labels`. */
  get_labels: texts,
  /** namespace → `kubectl get events`. */
  events: texts,
  /** kind → name → `kubectl describe`. */
  describe: textsByKind,
  /** application → the manifests it was applied from, YAML documents. */
  app_yaml: texts,
  /** application → who calls it and whom it calls. */
  service_dependencies: texts,
  /** `service:port` → what a connection attempt printed. */
  connectivity: texts,
  /** `node/unit` → `systemctl status` with journal lines. */
  node_service: texts,
  /** application → counted groups of error lines. */
  error_logs: z.record(z.string(), z.object({ patterns: z.array(loggedPattern) })),
  /** application → its newest lines; null where the source has none. */
  recent_logs: z.record(z.string(), z.array(text)).nullable(),
  alerts: z.object({ alerts: z.array(detectedAnomaly) }).partial(),
} as const

type PartName = keyof typeof dumpParts
/** Parts that a dump may lack without having lost anything: what people reported, a second listing, and probes that not everybody may run. */
export const OPTIONAL_PARTS: ReadonlySet<PartName> = new Set([
  'query',
  'get_labels',
  'app_yaml',
  'connectivity',
  'node_service',
  'recent_logs',
  'alerts',
])
/** The usable parts of a dump. A missing or damaged part is absent, which the problems beside it say. */
export type Dump = { readonly [K in PartName]?: z.infer<(typeof dumpParts)[K]> } & { readonly namespace: string }
