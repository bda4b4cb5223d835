import { createObject } from '../cluster/cluster.ts'
import { replacePods } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'
import { crashSteps, placeSystemPods, systemPodEntities } from './system-pods.ts'

const CONTROL_NODE = 'control-1'
const ROLE = 'node-role.kubernetes.io/control-plane'

/** The scheduler fails; nobody notices until a pod has to be replaced, and nobody looks at the new one. */
export const schedulerDown: FaultKind = {
  name: 'scheduler_down',
  plan(context) {
    const { at, world } = context
    const unit = pickService(context)
    createObject(world.cluster, {
      apiVersion: 'v1',
      kind: 'Node',
      name: CONTROL_NODE,
      labels: { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': CONTROL_NODE, [ROLE]: '' },
      at: -5400,
      spec: { podCIDR: '10.244.90.0/24', taints: [{ key: ROLE, effect: 'NoSchedule' }] },
      extra: { status: { allocatable: { cpu: '1920m', memory: '7168Mi', pods: '110' } } },
    })
    const [pod] = placeSystemPods(world, { name: 'kube-scheduler', nodes: [CONTROL_NODE], isStatic: true })
    if (!pod) throw new RangeError('a static pod was not placed')
    const lostAt = at + context.delaySeconds + 40
    return singleCause(context, {
      mechanism: 'scheduler_down',
      entities: () => systemPodEntities(pod),
      onset: lostAt,
      steps: [
        { at, apply: (now) => void (now.cluster.isSchedulerDown = true) },
        ...crashSteps(world, pod, { at, lastWords: 'failed to load configuration: no such file or directory' }),
        { at: lostAt, apply: (now) => replacePods(now, unit) },
      ],
    })
  },
}
