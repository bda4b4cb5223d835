import type { Courier } from './delivery/courier.ts'
import type { Events } from './delivery/events.ts'
import type { ResponseUrls } from './interactions/response-urls.ts'
import type { Triggers } from './interactions/triggers.ts'
import type { Limits, Manifest, Secrets } from './options.ts'
import type { Timers } from './timers.ts'
import type { Workspace } from './workspace.ts'

/** What every part of the local Slack works with. Made once in `local-slack.ts`. */
export interface Realm {
  readonly workspace: Workspace
  readonly events: Events
  readonly courier: Courier
  readonly triggers: Triggers
  readonly responseUrls: ResponseUrls
  readonly manifest: Manifest
  readonly limits: Limits
  readonly timers: Timers
  readonly secrets: Secrets
  readonly clock: () => Date
  readonly newId: () => string
  /** Ends in `/local-slack/`. */
  readonly baseUrl: string
  /** Where the app opens its WebSocket; null when events travel by HTTP. */
  readonly socketUrl: (() => string) | null
  /** Folder of uploaded files. */
  readonly filesDir: string
}
