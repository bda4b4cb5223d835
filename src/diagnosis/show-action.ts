import type { Diagnosis } from '../domain/diagnosis.ts'
import { isPlainWords } from '../domain/plain-words.ts'
import { renderCommands } from '../domain/render-commands.ts'
import type { ActionProposal, Deed } from '../domain/submission.ts'

/** Stands for words about an action that are no plain words: whoever wrote them, they came from somewhere else. */
const UNSHOWABLE = 'see the receipts'
const WITHOUT_COMMAND = 'no command is shown, because a name that it needs is not one that a shell may be given'

type ShownAction = Omit<Diagnosis['proposedActions'][number], 'receipts'>

/**
 * A proposed action as people see it, whoever proposed it: the command line is made here from argument lists that fit the grammar of
 * commands and is empty otherwise; sentences that are not plain words are replaced. Never throws.
 */
export function showAction({ kind, target, risk, undo, ...deed }: ActionProposal): ShownAction {
  const command = renderCommands(deed.commands)
  const isWithheld = command === null && deed.commands.length > 0
  return {
    kind,
    target: plain(target),
    what: isWithheld ? `${plain(deed.what)}; ${WITHOUT_COMMAND}` : plain(deed.what),
    command: command ?? '',
    risk: plain(risk),
    rollback: deedWords(undo),
  }
}

function deedWords({ what, commands }: Deed): string {
  const command = renderCommands(commands)
  return command === null ? plain(what) : `${plain(what)}: ${command}`
}

function plain(text: string): string {
  return isPlainWords(text) ? text : UNSHOWABLE
}
