import { templateFault } from './template-fault.ts'

/** The start command names a program that is not in the image. */
export const commandInvalid = templateFault({
  name: 'command_invalid',
  path: 'containers.command',
  rollout: 'recreate',
  change(template, { unit, random }) {
    template.spec.containers[0].command = [random.pick([`${unit.name}-server`, 'start.sh', 'run-all'])]
  },
})
