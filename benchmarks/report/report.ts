import path from 'node:path'
import { AppError } from '../../src/errors.ts'
import { telemetrySource, type TelemetrySource } from '../../src/domain/reading.ts'
import type { BenchmarkSet } from '../benchmark-set.ts'
import { cloudOpsbench } from '../cloud-opsbench.ts'
import { drills } from '../drills.ts'
import { nezha } from '../nezha.ts'
import { rootcausebench } from '../rootcausebench.ts'
import { runSet, type Prediction, type RunOptions } from '../run-set.ts'
import { drillReport, type LeftOut } from './drill-report.ts'
import { isFaultless, scoreDrills } from './drill-scores.ts'
import { reliability, wordFigures, type Judged } from './reliability.ts'
import { scoreWithTruth } from './scorer.ts'
import { textTable } from './text-table.ts'

export interface ReportOptions {
  /** The folder that holds `<set>-dev` folders and `score.py`; null leaves the third-party sets out, and the report says so. */
  readonly benchmarks: string | null
  /** A folder of drills; null leaves them out. */
  readonly drills: string | null
  /** Predictions on the drills; null: they are made now. */
  readonly answers: readonly Prediction[] | null
  /** What engines fitted without a family answer on the drills. */
  readonly leftOut: LeftOut
  readonly withAblation: boolean
  /** What investigates the cases. */
  readonly work: Pick<RunOptions, 'investigate' | 'atOnce'>
  readonly progress: (text: string) => void
}

interface Part {
  readonly set: BenchmarkSet
  readonly dir: string
  /** Published figure on the same question, with its source; comparable only as far as the note says. */
  readonly published: string
  readonly score: (
    predictions: readonly Prediction[],
  ) => Promise<{ readonly headline: Readonly<Record<string, number>>; readonly missed: ReadonlySet<string> }>
}

/** Sources left out one at a time in the ablation: what the answer loses without each. */
const ABLATED: readonly TelemetrySource[] = telemetrySource.options.filter((source) => source !== 'provider')

/** All sets side by side with published figures, the reliability table, drills in detail, and on request the ablation. Plain text. */
export async function report(options: ReportOptions): Promise<string> {
  const parts = partsOf(options)
  if (parts.length === 0)
    throw new AppError('usage_wrong', 'there is nothing to report on', {
      remedy: 'Name --shared DIR (third-party sets), --drills DIR, or both.',
    })
  const rows: string[][] = []
  const judged: Judged[] = []
  const words: string[][] = []
  const details: string[] = []
  for (const part of parts) {
    const { headline, own, predictions } = await runPart(part, [], options)
    if (part.set === drills) details.push(drillReport(await scoreDrills(part.dir, predictions), options.leftOut))
    rows.push([part.set.name, ...columns(headline), part.published])
    judged.push(...own)
    const { verified, verifiedRight, rightVerified } = wordFigures(own)
    words.push([part.set.name, String(own.length), String(verified), figure(verifiedRight), figure(rightVerified)])
  }
  const sections = [
    `Scores\n${textTable([['set', 'incidents', 'first figure', 'AP at full recall', 'false or decoy', 'published'], ...rows])}`,
    `The word "verified"\n${textTable([['set', 'named', 'verified', 'of these right', 'of right ones verified'], ...words])}`,
    `Reliability over all sets\n${reliabilityTable(judged)}`,
    ...details,
  ]
  return [...sections, ...(options.withAblation ? [`Without one source\n${await ablation(parts, options)}`] : [])].join('\n\n')
}

function partsOf({ benchmarks, drills: folder }: ReportOptions): readonly Part[] {
  const third = (set: BenchmarkSet, published: string): Part[] =>
    benchmarks === null
      ? []
      : [
          {
            set,
            dir: path.join(benchmarks, `${set.name}-dev`),
            published,
            score: async (predictions) => {
              const { figures, missed } = await scoreWithTruth(benchmarks, set.name, predictions)
              return { headline: figures, missed }
            },
          },
        ]
  return [
    ...third(cloudOpsbench, 'model agents 0.21 to 0.73 (A@1)'),
    ...third(rootcausebench, 'none in the folder'),
    ...third(nezha, 'none in the folder'),
    ...(folder === null
      ? []
      : [
          {
            set: drills,
            dir: folder,
            published: 'our own incidents',
            score: (predictions: readonly Prediction[]) => drillHeadline(folder, predictions),
          },
        ]),
  ]
}

async function drillHeadline(folder: string, predictions: readonly Prediction[]) {
  const scores = await scoreDrills(folder, predictions)
  const faults = scores.filter(({ state }) => state === 'fault')
  const healthyClaims = scores.filter((score) => isFaultless(score) && score.claimed.length > 0).length
  const strict = faults.reduce((sum, { averagePrecision }) => sum + averagePrecision, 0) / Math.max(1, faults.length)
  return {
    headline: { n: scores.length, 'AP@FR cl': strict, 'healthy claimed': healthyClaims },
    missed: new Set(scores.filter(({ averagePrecision }) => averagePrecision < 1).map((score) => score.case)),
  }
}

async function runPart(part: Part, closed: readonly TelemetrySource[], options: ReportOptions) {
  const isAnswered = part.set === drills && closed.length === 0 && options.answers !== null
  const predictions = isAnswered ? options.answers : await predictAll(part, closed, options)
  const { headline, missed } = await part.score(predictions)
  const own = predictions.flatMap(({ case: id, confidence, confidenceWord }) =>
    confidence === null || confidenceWord === null ? [] : [{ confidence, word: confidenceWord, isRight: !missed.has(id) }],
  )
  return { headline, own, predictions }
}

async function predictAll(
  part: Part,
  closed: readonly TelemetrySource[],
  { work, progress }: ReportOptions,
): Promise<readonly Prediction[]> {
  const predictions: Prediction[] = []
  await runSet(part.set, {
    ...work,
    dataDir: part.dir,
    isPassive: false,
    closed,
    onCase: (prediction, done, total) => {
      predictions.push(prediction)
      progress(`${part.set.name} ${done}/${total}`)
    },
  })
  return predictions
}

async function ablation(parts: readonly Part[], options: ReportOptions): Promise<string> {
  const head = ['set', 'all', ...ABLATED.map((source) => `no ${source}`)]
  const rows: string[][] = []
  for (const part of parts) {
    const cells: string[] = []
    for (const closed of [[], ...ABLATED.map((source) => [source])])
      cells.push(columns((await runPart(part, closed, options)).headline)[1] ?? '')
    rows.push([part.set.name, ...cells])
  }
  return textTable([head, ...rows])
}

/** Count, the set's first figure, average precision and false claims; a figure that a set does not have is a dash. */
function columns(headline: Readonly<Record<string, number>>): [string, string, string, string] {
  const first = headline['A@1'] ?? headline['pass'] ?? headline['AP@FR cl']
  return [
    String(headline['n'] ?? '-'),
    figure(first ?? null),
    figure(headline['AP@FR cl'] ?? null),
    figure(headline['decoy'] ?? headline['healthy claimed'] ?? null),
  ]
}

function reliabilityTable(judged: readonly Judged[]): string {
  const rows = reliability(judged).map(({ from, to, count, predicted, observed }) => [
    `${from.toFixed(2)} to ${to.toFixed(2)}`,
    String(count),
    figure(predicted),
    figure(observed),
  ])
  return textTable([['stated', 'answers', 'mean stated', 'right'], ...rows])
}

function figure(value: number | null): string {
  return value === null ? '-' : value.toFixed(3)
}
