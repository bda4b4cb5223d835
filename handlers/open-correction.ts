import { buildCorrectionModal, type CorrectionContext } from '../src/slack/correction-modal.ts'
import type { Click, HandlerPorts } from './ports.ts'
import { NOT_ALLOWED, noteTo, TOO_LATE } from './note-to.ts'

/** Partly, Wrong and Change verdict open the form at once; everything is checked when it comes back. */
export function onOpenCorrection(mode: CorrectionContext['mode']): (ports: HandlerPorts, click: Click) => Promise<void> {
  return async (ports, click) => {
    if (!ports.mayJudge(click.userId)) return noteTo(ports, click, NOT_ALLOWED)
    const form = buildCorrectionModal({ diagnosisId: click.value, channelId: click.channelId, messageTs: click.messageTs, mode })
    const viewId = await ports.screen.openModal(click.triggerId, form)
    if (viewId === null) await noteTo(ports, click, TOO_LATE)
  }
}
