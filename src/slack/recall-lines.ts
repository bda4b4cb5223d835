import type { PastIncident } from '../domain/past-incident.ts'
import type { Recall } from '../domain/recall.ts'
import { channelMention, prose } from './escape.ts'
import { clamp } from './limits.ts'

const ENTITY_CHARACTERS = 300
const HEADING_CHARACTERS = 150
const FILE_CHARACTERS = 150

/** One short line about a judged incident with the same cause; empty when there is none. */
export function seenBeforeText({ seenBefore }: Recall): string {
  if (seenBefore === null) return ''
  const when = `${seenBefore.openedAt.toISOString().slice(0, 10)} ${channelMention(seenBefore.channelId)}`
  switch (seenBefore.verdict?.word) {
    case 'confirmed':
      return `Seen before: ${when}, same cause, confirmed.`
    case 'partial':
      return `Seen before: ${when}, same cause, partly right${trueCauseText(seenBefore)}.`
    case 'rejected':
      return `Named before: ${when}, and wrong then${trueCauseText(seenBefore)}.`
    case 'unsure':
    case undefined:
      return ''
  }
}

/** Where the team's own runbook speaks about this cause; empty when no passage clearly does. */
export function runbookText({ runbook }: Recall): string {
  if (runbook === null) return ''
  return `Runbook: ${prose(clamp(runbook.heading, HEADING_CHARACTERS))} (${prose(clamp(runbook.file, FILE_CHARACTERS))}, line ${runbook.line})`
}

function trueCauseText({ verdict }: PastIncident): string {
  const [entity] = verdict?.trueCauses ?? []
  return entity === undefined ? '' : `; people named ${prose(clamp(entity, ENTITY_CHARACTERS))}`
}
