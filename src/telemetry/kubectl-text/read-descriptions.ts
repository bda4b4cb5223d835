import { findBlock, readDescription, type Block } from './describe-block.ts'
import { readEndpoints, readNamed, readService } from './objects/network.ts'
import { readNode } from './objects/node.ts'
import { readResourceQuota } from './objects/quota.ts'
import { readPersistentVolume, readPersistentVolumeClaim, readStorageClass } from './objects/storage.ts'
import { readPod, readWorkload } from './objects/workloads.ts'
import type { Problem } from '../../domain/reading.ts'
import { describedKind } from './described-kind.ts'
import { readDescribedEvents } from './event-tables.ts'
import { readCustom } from './objects/custom.ts'
import { readCronJob, readJob } from './objects/jobs.ts'
import { readAutoscaler, readDisruptionBudget, readLimitRange } from './objects/policies.ts'
import { readConfigMap, readSecret } from './objects/settings.ts'
import { readIngress, readNetworkPolicy } from './objects/traffic.ts'
import { splitDescriptions, type Description } from './split-descriptions.ts'
import type { PrintedContext, PrintedObject, PrintedText } from './written.ts'

type Reader = (fields: readonly Block[], text: string) => Readonly<Record<string, unknown>>

// A map and no object: the kind may be a word of a foreign file, and every object has a `constructor`.
const READERS = new Map<string, Reader>(
  Object.entries({
    Pod: readPod,
    Deployment: readWorkload,
    ReplicaSet: readWorkload,
    StatefulSet: readWorkload,
    DaemonSet: readWorkload,
    Job: readJob,
    CronJob: readCronJob,
    Service: readService,
    Endpoints: readEndpoints,
    Ingress: readIngress,
    NetworkPolicy: readNetworkPolicy,
    HorizontalPodAutoscaler: readAutoscaler,
    PodDisruptionBudget: readDisruptionBudget,
    Node: readNode,
    PersistentVolumeClaim: readPersistentVolumeClaim,
    PersistentVolume: readPersistentVolume,
    StorageClass: readStorageClass,
    ConfigMap: readConfigMap,
    Secret: readSecret,
    ResourceQuota: (_fields: readonly Block[], text: string) => readResourceQuota(text),
    LimitRange: readLimitRange,
    ServiceAccount: readNamed,
    Namespace: readNamed,
  }),
)
/** Kinds of which a description tells too little to be taken for the object: its events are read all the same. */
const TOO_LITTLE = new Set(['EndpointSlice'])

/**
 * The objects that `kubectl describe` printed, in the shape of the API, and their events. A text that is none of its output, or none in English, gives
 * a problem that says so. Never throws.
 */
export function readDescriptions(text: string, context: PrintedContext): PrintedText {
  const descriptions = splitDescriptions(text)
  if (descriptions.length === 0) return { objects: [], events: [], problems: [unreadable(context.file, text)] }
  const parts = descriptions.map((description) => readOne(description, context, descriptions.length))
  return {
    objects: parts.flatMap(({ objects }) => objects),
    events: parts.flatMap(({ events }) => events),
    problems: parts.flatMap(({ problems }) => problems),
  }
}

function readOne({ text, line }: Description, context: PrintedContext, of: number): PrintedText {
  const locator = `${context.file}#${line}`
  const fields = readDescription(text)
  const kind = describedKind(fields, text)
  const lost = (what: string): PrintedText => ({
    objects: [],
    events: [],
    problems: [{ where: context.file, record: line, what, unreadable: { count: 1, of, unit: 'records' } }],
  })
  if (kind === null) return lost('it describes an object of a kind that is not told by its fields')
  try {
    const value = { kind, ...(READERS.get(kind) ?? readCustom)(fields, text) }
    const events = readDescribedEvents(findBlock(fields, 'Events')?.body ?? [], { kind, value, locator, takenAt: context.takenAt })
    return { objects: TOO_LITTLE.has(kind) ? [] : [{ locator, value }], events, problems: [] } satisfies {
      objects: PrintedObject[]
    } & PrintedText
  } catch {
    return lost(`it describes a ${kind} in a way that is not understood`)
  }
}

/** The same fields in another language end the same way: `Nombre:`, `名前:`. */
const KEYS = /^[^\s:：][^:：\n]{0,40}[:：][ \u3000]+\S/gm
/** So many lines of this form make a text a description that somebody translated. */
const MIN_KEYS = 3

function unreadable(file: string, text: string): Problem {
  const isTranslated = [...text.matchAll(KEYS)].length >= MIN_KEYS
  const what = isTranslated
    ? 'it reads like `kubectl describe` in other words than the English ones, which are the only ones that are understood; run it with LC_ALL=C'
    : 'it is no output of `kubectl describe`'
  return { where: file, record: null, what }
}
