import { fitsGrammar, type Command } from './command.ts'

/** Characters that mean nothing to a POSIX shell, wherever they stand in a word. */
const PLAIN_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/

/**
 * The line that runs these commands in a POSIX shell, each only when the one before succeeded. Null when there is none or when one of them
 * is not of a form that we propose (`command.ts`): then no part of it may be shown as a command. Never throws.
 */
export function renderCommands(commands: readonly Command[]): string | null {
  if (commands.length === 0 || !commands.every(fitsGrammar)) return null
  return commands.map(renderCommand).join(' && ')
}

function renderCommand({ arguments: words, saveTo }: Command): string {
  return `${renderArguments(words)}${saveTo === undefined ? '' : ` > ${quoteForShell(saveTo)}`}`
}

/** Arguments as words of a POSIX shell line; a shell that reads it has exactly this list again. No argument may hold U+0000. */
export function renderArguments(words: readonly string[]): string {
  return words.map(quoteForShell).join(' ')
}

/** Single quotes keep every character but themselves. Source: POSIX.1-2024, Shell Command Language, 2.2.2. */
function quoteForShell(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
