import { templateFault } from './template-fault.ts'

/** A new init container that exits with an error, or never comes to an end. */
export const initContainerFailing = templateFault({
  name: 'init_container_failing',
  path: 'initContainers',
  rollout: 'recreate',
  change(template, { unit, random }) {
    const command = random.chance(0.5) ? ['sh', '-c', 'echo waiting for schema; sleep infinity'] : ['sh', '-c', 'migrate --check || exit 1']
    const name = random.pick(['wait-for-schema', 'warm-up', 'fetch-keys'])
    const resources = { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '50m', memory: '32Mi' } }
    const container = { name, image: unit.image, command, env: [], ports: [], resources, volumeMounts: [], imagePullPolicy: 'IfNotPresent' }
    template.spec.initContainers = [...(template.spec.initContainers ?? []), container]
  },
})
