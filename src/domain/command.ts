import { isName, type NameGrammar } from './command-names.ts'

/** One program with its arguments, as a list: no text that a shell would take apart. `saveTo` names the file that gets what it prints. */
export interface Command {
  readonly arguments: readonly string[]
  readonly saveTo?: string
}

type Place = (word: string) => boolean

const name =
  (grammar: NameGrammar): Place =>
  (word) =>
    isName(grammar, word)
const word =
  (...allowed: readonly string[]): Place =>
  (given) =>
    allowed.includes(given)

const NODE = name('objectName')
const NAME: Place = (given) => isName('objectName', given) || isRoleName(given)
const KIND = name('kind')

/** Every form of command that may ever be proposed, without the namespace of kubectl. A command of no such form is not shown. */
const KUBECTL: readonly (readonly Place[])[] = [
  [word('edit', 'delete'), KIND, NAME],
  [word('get'), KIND, NAME, word('-o'), word('yaml')],
  [word('apply'), word('-f'), isFileName],
  [word('rollout'), word('undo'), isKindAndName],
  [word('scale'), isKindAndName, isReplicas],
  [word('cordon', 'uncordon'), NODE],
  [word('drain'), NODE, word('--ignore-daemonsets')],
  [word('taint'), word('nodes'), NODE, isTaint],
  [word('auth'), word('can-i'), KIND, name('plainName'), isAccount],
]
const OTHERS: readonly (readonly Place[])[] = [
  [word('git'), word('revert'), name('commitId')],
  [word('ssh'), NODE, word('sudo'), word('systemctl'), word('start', 'stop'), name('unitName')],
]

/** True when the command is one of the forms above and every name in it fits its own grammar. Never throws. */
export function fitsGrammar({ arguments: words, saveTo }: Command): boolean {
  if (saveTo !== undefined && !isFileName(saveTo)) return false
  const [program, ...rest] = words
  return program === 'kubectl' ? fitsOneOf(KUBECTL, withoutNamespace(rest)) : fitsOneOf(OTHERS, words)
}

function fitsOneOf(forms: readonly (readonly Place[])[], words: readonly string[]): boolean {
  return forms.some((form) => form.length === words.length && form.every((fits, index) => fits(words[index] ?? '')))
}

function withoutNamespace(words: readonly string[]): readonly string[] {
  const [flag, namespace = '', ...rest] = words
  return flag === '-n' && isName('namespace', namespace) ? rest : words
}

/** Roles and their bindings may hold colons, as in `system:controller`. */
function isRoleName(given: string): boolean {
  const parts = given.split(':')
  return given.length <= 253 && parts.length > 1 && parts.every((part) => isName('objectName', part))
}

function isKindAndName(given: string): boolean {
  const [kind = '', ...rest] = given.split('/')
  return KIND(kind) && NAME(rest.join('/'))
}

/** `--as=system:serviceaccount:NAMESPACE:NAME`. Source: Kubernetes documentation, User impersonation. */
function isAccount(given: string): boolean {
  const [flag, kind, scope = '', account = '', ...rest] = given.split(':')
  return flag === '--as=system' && kind === 'serviceaccount' && rest.length === 0 && isName('namespace', scope) && NAME(account)
}

function isFileName(given: string): boolean {
  return given.endsWith('.yaml') && isName('objectName', given)
}

function isReplicas(given: string): boolean {
  const [flag, count = ''] = given.split('=')
  return flag === '--replicas' && given === `--replicas=${count}` && isName('replicas', count)
}

/** `key=value:NoSchedule` puts a taint on, `key:NoSchedule-` takes it off. Source: kubectl taint --help. */
function isTaint(given: string): boolean {
  const [setting = '', effect = '', ...more] = given.split(':')
  if (more.length > 0) return false
  const [key = '', value, ...rest] = setting.split('=')
  const isRemoval = effect.endsWith('-') && value === undefined
  const isEffect = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(isRemoval ? effect.slice(0, -1) : effect)
  return isEffect && rest.length === 0 && isName('labelKey', key) && (value === undefined || isName('labelValue', value))
}
