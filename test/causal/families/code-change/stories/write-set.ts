import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { STORIES } from './all.ts'
import { shaOf, writeStory } from './story.ts'

// Writes the stories as a labelled set, so that the weigher can be fitted on them (docs/decisions/0017).
// usage: node test/causal/families/code-change/stories/write-set.ts FOLDER

const [folder = 'stories'] = process.argv.slice(2)
const truths = STORIES.map((story) => {
  const id = story.name.replaceAll(/[^a-z0-9]+/gi, '-')
  const dir = path.join(folder, 'cases', id)
  mkdirSync(dir, { recursive: true })
  writeStory(story, dir)
  const { commit, blast } = story.truth
  return [id, { root_cause_commit: commit === null ? 'none' : shaOf(story, commit), blast_radius: blast }] as const
})
writeFileSync(path.join(folder, 'truth.json'), JSON.stringify(Object.fromEntries(truths)))
