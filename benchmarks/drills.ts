import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { BenchmarkSet } from './benchmark-set.ts'

/** The labelled drills of `firstcause drill`; the answer is the entities themselves. */
export const drills: BenchmarkSet = {
  name: 'drills',
  listCases: (dir) =>
    readdirSync(path.join(dir, 'cases'))
      .sort()
      .map((id) => ({ id, dir: path.join(dir, 'cases', id) })),
  mapAnswer: ({ rootCauses, alternatives }) => ({
    top: [...rootCauses, ...alternatives].map(({ entity, mechanism }) => ({ entity, mechanism })),
    claim: rootCauses.map(({ entity }) => entity),
  }),
}
