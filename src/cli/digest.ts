import type { Command } from 'commander'
import type { TimeWindow } from '../domain/time-window.ts'
import type { VerdictWord } from '../domain/verdict.ts'
import { showableLines } from '../domain/showable.ts'
import { AppError } from '../errors.ts'
import { digestWindow, summariseWeek, type DigestSummary } from '../evaluation/digest.ts'
import { completedWeek } from '../evaluation/iso-week.ts'
import { readSettings } from '../settings.ts'
import type { DigestItem } from '../store/port.ts'
import { openRecorded } from './open-recorded.ts'
import { printJson, printText } from './terminal.ts'

interface Options {
  readonly channel: string
  readonly lastWeek?: boolean
  readonly timeZone: string
  readonly json?: boolean
}

/** `digest --channel ID`: how right the answers of the past seven days (or of the last whole week) were, as people judged them. */
export function addDigest(program: Command): void {
  program
    .command('digest')
    .description('sum up the answers of one channel: right, partly, wrong, not judged yet')
    .requiredOption('--channel <id>', 'Slack channel id')
    .option('--last-week', 'the last whole week, Monday to Monday, as the scheduled digest shows it; without it the past seven days')
    .option('--time-zone <name>', 'where the week begins, for example Europe/Berlin', 'UTC')
    .option('--json', 'print the digest as JSON')
    .action(printDigest)
}

async function printDigest(options: Options): Promise<void> {
  const window = windowOf(options, new Date())
  const store = await openRecorded(readSettings(process.env))
  try {
    const summary = summariseWeek(await store.loadDigestItems(options.channel, window), window)
    if (options.json) printJson(summary)
    else printText(renderDigest(showableLines(summary)).trimEnd())
  } finally {
    await store.close()
  }
}

function windowOf({ lastWeek, timeZone }: Options, now: Date): TimeWindow {
  if (!lastWeek) return digestWindow(now)
  try {
    return completedWeek(now, timeZone).window
  } catch (cause) {
    throw new AppError('usage_wrong', `"${timeZone}" is no time zone`, { remedy: 'give a name such as Europe/Berlin', cause })
  }
}

/** Plain lines for a terminal; each group lists its incidents by thread, so that they can be opened. */
function renderDigest({ window, answered, judged, rightRatio, medianSeconds, items }: DigestSummary): string {
  const right = rightRatio === null ? '' : `, ${Math.round(rightRatio * 100)} % right`
  const lines = [
    `${window.start.toISOString()} to ${window.end.toISOString()}`,
    `${answered} incidents answered, ${judged} judged${right}`,
    ...GROUPS.flatMap(({ name, word }) =>
      renderGroup(
        name,
        items.filter(({ verdict }) => (verdict?.word ?? null) === word),
      ),
    ),
    `median time to the answer: ${medianSeconds === null ? 'nothing to measure' : `${Math.round(medianSeconds)} s`}`,
  ]
  return `${lines.join('\n')}\n`
}

const GROUPS: readonly { readonly name: string; readonly word: VerdictWord | null }[] = [
  { name: 'right', word: 'confirmed' },
  { name: 'partly right', word: 'partial' },
  { name: 'wrong', word: 'rejected' },
  { name: 'could not tell', word: 'unsure' },
  { name: 'verdict owed', word: null },
]

function renderGroup(name: string, items: readonly DigestItem[]): string[] {
  const places = items.map(({ incident }) => `  ${incident.id}  ${incident.channelId}/${incident.threadTs}  ${incident.title}`)
  return [`${name}: ${items.length}`, ...places]
}
