import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, linkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { createRandom } from '../../src/drills/random.ts'
import { investigate } from '../../src/investigation/investigate.ts'
import { openRecorded } from '../../src/telemetry/open.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'

const MAX_NOISE_BYTES = 200_000
/** Where a cut file ends: after most of the calm, in the middle of what the incident left. */
const CUT_AT_RATIO = 0.6
const NEWLINE = 0x0a

/** Three ways in which a recorded file is spoilt. */
export const DAMAGES = {
  truncated: cut,
  emptied: () => Buffer.alloc(0),
  'filled with random bytes': noise,
} as const
export type Damage = keyof typeof DAMAGES

function cut(whole: Buffer): Buffer {
  let end = Math.ceil(whole.length * CUT_AT_RATIO)
  // Between two whole records nothing tells a cut file from a shorter one.
  while (end < whole.length && (whole[end - 1] === NEWLINE || whole[end] === NEWLINE)) end += 1
  return whole.subarray(0, end)
}

function noise(whole: Buffer): Buffer {
  const random = createRandom(whole.length)
  return Buffer.from(Array.from({ length: Math.min(MAX_NOISE_BYTES, Math.max(64, whole.length)) }, () => random.integer(0, 255)))
}

/** Every file below a folder, by its path inside it. */
export function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(dir, file)).isFile())
    .toSorted()
}

/** Calls `use` with a folder that is the same but for one damaged file, and removes it afterwards. */
export async function withDamaged<T>(
  dir: string,
  { file, damage }: { readonly file: string; readonly damage: Damage },
  use: (copy: string) => Promise<T>,
): Promise<T> {
  const copy = mkdtempSync(path.join(tmpdir(), 'damaged-'))
  try {
    for (const name of filesIn(dir)) {
      mkdirSync(path.dirname(path.join(copy, name)), { recursive: true })
      if (name !== file) linkSync(path.join(dir, name), path.join(copy, name))
    }
    writeFileSync(path.join(copy, file), DAMAGES[damage](readFileSync(path.join(dir, file))))
    return await use(copy)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** The engine's answer to a recorded folder, by the way that people take. */
export async function investigateFolder(dir: string): Promise<Diagnosis> {
  return investigateTelemetry(await openRecorded(dir))
}

/** The engine's answer to telemetry, which is closed. */
export async function investigateTelemetry(telemetry: Telemetry): Promise<Diagnosis> {
  try {
    return await investigate(
      { investigationId: null, environment: 'shop', mayRead: () => true },
      {
        telemetry,
        clock: () => new Date(),
        signal: new AbortController().signal,
        recorded: [],
        append: async () => {},
        progress: () => {},
      },
    )
  } finally {
    await telemetry.close()
  }
}
