import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rootcausebench } from '../../../../../benchmarks/rootcausebench.ts'
import type { Diagnosis } from '../../../../../src/domain/diagnosis.ts'
import { investigate } from '../../../../../src/investigation/investigate.ts'
import { openIncidentFolder } from '../../../../../src/telemetry/incident-folder/open.ts'
import { writeStory, type Story } from './story.ts'

/** What the engine answers, in the words of the set. */
export interface StoryAnswer {
  readonly commit: string
  readonly first: string
  readonly blast: readonly string[]
  readonly remedy: string
  readonly diagnosis: Diagnosis
}

const LATER = new Date(Date.UTC(2031, 3, 9, 12))

/** Writes the story to a folder of its own and investigates that. */
export async function answerTo(story: Story): Promise<StoryAnswer> {
  const dir = mkdtempSync(path.join(tmpdir(), 'story-'))
  try {
    writeStory(story, dir)
    const diagnosis = await investigate(
      { investigationId: null, environment: 'shop', mayRead: () => true },
      {
        telemetry: openIncidentFolder(dir),
        clock: () => LATER,
        signal: new AbortController().signal,
        recorded: [],
        append: () => Promise.resolve(),
        progress: () => undefined,
      },
    )
    const top = rootcausebench.mapAnswer(diagnosis, { id: story.name, dir }).top[0] as Record<string, unknown>
    return {
      commit: String(top['root_cause_commit']),
      first: String(top['first_failing_service']),
      blast: top['blast_radius'] as readonly string[],
      remedy: String(top['remediation']),
      diagnosis,
    }
  } finally {
    rmSync(dir, { recursive: true })
  }
}
