import { openRecorded } from '../telemetry/open.ts'
import { createTasks } from './run-tasks.ts'
import { serve } from './serve.ts'

// A process of the pool: composes what a run needs, as main does. No database, no Slack, no key.

serve(createTasks({ openRecorded, clock: () => new Date() }))
