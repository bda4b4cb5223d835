import { existsSync } from 'node:fs'
import path from 'node:path'

/** The folder with the third-party incidents, or null with a sentence for the skip when it is not on this machine. */
export function findSharedData(folder: string): { readonly dir: string } | { readonly missing: string } {
  const root = process.env['FIRSTCAUSE_SHARED'] || path.resolve('..', 'shared')
  const dir = path.join(root, 'benchmarks', folder)
  return existsSync(dir)
    ? { dir }
    : { missing: `the benchmark data ${folder} is not here; set FIRSTCAUSE_SHARED to the folder that holds benchmarks/` }
}
