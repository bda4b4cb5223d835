import { z } from 'zod'
import type { Timers } from './timers.ts'

/** How the app wants to receive events, interactions and commands: over its own WebSocket, or as signed requests to `url`. */
export type DeliveryOptions = { readonly kind: 'socket' } | { readonly kind: 'http'; readonly url: string; readonly signingSecret?: string }

/** Slack's figures (docs.slack.dev); a test may change one to reach the limit sooner. Times in ms, rates in calls. */
export interface Limits {
  /** An acknowledgement later than this counts as failed. */
  readonly ackMs: number
  /** Waits before the second, third and fourth attempt of an event. */
  readonly retryDelaysMs: readonly number[]
  readonly triggerMs: number
  readonly responseUrlMs: number
  readonly responseUrlUses: number
  /** A stream ends by itself after this long, however busy it is. */
  readonly streamMs: number
  /** A thread status disappears after this long without a message. */
  readonly statusMs: number
  /** Completing an upload is asynchronous: `files.info` shows the file's shape only after this long. */
  readonly fileReadyMs: number
  readonly socketsPerApp: number
  readonly postsPerSecondPerChannel: number
  readonly postBurstPerChannel: number
  readonly postsPerMinute: number
  readonly tierPerMinute: Readonly<Record<1 | 2 | 3 | 4, number>>
}

export const SLACK_LIMITS: Limits = {
  ackMs: 3_000,
  retryDelaysMs: [0, 60_000, 300_000],
  triggerMs: 3_000,
  responseUrlMs: 30 * 60_000,
  responseUrlUses: 5,
  streamMs: 5 * 60_000,
  statusMs: 2 * 60_000,
  fileReadyMs: 300,
  socketsPerApp: 10,
  postsPerSecondPerChannel: 1,
  postBurstPerChannel: 5,
  postsPerMinute: 240,
  tierPerMinute: { 1: 1, 2: 20, 3: 50, 4: 100 },
}

/** The parts of an app manifest that change how Slack behaves towards the app. Everything else in the file is left alone. */
export const manifestSchema = z.object({
  display_information: z.object({ name: z.string() }),
  features: z
    .object({
      bot_user: z.object({ display_name: z.string() }).optional(),
      app_home: z.object({ home_tab_enabled: z.boolean().optional(), messages_tab_enabled: z.boolean().optional() }).optional(),
      slash_commands: z
        .array(z.object({ command: z.string(), description: z.string().optional(), usage_hint: z.string().optional() }))
        .optional(),
      shortcuts: z.array(z.object({ name: z.string(), type: z.enum(['message', 'global']), callback_id: z.string() })).optional(),
    })
    .optional(),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()).optional(), bot_optional: z.array(z.string()).optional() }) }),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).optional() }).optional(),
      interactivity: z.object({ is_enabled: z.boolean() }).optional(),
    })
    .optional(),
})
export type Manifest = z.infer<typeof manifestSchema>

export interface LocalSlackOptions {
  /** Where the transcript is kept; the folder is made when missing. */
  readonly dataDir: string
  readonly clock: () => Date
  readonly newId: () => string
  /** The parsed `manifest.yml`. Throws a ZodError naming the field when it is not a manifest. */
  readonly manifest: unknown
  readonly delivery: DeliveryOptions
  readonly limits?: Partial<Limits>
  readonly timers?: Timers
  /** Tokens and secret, when a test wants to choose them; otherwise made once and kept in the transcript. */
  readonly secrets?: Secrets
}

export interface Secrets {
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
}
