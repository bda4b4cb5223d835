import type { DiagnosisRow, EscalationRow, IncidentRow, Store } from '../store/port.ts'
import { buildPacket, type EscalationPacket } from './packet.ts'

export interface EscalatePorts {
  readonly store: Pick<Store, 'recordEscalation' | 'markEscalationDelivered'>
  /** Channels that are called, as configured. */
  readonly targets: readonly string[]
  /** Posts the packet into a channel, once per key, and returns its message. Throws `slack_*`. */
  readonly deliver: (delivery: {
    readonly key: string
    readonly targetChannelId: string
    readonly packet: EscalationPacket
    readonly incident: IncidentRow
  }) => Promise<string>
}

export type EscalateOutcome =
  | { readonly kind: 'delivered'; readonly channels: readonly string[] }
  | { readonly kind: 'already'; readonly first: EscalationRow }
  | { readonly kind: 'no_target' }

/**
 * Records an escalation, delivers its packet to every configured channel and records the delivery. One that was recorded but
 * not delivered (a crash, Slack down) is delivered now. Throws `slack_*` when a channel cannot be reached; the record stays.
 */
export async function escalate(
  escalation: { readonly row: DiagnosisRow; readonly incident: IncidentRow; readonly by: string; readonly at: Date },
  ports: EscalatePorts,
): Promise<EscalateOutcome> {
  const delivered: string[] = []
  let first: EscalationRow | null = null
  for (const targetChannelId of ports.targets) {
    const { row } = await ports.store.recordEscalation({
      diagnosisId: escalation.row.id,
      targetChannelId,
      by: escalation.by,
      at: escalation.at,
    })
    first ??= row
    if (row.deliveredTs !== null) continue
    await deliverOne(row, escalation, ports)
    delivered.push(targetChannelId)
  }
  if (first === null) return { kind: 'no_target' }
  return delivered.length > 0 ? { kind: 'delivered', channels: delivered } : { kind: 'already', first }
}

async function deliverOne(
  record: EscalationRow,
  { row, incident }: { readonly row: DiagnosisRow; readonly incident: IncidentRow },
  ports: EscalatePorts,
): Promise<void> {
  const packet = buildPacket({ title: incident.title, by: record.by, diagnosis: row.diagnosis })
  const key = `escalation:${record.id}`
  const messageTs = await ports.deliver({ key, targetChannelId: record.targetChannelId, packet, incident })
  await ports.store.markEscalationDelivered(record.id, messageTs)
}
