import type { Diagnosis, WhyPart } from '../domain/diagnosis.ts'
import { showableLines } from '../domain/showable.ts'
import { featureWords, pointsOf, sumOf, valueWords } from '../domain/why-words.ts'
import { wrapLine } from './wrap-line.ts'

type Cause = Diagnosis['rootCauses'][number]
type Rival = Diagnosis['alternatives'][number]

/** Widths of the columns; with the gaps and two receipts a row has 80 characters. */
const WIDTHS = { words: 41, value: 14, weight: 6, points: 6 } as const
const INDENT = 2
const SENTENCE_INDENT = 6

/** Why the cause was named and not the others: a table of what decided, then what each rival lacked. At most 80 columns but for names that are longer. */
export function renderWhy(found: Diagnosis): string {
  const { rootCauses, alternatives } = showableLines(found)
  const title = rootCauses.length > 0 ? 'Why this and not the others' : 'Why nothing was named'
  if (rootCauses.length + alternatives.length === 0) return `${title}\n  there was no candidate to decide between`
  const legend = wrapLine('  Points are value times weight; the highest sum comes first.', INDENT)
  return [[title, legend].join('\n'), ...rootCauses.map(causeText), ...alternatives.map(rivalText)].join('\n\n')
}

function causeText({ entity, mechanism, why }: Cause): string {
  return [wrapLine(`  ${entity} (${mechanism})`, INDENT), ...table(why)].join('\n')
}

function rivalText({ entity, mechanism, why, missing }: Rival): string {
  const title = wrapLine(`  not ${entity} (${mechanism})`, INDENT)
  const lacks = missing.map(({ text, receipts }) => wrapLine(`    - ${text}${cited(receipts)}`, SENTENCE_INDENT))
  return [title, ...lacks, ...table(why)].join('\n')
}

function table(why: readonly WhyPart[]): readonly string[] {
  // Stored before it was written.
  if (why.length === 0) return ['  what decided was not recorded']
  const head = row({ words: 'what decided', value: 'value', weight: 'weight', points: 'points', receipts: '' })
  const sum = row({ words: 'sum', value: '', weight: '', points: sumOf(why).toFixed(2), receipts: '' })
  const rows = why.map((part) =>
    row({
      words: featureWords(part),
      value: valueWords(part),
      weight: part.weight.toFixed(2),
      points: pointsOf(part).toFixed(2),
      receipts: part.receipts.join(' '),
    }),
  )
  return [head, ...rows, sum]
}

interface Row {
  readonly words: string
  readonly value: string
  readonly weight: string
  readonly points: string
  readonly receipts: string
}

function row({ words, value, weight, points, receipts }: Row): string {
  const numbers = `${value.padStart(WIDTHS.value)}${weight.padStart(WIDTHS.weight + 1)}${points.padStart(WIDTHS.points + 1)}`
  return `  ${words.padEnd(WIDTHS.words)}${numbers}  ${receipts}`.trimEnd()
}

function cited(receipts: readonly string[]): string {
  return receipts.length === 0 ? '' : ` [${receipts.join(', ')}]`
}
