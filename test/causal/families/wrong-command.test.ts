import { describe, expect, it } from 'vitest'
import { wrongCommand } from '../../../src/causal/families/wrong-command.ts'
import { minute } from '../../support/facts.ts'
import { event, pod, POD, proposalsOf, replicaSet, runningPod, workload, WORKLOAD } from './cluster.ts'

function terminated(reason: string, message: string) {
  return runningPod({ lastState: { terminated: { exitCode: 128, reason, message } }, state: { waiting: { reason: 'CrashLoopBackOff' } } })
}

describe('causal/families/wrong-command', () => {
  it('reads from the state of the container that its command is not there', () => {
    const message = 'exec: "/app/srver": executable file not found in $PATH'

    expect(proposalsOf(wrongCommand, { objects: [workload(), replicaSet(), terminated('StartError', message)] })).toEqual([
      `${WORKLOAD} command_invalid witnessed`,
    ])
  })

  it('reads from an event that the image is for another processor', () => {
    const events = [event(POD, 'Failed', 'Error: exec /app/server: exec format error')]

    expect(proposalsOf(wrongCommand, { objects: [workload(), replicaSet(), pod()], events })).toEqual([
      `${WORKLOAD} image_wrong_architecture witnessed`,
    ])
  })

  it('says nothing of a program that ran and failed', () => {
    const objects = [workload(), replicaSet(), terminated('Error', 'fatal: cannot open config: no such file or directory')]

    expect(proposalsOf(wrongCommand, { objects })).toEqual([])
  })

  it('calls it the image where that alone was changed before, and the command where that was changed too', () => {
    const message = 'exec: "/app/server": stat /app/server: no such file or directory'
    const released = (before: object, after: object) => [
      { ...workload({ containers: [{ name: 'main', ...before }] }), lastSeenAt: minute(10), isCurrent: false },
      { ...workload({ containers: [{ name: 'main', ...after }] }), firstSeenAt: minute(15) },
    ]
    const proposed = (before: object, after: object) =>
      proposalsOf(wrongCommand, { objects: [...released(before, after), replicaSet(), terminated('StartError', message)] })

    expect(proposed({ image: 'basket:1' }, { image: 'other:1' })).toEqual([`${WORKLOAD} image_changed witnessed`])
    expect(proposed({ image: 'basket:1' }, { image: 'other:1', args: ['serve'] })).toEqual([`${WORKLOAD} command_invalid witnessed`])
  })
})
