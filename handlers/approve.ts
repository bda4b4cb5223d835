import type { Click, HandlerPorts } from './ports.ts'
import { judgeRefusal } from './judge-refusal.ts'
import { NOT_ALLOWED, NOT_MINE, noteTo } from './note-to.ts'

/** Approve: one click stores that the answer was right and shows it on the message. */
export async function onApprove(ports: HandlerPorts, click: Click): Promise<void> {
  if (!ports.mayJudge(click.userId)) return noteTo(ports, click, NOT_ALLOWED)
  const answer = await ports.findAnswer({ diagnosisId: click.value, channelId: click.channelId, messageTs: click.messageTs })
  if (answer === null) return noteTo(ports, click, NOT_MINE)
  const verdict = { diagnosisId: click.value, word: 'confirmed' as const, trueCauses: [], note: '', by: click.userId, at: click.receivedAt }
  const outcome = await ports.judge({ verdict, deliveryId: click.deliveryId, isChange: false })
  // Redrawn in any case: an old copy of the message is why a late click was possible.
  await ports.refreshAnswer(click.value)
  const refusal = judgeRefusal(outcome)
  if (refusal !== null) await noteTo(ports, click, refusal)
}
