import { textTable } from '../../report/text-table.ts'
import type { TownCase } from '../town-case.ts'
import type { LiveAnswer } from './observe-live.ts'

const VERDICTS = ['right', 'partly', 'wrong', 'abstained'] as const

/** Right, partly, wrong and abstained, live and from the dump of the same minute; harmless changes; seconds; and each fault that was not named live. */
export function liveTable(answers: readonly LiveAnswer[], cases: readonly TownCase[]): string {
  const isHarmless = ({ id }: LiveAnswer) => cases.find((one) => one.id === id)?.fix.length === 0
  const faults = answers.filter((one) => !isHarmless(one))
  const harmless = answers.filter(isHarmless)
  const row = (name: string, of: 'live' | 'dump') => {
    const shown = faults.map((one) => one[of]).filter(({ isDecisive }) => isDecisive)
    const verified = faults.map((one) => one[of]).filter(({ isVerified }) => isVerified)
    return [
      name,
      String(shown.length),
      ...VERDICTS.map((verdict) => String(shown.filter((one) => one.verdict === verdict).length)),
      `${verified.filter(({ verdict }) => verdict === 'right').length} of ${verified.length}`,
      `${harmless.filter((one) => one[of].verdict === 'claimed').length} of ${harmless.length}`,
    ]
  }
  const seconds = answers.map((one) => one.seconds).toSorted((a, b) => a - b)
  const middle = seconds[Math.floor(seconds.length / 2)] ?? 0
  const missed = answers
    .filter(({ live }) => live.verdict !== 'right')
    .map(({ id, live, dump }) => `${id}: ${live.verdict}: ${live.said}\n  dump ${dump.verdict}: ${dump.said}`)
  const worse = faults.filter(({ live, dump }) => dump.verdict === 'right' && live.verdict !== 'right')
  return [
    textTable([['', 'can be shown', ...VERDICTS, 'verified right', 'harmless claimed'], row('live', 'live'), row('dump', 'dump')]),
    `live worse than the dump: ${worse.length}; seconds from question to answer: ${middle.toFixed(1)} in the middle, ${(seconds.at(-1) ?? 0).toFixed(1)} at most`,
    `Not right\n${missed.join('\n') || 'none'}`,
    `Not checked live, in how many answers\n${counted(answers.flatMap((one) => one.notChecked)).join('\n') || 'nothing'}`,
  ].join('\n\n')
}

function counted(texts: readonly string[]): readonly string[] {
  const groups = [...Map.groupBy(texts, (text) => text)].map(([text, same]) => [same.length, text] as const)
  return groups.toSorted(([a], [b]) => b - a).map(([count, text]) => `${String(count).padStart(3)}  ${text}`)
}
