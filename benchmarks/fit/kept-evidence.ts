import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { Evidence } from '../../src/domain/evidence.ts'
import { packEvidence, unpackEvidence, type StoredEvidence } from '../../src/evidence/stored-evidence.ts'
import { readEvidence, RECORDED_AT } from '../read-evidence.ts'
import type { LabelledIncident } from './labelled-incidents.ts'

/** Fast rather than small: the folder is kept between fits, not shipped. */
const QUALITY = 4

/** All evidence that an investigation reads of an incident, kept in `folder` once it was read; delete the folder after a change of what reads recordings. */
export async function evidenceOf(incident: LabelledIncident, folder: string): Promise<readonly Evidence[]> {
  const file = path.join(folder, incident.set, `${incident.id}.json.br`)
  if (existsSync(file)) return unpack(readFileSync(file))
  const bytes = pack(await readEvidence(incident.dir, incident.closed))
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  // Through the file the first time too: a fit must not depend on whether something was kept.
  return unpack(bytes)
}

function pack(evidence: readonly Evidence[]): Buffer {
  return brotliCompressSync(JSON.stringify(evidence.map(packEvidence)), { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } })
}

function unpack(bytes: Buffer): readonly Evidence[] {
  const stored = JSON.parse(brotliDecompressSync(bytes).toString('utf8')) as readonly StoredEvidence[]
  return stored.map((entry) => unpackEvidence({ ...entry, askedAt: RECORDED_AT, answeredAt: RECORDED_AT }))
}
