import type { Problem } from '../../domain/reading.ts'
import { showableLine } from '../../domain/showable.ts'
import type { Refusal } from './member-name.ts'

/** Why an entry of an archive was not, or not as it is, put into the folder. */
export type Loss = Refusal | 'link' | 'special' | 'sparse' | 'unwritable' | 'too-deep' | 'duplicate' | 'absolute'

/** Each follows a count and "entries" or "entry". */
const WORDS: Readonly<Record<Loss, (isOne: boolean) => string>> = {
  outside: (isOne) => `${isOne ? 'has a name that leads' : 'have names that lead'} out of the archive and ${wasNot(isOne)} read`,
  unprintable: (isOne) => `${isOne ? 'has a name' : 'have names'} with control characters and ${wasNot(isOne)} read`,
  'too-long': (isOne) => `${isOne ? 'has a name' : 'have names'} longer than file systems take and ${wasNot(isOne)} read`,
  link: (isOne) =>
    `${isOne ? 'is a link that leads' : 'are links that lead'} out of the archive or to nothing in it and ${wasNot(isOne)} followed`,
  special: (isOne) => `${isOne ? 'is a device or pipe' : 'are devices or pipes'} and ${wasNot(isOne)} made`,
  sparse: (isOne) => `${isOne ? 'is a file' : 'are files'} stored in a way that is not read (sparse, continued or unknown)`,
  unwritable: (isOne) =>
    `could not be unpacked: ${isOne ? 'its name is' : 'their names are'} also a folder or a file, or the disk took no more`,
  'too-deep': (isOne) =>
    `${isOne ? 'is an archive' : 'are archives'} inside an archive inside the archive and ${wasNot(isOne)} opened (one level is)`,
  duplicate: (isOne) => `${isOne ? 'has the name of an earlier one' : 'have names of earlier ones'}; the last of each name is used`,
  absolute: (isOne) => `${isOne ? 'has an absolute name' : 'have absolute names'}, read as ${isOne ? 'one' : 'names'} inside the archive`,
}
/** What is said of these, but nothing is lost by them. */
const HARMLESS: ReadonlySet<Loss> = new Set(['absolute'])
/** Names that stand for all; enough to find the others, and one sentence stays one. */
const MAX_EXAMPLES = 3
const MAX_NAME_CHARACTERS = 100

/** Collects what of one archive was left out, and says it: one sentence for each reason. */
export interface Losses {
  add(loss: Loss, name: string): void
  /** `entries`: of all kinds that the archive had, as far as it was read. */
  problems(entries: number): readonly Problem[]
}

/** `where`: the name of the archive, for people. */
export function createLosses(where: string): Losses {
  const found = new Map<Loss, { count: number; readonly names: string[] }>()
  return {
    add(loss, name) {
      const entry = found.get(loss) ?? { count: 0, names: [] }
      entry.count += 1
      if (entry.names.length < MAX_EXAMPLES) entry.names.push(shortName(name))
      found.set(loss, entry)
    },
    problems: (entries) =>
      [...found].map(([loss, { count, names }]) => ({
        where,
        record: null,
        what: `${count} ${count === 1 ? 'entry' : 'entries'} ${WORDS[loss](count === 1)}: ${names.join(', ')}${count > names.length ? ', …' : ''}`,
        unreadable: { count: HARMLESS.has(loss) ? 0 : count, of: entries, unit: 'files' },
      })),
  }
}

function wasNot(isOne: boolean): string {
  return isOne ? 'was not' : 'were not'
}

function shortName(name: string): string {
  const shown = showableLine(name)
  return shown.length > MAX_NAME_CHARACTERS ? `${shown.slice(0, MAX_NAME_CHARACTERS)}…` : shown
}
