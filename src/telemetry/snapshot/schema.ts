import { z } from 'zod'

/** An alert as the rule engine lists it. `activeAt` is RFC 3339 in UTC with up to nine digits; `value` a number as text. */
export const recordedAlert = z.object({
  labels: z.record(z.string(), z.coerce.string()),
  annotations: z.record(z.string(), z.coerce.string()).default({}),
  state: z.string().default('firing'),
  activeAt: z.string().optional(),
  value: z.union([z.string(), z.number()]).nullish(),
})
export type RecordedAlert = z.infer<typeof recordedAlert>

/** The shapes of an alert file: a bare list, or wrapped as the query API answers. Entries are checked one by one. */
export const alertFile = z.union([
  z.array(z.unknown()).transform((alerts) => ({ alerts, timestamp: null })),
  z
    .object({ data: z.object({ alerts: z.array(z.unknown()) }), timestamp: z.string().optional() })
    .transform(({ data, timestamp }) => ({ alerts: data.alerts, timestamp: timestamp ?? null })),
  z
    .object({ alerts: z.array(z.unknown()), timestamp: z.string().optional() })
    .transform(({ alerts, timestamp }) => ({ alerts, timestamp: timestamp ?? null })),
])
