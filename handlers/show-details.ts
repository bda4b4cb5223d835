import type { ModalView } from '@slack/types'
import type { Diagnosis } from '../src/domain/diagnosis.ts'
import { buildLoadingModal, buildReceiptsModal, buildRefusalModal, buildRivalsModal } from '../src/slack/details-modals.ts'
import { WHY_TITLE } from '../src/slack/why-sections.ts'
import { NOT_MINE, noteTo, TOO_LATE } from './note-to.ts'
import type { Click, HandlerPorts } from './ports.ts'

/** Receipts: every quote with its source, time and place. */
export function onShowReceipts(ports: HandlerPorts, click: Click): Promise<void> {
  return show(ports, click, { title: 'Receipts', build: buildReceiptsModal })
}

/** Why: what decided, what else it could be and what that lacked, and everything that was ruled out. */
export function onShowRivals(ports: HandlerPorts, click: Click): Promise<void> {
  return show(ports, click, { title: WHY_TITLE, build: buildRivalsModal })
}

async function show(
  ports: HandlerPorts,
  click: Click,
  modal: { readonly title: string; readonly build: (diagnosis: Diagnosis) => ModalView },
): Promise<void> {
  // Opened empty: the trigger lives three seconds, the database may take longer.
  const viewId = await ports.screen.openModal(click.triggerId, buildLoadingModal(modal.title))
  if (viewId === null) return noteTo(ports, click, TOO_LATE)
  const answer = await ports.findAnswer({ diagnosisId: click.value, channelId: click.channelId, messageTs: click.messageTs })
  const view = answer === null ? buildRefusalModal(modal.title, NOT_MINE) : modal.build(answer.row.diagnosis)
  await ports.screen.updateModal(viewId, view)
}
