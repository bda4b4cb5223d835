import { z } from 'zod'

const text = z.string().nullish()
const involved = z.object({ kind: z.string().min(1), name: z.string().min(1), namespace: text })
const count = z.number().nullish()

// v1 and events.k8s.io/v1 write the same event under different names.
const eventObject = z
  .object({
    metadata: z.object({ uid: text, creationTimestamp: text }).default({}),
    involvedObject: involved.nullish(),
    regarding: involved.nullish(),
    reason: text,
    type: text,
    message: text,
    note: text,
    count,
    deprecatedCount: count,
    series: z.object({ count, lastObservedTime: text }).nullish(),
    firstTimestamp: text,
    deprecatedFirstTimestamp: text,
    lastTimestamp: text,
    deprecatedLastTimestamp: text,
    eventTime: text,
  })
  .refine((event) => event.involvedObject ?? event.regarding, { error: 'an event is about an object' })

/** A recorded event, as the watch stream wraps it, or bare. Times are RFC 3339 in UTC. */
export const kubernetesEvent = z.union([
  z.object({ object: eventObject, type: text }),
  eventObject.transform((object) => ({ object, type: null })),
])
export type KubernetesEvent = z.infer<typeof kubernetesEvent>

/** The part of a Kubernetes object that every kind has and that the reader looks at; everything else is passed on as it is. */
const objectItself = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    creationTimestamp: z.string().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    managedFields: z
      .array(
        z.looseObject({
          time: z.string().optional(),
          subresource: z.string().optional(),
          manager: z.string().optional(),
          fieldsV1: z.unknown().optional(),
        }),
      )
      .optional(),
  }),
  status: z.record(z.string(), z.unknown()).optional(),
})
export type KubernetesObject = z.infer<typeof objectItself>

/** A recorded object: bare, as a poll writes it, or wrapped with what happened to it, as a watch stream does. */
export const kubernetesObject = z.union([
  z.object({ object: objectItself, type: z.string() }),
  objectItself.transform((object) => ({ object, type: null })),
])
