import type { DigestSummary } from '../evaluation/digest.ts'
import { verdictText } from './answer-status.ts'
import { context, header, section } from './blocks.ts'
import { link, prose } from './escape.ts'
import { clamp, clampLines, fitMessage, MAX_SECTION_CHARACTERS, type SlackMessage } from './limits.ts'
import { countText, durationText, mechanismWords, momentText } from './words.ts'

const TITLE_CHARACTERS = 80
/** The most incidents a digest lists; beyond it, it says how many more there were. */
const MAX_LISTED = 25

/** Opens an incident in Slack: its thread's address, or null when Slack gave none. */
export type LinkOf = (diagnosisId: string) => string | null

/** The week of a channel. Few judged incidents are shown as counts, never as a percentage. */
export function buildDigestMessage(summary: DigestSummary, week: string, linkOf: LinkOf): SlackMessage {
  const { counts } = summary
  const right = rightText(summary)
  const text = `Week ${prose(week)}: ${countText(summary.answered, 'answer')}, ${right}, ${countText(summary.owed.length, 'verdict')} owed.`
  const incidents = summary.items.slice(0, MAX_LISTED).map((item) => incidentLine(item, linkOf))
  const left = summary.items.length - incidents.length
  return fitMessage(text, [
    { block: header(`Diagnoses, week ${week}`), dropOrder: 'required' },
    {
      block: section(
        clampLines(
          [
            `*${countText(summary.answered, 'answer')}*, ${right}`,
            `Approved ${counts.confirmed}, partly right ${counts.partial}, wrong ${counts.rejected}, unsure ${counts.unsure}, verdicts owed ${summary.owed.length}`,
            `Median time to the diagnosis: ${summary.medianSeconds === null ? 'no answer this week' : durationText(summary.medianSeconds * 1000)}`,
          ],
          MAX_SECTION_CHARACTERS,
        ),
      ),
      dropOrder: 'required',
    },
    ...incidents.map((line, index) => ({ block: section(line), dropOrder: index + 1 })),
    ...(left > 0 ? [{ block: context(`… and ${left} more.`), dropOrder: 'required' as const }] : []),
    {
      block: context(`${momentText(summary.window.start)} to ${momentText(summary.window.end)}. Judged by people in the channel.`),
      dropOrder: 'required',
    },
  ])
}

function rightText(summary: DigestSummary): string {
  if (summary.rightRatio !== null) return `${Math.round(summary.rightRatio * 100)} % of ${summary.judged} judged were right`
  return `${summary.counts.confirmed} of ${summary.judged} judged right (too few for a percentage)`
}

function incidentLine(item: DigestSummary['items'][number], linkOf: LinkOf): string {
  const named = link(linkOf(item.diagnosisId), clamp(item.incident.title, TITLE_CHARACTERS))
  const mechanism = item.mechanism === null ? item.outcome.replace('_', ' ') : prose(mechanismWords(item.mechanism))
  return `• ${named}: ${mechanism}, ${item.verdict ? verdictText(item.verdict.word).toLowerCase() : 'verdict owed'}`
}
