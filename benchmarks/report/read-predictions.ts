import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../../src/errors.ts'
import type { Prediction } from '../run-set.ts'
import type { LeftOut } from './drill-report.ts'
import { scoreDrills } from './drill-scores.ts'

const ENDING = '.jsonl'

const predictionSchema = z.object({
  dataset: z.string(),
  case: z.string(),
  top: z.array(z.record(z.string(), z.unknown())),
  claim: z.array(z.string()).optional(),
  confidence: z.number().nullable(),
  confidenceWord: z.string().nullable(),
})

/** Predictions that `bench <set>` wrote, in the order of the file, without their diagnoses. Throws `usage_wrong` for another file. */
export async function readPredictions(file: string): Promise<readonly Prediction[]> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
    return lines.map((line) => {
      const { claim, ...rest } = predictionSchema.parse(JSON.parse(line))
      return { ...rest, ...(claim === undefined ? {} : { claim }), diagnosis: null }
    })
  } catch (cause) {
    throw new AppError('usage_wrong', `${file} holds no predictions`, { remedy: 'Name a file that "bench drills --out" wrote.', cause })
  }
}

/** Scores of the files `<family>.jsonl` in a folder: what an engine that was fitted without that family answers on drills. None for null. */
export async function readLeftOut(dir: string | null, drills: string): Promise<LeftOut> {
  if (dir === null) return new Map()
  if (!existsSync(dir))
    throw new AppError('usage_wrong', `there is no folder ${dir}`, { remedy: 'Name the folder that holds <family>.jsonl files.' })
  const files = readdirSync(dir).filter((name) => name.endsWith(ENDING))
  return new Map(
    await Promise.all(
      files.map(
        async (name) => [name.slice(0, -ENDING.length), await scoreDrills(drills, await readPredictions(path.join(dir, name)))] as const,
      ),
    ),
  )
}
