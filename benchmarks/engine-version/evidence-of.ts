import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { Evidence } from '../../src/domain/evidence.ts'
import { planDrills } from '../../src/drills/plan-drills.ts'
import { writeDrill } from '../../src/drills/write-drill.ts'
import { AppError } from '../../src/errors.ts'
import { packEvidence, unpackEvidence, type StoredEvidence } from '../../src/evidence/stored-evidence.ts'
import { readEvidence, RECORDED_AT } from '../read-evidence.ts'
import { nameOf, type VersionIncident } from './incidents.ts'

/** Every drill of the set has it; the set is fixed. */
const SEED = 1
/** Large enough for one incident as text. */
const BROTLI_WINDOW_BITS = 24

/** The evidence of an incident: kept for a drill, read now for a folder. Throws `usage_wrong` for a drill that was not recorded. */
export async function evidenceOf(incident: VersionIncident, keptIn: string): Promise<readonly Evidence[]> {
  if ('folder' in incident) return readEvidence(incident.folder)
  const file = fileOf(incident.drill, keptIn)
  if (!existsSync(file))
    throw new AppError('usage_wrong', `${file} is not there`, {
      remedy: 'Run "npm run engine-version -- record" and commit what it writes.',
    })
  const stored = JSON.parse(brotliDecompressSync(readFileSync(file)).toString('utf8')) as readonly StoredEvidence[]
  return stored.map((entry) => unpackEvidence({ ...entry, askedAt: RECORDED_AT, answeredAt: RECORDED_AT }))
}

/** Keeps the evidence of every drill that has none yet; returns the names of those. What is kept stays as it is: the set is fixed. */
export async function recordMissing(incidents: readonly VersionIncident[], keptIn: string): Promise<readonly string[]> {
  mkdirSync(keptIn, { recursive: true })
  const missing = incidents.flatMap((incident) => ('drill' in incident && !existsSync(fileOf(incident.drill, keptIn)) ? [incident] : []))
  for (const { drill } of missing) writeFileSync(fileOf(drill, keptIn), packed(await simulate(drill)))
  return missing.map(nameOf)
}

function fileOf(drill: string, keptIn: string): string {
  return path.join(keptIn, `${drill}.json.br`)
}

function packed(evidence: readonly Evidence[]): Buffer {
  const text = JSON.stringify(evidence.map(packEvidence))
  const params = { [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
  return brotliCompressSync(text, { params })
}

async function simulate(kind: string): Promise<readonly Evidence[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'firstcause-version-'))
  try {
    // What a kind needs besides (a file that is missing) comes with its plan.
    for (const { spec } of planDrills({ kind, seed: SEED, scale: 'small', life: 0 }))
      writeDrill({ ...spec, topology: topologyOf(kind) }, folder)
    return await readEvidence(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The smallest business, so that the evidence is small; two faults at once need room between them. */
function topologyOf(kind: string): string {
  return kind === 'two_faults' ? 'rail' : 'shop'
}
