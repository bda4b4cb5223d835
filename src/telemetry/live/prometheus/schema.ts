import { z } from 'zod'

/** Longest label value, warning or annotation that is kept, in characters; names in it are read by people. */
const MAX_TEXT_CHARS = 1024

const text = z.string().transform((value) => (value.length > MAX_TEXT_CHARS ? `${value.slice(0, MAX_TEXT_CHARS)}…` : value))
const labels = z.record(z.string(), text)
/** Unix seconds, and the value as text, because JSON has no NaN. */
const sample = z.tuple([z.number(), z.string()])

/** How every answer begins (Prometheus "HTTP API", Format overview). `isPartial` is VictoriaMetrics' cluster saying that a storage node did not answer. */
export const envelope = z.object({
  status: z.literal('success'),
  data: z.unknown().optional(),
  warnings: z.array(text).optional(),
  infos: z.array(text).optional(),
  isPartial: z.boolean().optional(),
})

export const refusal = z.object({ status: z.literal('error'), errorType: text, error: text })

export const names = z.array(z.string())

const seriesOverTime = z.object({ metric: labels, values: z.array(sample).optional() })
export const matrix = z
  .object({ resultType: z.literal('matrix'), result: z.array(seriesOverTime) })
  .transform(({ result }) => result.map(({ metric, values }) => ({ labels: metric, values: values ?? [] })))
export type Matrix = z.infer<typeof matrix>

const seriesAtOnce = z.object({ metric: labels, value: sample.optional() })
export const vector = z
  .object({ resultType: z.literal('vector'), result: z.array(seriesAtOnce) })
  .transform(({ result }) =>
    result.flatMap(({ metric, value }) => (value ? [{ labels: metric, at: value[0], value: Number(value[1]) }] : [])),
  )

const activeAlert = z.object({
  labels,
  annotations: labels.optional(),
  state: z.string(),
  activeAt: z.coerce.date().optional().catch(undefined),
  value: z.string().optional(),
})
const rule = z.object({
  type: z.string(),
  name: text,
  labels: labels.optional(),
  annotations: labels.optional(),
  health: z.string().optional(),
  lastError: text.optional(),
  alerts: z.array(activeAlert).nullish(),
})
export const rules = z
  .object({ groups: z.array(z.object({ name: text, interval: z.number().optional(), rules: z.array(rule) })).nullish() })
  .transform(({ groups }) => groups ?? [])
export type RuleGroups = z.infer<typeof rules>

/** How the server was built. VictoriaMetrics says nothing (1.79) or only the Prometheus version that it stands for (1.151). */
export const buildInfo = z
  .object({ version: text.optional(), application: text.optional(), goVersion: text.optional() })
  .nullish()
  .transform((info) => ({ version: info?.version || null, application: info?.application ?? null, isVictoriaMetrics: !info?.goVersion }))
export type BuildInfo = z.infer<typeof buildInfo>
