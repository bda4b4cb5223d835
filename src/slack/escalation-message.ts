import type { EscalationPacket } from '../escalation/packet.ts'
import { context, header, section } from './blocks.ts'
import { channelMention, link, mention, prose } from './escape.ts'
import { clamp, clampLines, fitMessage, MAX_SECTION_CHARACTERS, type DraftBlock, type SlackMessage } from './limits.ts'
import { receiptLine } from './receipt-lines.ts'
import { mechanismWords, momentText } from './words.ts'

/** Where the conversation about the incident is; `permalink` null when Slack did not give one. */
export interface IncidentPlace {
  readonly channelId: string
  readonly permalink: string | null
}

const MAX_RECEIPTS = 8
const LINE_CHARACTERS = 240
const DROP = { ruledOut: 50, receipts: 40, open: 30, candidates: 20, timeline: 10 } as const

/** The packet as one message in the escalation channel. The next three checks and what happened never leave it. */
export function buildEscalationMessage(packet: EscalationPacket, place: IncidentPlace): SlackMessage {
  const channel = channelMention(place.channelId)
  const where = place.permalink === null ? channel : `${channel}, ${link(place.permalink, 'thread')}`
  const text = `Escalated by ${mention(packet.calledBy)}: ${prose(packet.whatHappened)}`
  return fitMessage(text, [
    required(header(`Escalation: ${packet.environment}`)),
    required(section(`*What happened:* ${prose(packet.whatHappened)}\nCalled by ${mention(packet.calledBy)} from ${where}`)),
    ...optional(
      DROP.timeline,
      'Timeline',
      packet.timeline.map((entry) => `• ${momentText(entry.at)} ${line(entry.what)}${cited(entry.receipts)}`),
    ),
    ...optional(DROP.candidates, 'Candidates', packet.candidates.map(candidateLine)),
    ...optional(
      DROP.ruledOut,
      'Ruled out',
      packet.ruledOut.map((entry) => `• ${prose(entry.entity)}: ${line(entry.because)}`),
    ),
    ...optional(
      DROP.open,
      'Open questions',
      packet.openQuestions.map((question) => `• ${line(question)}`),
    ),
    ...optional(
      DROP.receipts,
      'Receipts',
      packet.receipts.slice(0, MAX_RECEIPTS).map((receipt) => receiptLine(receipt)),
    ),
    required(
      section(
        clampLines(
          ['*Next three checks*', ...packet.nextChecks.map((check, index) => `${index + 1}. ${line(check)}`)],
          MAX_SECTION_CHARACTERS,
        ),
      ),
    ),
    required(context('Sent by firstcause. It reads only; nothing was changed.')),
  ])
}

function candidateLine(candidate: EscalationPacket['candidates'][number]): string {
  const role = candidate.isRootCause ? 'named as cause' : 'rival'
  return `• ${prose(candidate.entity)}: ${prose(mechanismWords(candidate.mechanism))} (${role}, ${candidate.confidence.toFixed(2)})`
}

function cited(receipts: readonly string[]): string {
  return receipts.length > 0 ? ` (${receipts.join(', ')})` : ''
}

function line(text: string): string {
  return prose(clamp(text, LINE_CHARACTERS))
}

function required(block: DraftBlock['block']): DraftBlock {
  return { block, dropOrder: 'required' }
}

function optional(dropOrder: number, title: string, lines: readonly string[]): DraftBlock[] {
  return lines.length === 0 ? [] : [{ block: section(clampLines([`*${title}*`, ...lines], MAX_SECTION_CHARACTERS)), dropOrder }]
}
