import { openRecorded } from '../telemetry/open.ts'
import { createTasks, type TaskParts } from './run-tasks.ts'
import { serve } from './serve.ts'

// A process of the pool: composes what a run needs, as main does. No database, no Slack, no key.

// Most runs read a folder.
const openLive: TaskParts['openLive'] = async (...live) => (await import('../telemetry/live/open-live.ts')).openLive(...live)

serve(createTasks({ openRecorded, openLive, clock: () => new Date() }))
