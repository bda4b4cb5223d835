import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Prediction } from '../run-set.ts'

const run = promisify(execFile)

const figuresSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number())))

export interface ThirdPartyScore {
  /** The scorer's own row `all`. */
  readonly figures: Readonly<Record<string, number>>
  /** Cases that its first figure counts as wrong. */
  readonly missed: ReadonlySet<string>
}

/** Scores one set's predictions with the scorer that comes with the data; the truth is read by it alone. Needs `python3`. */
export async function scoreWithTruth(benchmarks: string, dataset: string, predictions: readonly Prediction[]): Promise<ThirdPartyScore> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'firstcause-report-'))
  try {
    const answers = path.join(folder, 'predictions.jsonl')
    const table = path.join(folder, 'scores.json')
    await writeFile(answers, predictions.map((prediction) => JSON.stringify({ ...prediction, diagnosis: null })).join('\n'))
    const truth = path.join(benchmarks, `${dataset}-dev`)
    const { stdout } = await run('python3', [path.join(benchmarks, 'score.py'), '--truth', truth, '--misses', '--json', table, answers])
    const missed = new Set([...stdout.matchAll(/^MISS (\S+)/gm)].map((match) => match[1] ?? ''))
    const figures = figuresSchema.parse(JSON.parse(await readFile(table, 'utf8')))
    return { figures: figures[dataset]?.['all'] ?? {}, missed }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
