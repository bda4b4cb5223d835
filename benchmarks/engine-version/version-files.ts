import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { evidenceOf } from './evidence-of.ts'
import { VERSION_INCIDENTS, nameOf, type VersionIncident } from './incidents.ts'
import { answerFrom, versionOf, type VersionAnswer } from './answers.ts'

/** Where the version is written, the answers that it was made of, and the evidence that they were made from. */
export interface VersionPlaces {
  readonly module: string
  readonly answers: string
  readonly evidence: string
}

const ROOT = path.join(import.meta.dirname, '../..')

export const PLACES: VersionPlaces = {
  module: path.join(ROOT, 'src/causal/engine-version.ts'),
  answers: path.join(ROOT, 'test/fixtures/engine-version/answers.jsonl'),
  evidence: path.join(ROOT, 'test/fixtures/engine-version/evidence'),
}

/** The engine's answers on the set, in its order. One after another: they are quick, and memory stays that of one incident. */
export async function answersOn(
  evidenceFolder: string,
  incidents: readonly VersionIncident[] = VERSION_INCIDENTS,
): Promise<readonly VersionAnswer[]> {
  const answers: VersionAnswer[] = []
  for (const incident of incidents) answers.push(answerFrom(nameOf(incident), await evidenceOf(incident, evidenceFolder)))
  return answers
}

/** Writes the version and the answers. Returns the version. */
export function writeVersion(answers: readonly VersionAnswer[], places: VersionPlaces): string {
  const version = versionOf(answers)
  writeFileSync(places.answers, linesOf(answers))
  writeFileSync(places.module, moduleText(version))
  return version
}

/** What is wrong with the written version, in one sentence that says what to run; null when it is that of these answers. */
export function staleness(answers: readonly VersionAnswer[], places: VersionPlaces): string | null {
  const version = versionOf(answers)
  const isWritten = textOf(places.module) === moduleText(version) && textOf(places.answers) === linesOf(answers)
  if (isWritten) return null
  const written = new Set(textOf(places.answers).split('\n'))
  const changed = answers.filter((answer) => !written.has(JSON.stringify(answer))).map(({ incident }) => incident)
  const what =
    changed.length === 0 ? 'The weights, the set or the written version changed' : `The engine's answers changed (${changed.join(', ')})`
  return `${what}: run "npm run engine-version", look at the difference it makes, and commit it.`
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function linesOf(answers: readonly VersionAnswer[]): string {
  return answers.map((answer) => `${JSON.stringify(answer)}\n`).join('')
}

function moduleText(version: string): string {
  return `// Written by "npm run engine-version"; "npm run check" compares. See docs/decisions/0015.

/** Hash of the engine's weights and of what it answers on a fixed set of stored incidents; stored with each diagnosis. Changes when answers can. */
export const ENGINE_VERSION = '${version}'
`
}
