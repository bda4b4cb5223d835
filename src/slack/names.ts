// Names that Slack carries back to us. `handlers/index.ts` binds them, the builders put them on buttons and views.

export const ACTIONS = {
  stop: 'stop_run',
  approve: 'verdict_confirmed',
  partly: 'verdict_partial',
  wrong: 'verdict_rejected',
  change: 'verdict_change',
  escalate: 'escalate',
  receipts: 'show_receipts',
  rivals: 'show_rivals',
  trueCause: 'true_cause',
} as const

export const VIEWS = { correction: 'correction' } as const

/** `metadata.event_type` of every message we post; its payload carries the key of the intended post. */
export const POST_EVENT_TYPE = 'firstcause_post'
