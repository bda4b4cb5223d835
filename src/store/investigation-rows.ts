import type { InvestigationState } from '../domain/investigation.ts'
import type { Incident, Investigation } from '../generated/prisma/client.ts'
import type { IncidentRow, InvestigationRow } from './port.ts'

export const ENDED_STATES: readonly InvestigationState[] = ['answered', 'stopped', 'failed']

/** An incident as the port names its parts. */
export function toIncidentRow(row: Incident): IncidentRow {
  const { id, teamId, channelId, threadTs, environment, title, openedBy, openedAt } = row
  return { id, teamId, channelId, threadTs, environment, title, openedBy, openedAt }
}

/** A run as the port names its parts. */
export function toInvestigationRow(row: Investigation): InvestigationRow {
  const { id, incidentId, question, state, stateReason, askedBy, askedTs, queuedAt, endedAt, stopRequestedBy } = row
  return { id, incidentId, question, state, stateReason, askedBy, askedTs, queuedAt, endedAt, stopRequestedBy }
}
