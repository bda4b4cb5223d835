import type { Click, HandlerPorts } from './ports.ts'
import { noteTo } from './note-to.ts'

/** The Stop button of a progress message. Anybody in the channel may press it: stopping loses nothing. */
export async function onStopRun(ports: HandlerPorts, click: Click): Promise<void> {
  const outcome = await ports.stopRun({ investigationId: click.value, channelId: click.channelId, by: click.userId })
  if (outcome === 'late') await noteTo(ports, click, 'That run had already ended, or somebody stopped it before you. Nothing changed.')
  if (outcome === 'unknown') await noteTo(ports, click, 'This button does not belong to a run of mine here. Nothing changed.')
}
