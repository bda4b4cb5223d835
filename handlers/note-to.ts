import type { Click, HandlerPorts } from './ports.ts'

/** Tells the person who clicked, privately, in the thread of the message. */
export function noteTo(ports: HandlerPorts, click: Click, text: string): Promise<void> {
  return ports.screen.note({ channelId: click.channelId, userId: click.userId, threadTs: click.threadTs }, text)
}

export const NOT_ALLOWED = 'The policy does not let you judge or escalate here; ask one of the listed approvers. Nothing changed.'
export const NOT_MINE = 'This button does not belong to an answer of mine. Nothing changed.'
export const TOO_LATE = 'That took too long for Slack. Please press the button again.'
