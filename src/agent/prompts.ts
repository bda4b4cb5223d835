import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../errors.ts'
import { contentHash } from '../evidence/content-hash.ts'

/** The texts a model is given, and one hash over all of them that is stored with each run. */
export interface Prompts {
  readonly investigate: string
  readonly incident: string
  readonly check: string
  readonly followUp: string
  readonly hash: string
}

const FILES = { investigate: 'investigate.md', incident: 'incident.md', check: 'check.md', followUp: 'follow-up.md' } as const

/** Reads the prompt files. Throws `config_missing` naming the file that cannot be read. */
export async function loadPrompts(folder: string): Promise<Prompts> {
  const texts = await Promise.all(Object.values(FILES).map((file) => readPrompt(path.join(folder, file))))
  const [investigate = '', incident = '', check = '', followUp = ''] = texts
  return { investigate, incident, check, followUp, hash: contentHash(texts).slice(0, 16) }
}

async function readPrompt(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new AppError('config_missing', `the prompt file ${file} cannot be read`, {
      remedy: 'Restore the prompts/ folder from the repository.',
      cause,
    })
  }
}

/** Fills `{{name}}` placeholders. Throws `config_invalid` when the text asks for a name that is not given: a half-filled prompt must not be sent. */
export function fillPrompt(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = values[name]
    if (value === undefined)
      throw new AppError('config_invalid', `a prompt asks for {{${name}}}, which nothing provides`, {
        remedy: 'Correct the placeholder in prompts/.',
      })
    return value
  })
}
