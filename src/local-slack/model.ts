/** Slack's own field names, as they travel in JSON. Only what the local Slack keeps. */
export interface User {
  readonly id: string
  readonly name: string
  readonly realName: string
  readonly title: string
  readonly isBot: boolean
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im'
  readonly topic: string
  readonly members: readonly string[]
  readonly created: number
}

/** A block as it was accepted; its shape was checked on the way in. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }
export type JsonObject = { readonly [key: string]: Json | undefined }
/** A JSON value as text; empty for what is no text, number or boolean. */
export function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export type Block = JsonObject & { readonly type: string; readonly block_id: string }

interface Reaction {
  readonly name: string
  readonly users: readonly string[]
}

export interface Message {
  readonly channel: string
  readonly ts: string
  readonly thread_ts?: string
  readonly subtype?: 'tombstone' | 'thread_broadcast' | 'channel_join'
  readonly user: string
  readonly bot_id?: string
  readonly text: string
  readonly blocks?: readonly Block[]
  readonly metadata?: JsonObject
  readonly edited?: { readonly user: string; readonly ts: string }
  readonly reactions?: readonly Reaction[]
  readonly files?: readonly string[]
  readonly client_msg_id?: string
  /** Who alone sees it. Set on ephemeral messages only; those are in no history and no transcript. */
  readonly visibleTo?: string
  /** When it was started as a stream and has not been stopped. */
  readonly streamingUntil?: number
}

export interface View {
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly userId: string
  readonly hash: string
  readonly rootId: string
  readonly previousId: string | null
  /** `title`, `blocks`, `submit`, `close`, `private_metadata`, `callback_id` and so on, as the app gave them. */
  readonly content: JsonObject
  readonly blocks: readonly Block[]
  /** What the person entered so far: block_id → action_id → value object as Slack reports it. */
  readonly values: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>
}

export interface UploadedFile {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly mimetype: string
  readonly sizeBytes: number
  readonly altText: string
  readonly state: 'awaiting_upload' | 'uploaded' | 'completing' | 'ready'
  readonly user: string
  readonly created: number
}

/** What the people of the workspace see as it happens. The page and the test driver listen to these. */
export type Happening =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'message_deleted'; readonly channel: string; readonly ts: string; readonly threadTs: string | null }
  | { readonly kind: 'channel'; readonly channel: Channel }
  | { readonly kind: 'view'; readonly userId: string; readonly view: View }
  | { readonly kind: 'view_closed'; readonly userId: string; readonly viewId: string; readonly allCleared: boolean }
  | { readonly kind: 'home'; readonly userId: string }
  | { readonly kind: 'status'; readonly channel: string; readonly threadTs: string; readonly status: string }
  | { readonly kind: 'notice'; readonly userId: string; readonly text: string }

/** Something that Slack refuses; `error` is Slack's own code. Extra fields travel in the answer beside it. */
export class SlackRefusal extends Error {
  readonly error: string
  readonly extra: JsonObject

  constructor(error: string, extra: JsonObject = {}) {
    super(error)
    this.name = 'SlackRefusal'
    this.error = error
    this.extra = extra
  }
}
