import type { ObjectChange } from '../../scene/object-history.ts'

/** True for a change of the command or the arguments that a container starts with. */
export function isCommand({ path }: ObjectChange): boolean {
  return /\.(?:command|args)(?:\.|$)/.test(path)
}

/** True for a change of what a container starts: of its image too. */
export function isProgram(change: ObjectChange): boolean {
  return isCommand(change) || change.path.endsWith('.image')
}
