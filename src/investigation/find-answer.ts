import type { DiagnosisRow, IncidentRow, InvestigationRow, Store } from '../store/port.ts'

/** A stored answer with the run and the incident it belongs to. */
export interface FoundAnswer {
  readonly row: DiagnosisRow
  readonly investigation: InvestigationRow
  readonly incident: IncidentRow
}

/**
 * The answer that a button belongs to: its id must be known and the button must stand under that answer's own message.
 * Null otherwise, which means that the click was edited or comes from a message that is not ours.
 */
export async function findAnswer(
  click: { readonly diagnosisId: string; readonly channelId: string; readonly messageTs: string; readonly postKey: string },
  store: Pick<Store, 'loadDiagnosis' | 'loadInvestigation' | 'findPost'>,
): Promise<FoundAnswer | null> {
  const row = await store.loadDiagnosis(click.diagnosisId)
  const run = row && (await store.loadInvestigation(row.investigationId))
  const post = await store.findPost(click.postKey)
  if (!row || !run || run.incident.channelId !== click.channelId) return null
  // Unconfirmed: the message is out, the process was killed before it wrote that down. Channel and id must do.
  if (post && post.messageTs !== null && post.messageTs !== click.messageTs) return null
  return { row, ...run }
}
