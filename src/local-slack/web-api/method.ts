import { z } from 'zod'
import { type JsonObject, SlackRefusal } from '../model.ts'
import type { Realm } from '../realm.ts'

/** How often a method may be called: a tier of Slack's, the special rule for posting, or unlimited. */
export type Rate = 1 | 2 | 3 | 4 | 'post' | 'none'

/** One Web API method, ready to be called with unchecked arguments. */
export interface Method {
  readonly token: 'bot' | 'app' | 'none'
  /** One of these is enough; empty means that every token may. */
  readonly scopes: readonly string[]
  readonly rate: Rate
  /** Refuses with a `SlackRefusal`; the answer lacks only `ok: true`. */
  readonly run: (realm: Realm, args: unknown) => JsonObject | Promise<JsonObject>
}

interface MethodSpec<Schema extends z.ZodType> {
  readonly token?: Method['token']
  readonly scopes?: readonly string[]
  readonly rate: Rate
  readonly input: Schema
  readonly run: (realm: Realm, input: z.infer<Schema>) => JsonObject | Promise<JsonObject>
}

/** Makes a method from its argument schema and its effect. A missing or malformed argument is `invalid_arguments`, naming it. */
export function method<Schema extends z.ZodType>(spec: MethodSpec<Schema>): Method {
  return {
    token: spec.token ?? 'bot',
    scopes: spec.scopes ?? [],
    rate: spec.rate,
    run(realm, args) {
      const input = spec.input.safeParse(args)
      if (!input.success) throw refusalOf(input.error)
      return spec.run(realm, input.data)
    },
  }
}

function refusalOf(error: z.ZodError): SlackRefusal {
  const named = error.issues.find((issue) => issue.message.startsWith(REFUSE))
  if (named) return new SlackRefusal(named.message.slice(REFUSE.length))
  const messages = error.issues.map((issue) =>
    issue.code === 'invalid_type' && issue.input === undefined
      ? `[ERROR] missing required field: ${issue.path.join('/')}`
      : `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`,
  )
  return new SlackRefusal('invalid_arguments', { response_metadata: { messages } })
}

const REFUSE = 'refuse:'

/** Arguments arrive as text in forms and as JSON values in JSON bodies; both are accepted as Slack does. */
export const flag = z.union([z.boolean(), z.enum(['true', '1', 'false', '0']).transform((text) => text === 'true' || text === '1')])

export const count = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.number().int().min(1).max(1000))

/** A structured argument: JSON text in forms. Text that is no JSON is refused with `error`. */
export function structured<Schema extends z.ZodType>(schema: Schema, error: string) {
  return z
    .unknown()
    .transform((value, context) => {
      if (typeof value !== 'string') return value
      try {
        return JSON.parse(value) as unknown
      } catch {
        context.addIssue({ code: 'custom', message: REFUSE + error })
        return z.NEVER
      }
    })
    .pipe(schema)
}
