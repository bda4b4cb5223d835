import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { readObjectFile } from '../../src/telemetry/kubernetes-dump/collect-objects.ts'
import { newestMoment } from '../../src/telemetry/kubernetes-dump/dump-moments.ts'
import type { ServedCluster, ServedObject } from './object-api.ts'

const served = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }) })

/** What a recorded case served live: its objects from the saved lists, its events from the dump, its logs from their files. */
export interface RecordedCluster extends ServedCluster {
  /** The newest moment that any of its objects states (UTC). */
  readonly takenAt: Date
}

/** Reads a case of a town, both forms. Throws when a form is not there. */
export function readRecordedCluster(caseDir: string): RecordedCluster {
  const lists = unpacked(path.join(caseDir, 'lists', 'recording.tar.gz'), (dir) => {
    const names = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    const texts = names
      .filter((name) => /\.(?:json|yaml)$/.test(name))
      .map((name) => [name, readFileSync(path.join(dir, name), 'utf8')] as const)
    const logs = names
      .filter((name) => name.endsWith('.log'))
      .map((name) => [logKey(name), readFileSync(path.join(dir, name), 'utf8')] as const)
    return { texts, logs }
  })
  const events = unpacked(path.join(caseDir, 'dump', 'recording.tar.gz'), (dir) =>
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => path.basename(name) === 'events.json')
      .map((name) => [name, readFileSync(path.join(dir, name), 'utf8')] as const),
  )
  const newest = [...lists.texts, ...events].reduce<string | null>((latest, [, text]) => newestMoment(text, latest), null)
  return {
    objects: [...lists.texts, ...events].flatMap(([name, text]) => objectsIn(name, text)),
    logs: new Map(lists.logs.filter(([, text]) => text.trim() !== '')),
    takenAt: new Date(newest ?? 0),
  }
}

function objectsIn(name: string, text: string): readonly ServedObject[] {
  const { written } = readObjectFile({ name, content: name.endsWith('.yaml') ? 'yaml' : 'json' }, text)
  return written.flatMap(({ value }) => {
    const parsed = served.safeParse(value)
    return parsed.success ? [parsed.data] : []
  })
}

/** `logs/NAMESPACE_POD_CONTAINER[.previous].log`. */
function logKey(name: string): string {
  const [stem = '', previous] = path.basename(name, '.log').split('.previous')
  return [...stem.split('_'), ...(previous === undefined ? [] : ['previous'])].join('/')
}

function unpacked<T>(archive: string, work: (dir: string) => T): T {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'live-'))
  try {
    const { status, stderr } = spawnSync('tar', ['-xzf', archive, '-C', dir])
    if (status !== 0) throw new Error(`${archive}: ${String(stderr).trim()}`)
    return work(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
