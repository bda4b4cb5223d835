import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { programEnds } from '../../../src/causal/families/program-ends.ts'
import { factsOf, minute, version } from '../../support/facts.ts'
import { event, failedCall, logged, POD, proposalsOf, replicaSet, runningPod, workload, WORKLOAD } from './cluster.ts'

const END = { exitCode: 1, reason: 'Error', startedAt: minute(19).toISOString(), finishedAt: minute(20).toISOString() }

function ended(end: Readonly<Record<string, unknown>> = END, status: Readonly<Record<string, unknown>> = {}) {
  const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' }
  return [workload(), replicaSet(), runningPod({ state: { waiting }, lastState: { terminated: end }, ...status })]
}

const named = (mechanism: string, basis = 'witnessed') => [`${WORKLOAD} ${mechanism} ${basis}`]

describe('causal/families/program-ends', () => {
  it.each([
    ['write /data/wal: no space left on device', 'disk_full'],
    ['listen tcp :8080: bind: address already in use', 'port_in_use'],
    ["PermissionError: [Errno 13] Permission denied: '/data/index'", 'permission_denied'],
    ['DEPLOY_ENV is undefined', 'config_missing'],
    ['flag provided but not defined: -prot', 'config_invalid'],
    ['FATAL: password authentication failed for user "orders"', 'credentials_refused'],
    ["Error: Cannot find module 'express'", 'library_missing'],
    ['exec /app/server: exec format error', 'image_wrong_architecture'],
  ])('names an end by what the program said: %s', (words, mechanism) => {
    expect(proposalsOf(programEnds, { objects: ended(), logs: [logged(words)] })).toEqual(named(mechanism))
  })

  it('measures an end without words, and leaves the reason open', () => {
    expect(proposalsOf(programEnds, { objects: ended() })).toEqual(named('program_ends_at_start', 'measured'))
  })

  it('leaves the reason open of what has neither known words nor a change before it', () => {
    const isOpen = (logs: readonly ReturnType<typeof logged>[]) =>
      programEnds.propose(buildScene(factsOf({ object_versions: ended(), log_patterns: logs }))).map((proposal) => proposal.isReasonUnknown)

    expect(isOpen([logged('cannot go on')])).toEqual([true])
    expect(isOpen([logged('DEPLOY_ENV is undefined')])).toEqual([false])
  })

  it('leaves the cause to whom it did not reach', () => {
    const words = logged('dial tcp 10.96.4.1:5432: connect: connection refused')
    const failures = [failedCall('db', { failure: 'refused', example: words.example })]

    expect(proposalsOf(programEnds, { objects: ended(), logs: [words], failures })).toEqual([])
  })

  it.each(['OOMKilled', 'StartError', 'ContainerCannotRun', 'Completed', 'Evicted'])('leaves %s to who knows it', (reason) => {
    expect(proposalsOf(programEnds, { objects: ended({ ...END, reason }) })).toEqual([])
  })

  it('says nothing of a program that is ready again, that ended well, or that never ended', () => {
    expect(proposalsOf(programEnds, { objects: ended(END, { ready: true }) })).toEqual([])
    expect(proposalsOf(programEnds, { objects: ended({ ...END, exitCode: 0 }) })).toEqual([])
    expect(proposalsOf(programEnds, { objects: ended({}) })).toEqual([])
  })

  it('says nothing of one that a probe kills from outside, nor of a Job, whose end is its own', () => {
    const killed = [event(POD, 'Killing', 'Container main failed liveness probe, will be restarted')]
    const job = version('shop/Job/mail', {})
    const owner = { metadata: { ownerReferences: [{ kind: 'Job', name: 'mail' }] } }
    const [, , own] = ended()

    expect(proposalsOf(programEnds, { objects: ended(), events: killed })).toEqual([])
    expect(own && proposalsOf(programEnds, { objects: [job, { ...own, object: { ...own.object, ...owner } }] })).toEqual([])
  })

  it('calls it the init container that ends, whatever it said', () => {
    const objects = ended({}, { name: 'main' }).slice(0, 2)
    const pod = runningPod({})
    const status = { initContainerStatuses: [{ name: 'wait', ready: false, lastState: { terminated: END } }] }

    expect(proposalsOf(programEnds, { objects: [...objects, { ...pod, object: { ...pod.object, status } }] })).toEqual(
      named('init_container_failing', 'measured'),
    )
  })

  it('calls it the command where that was changed before', () => {
    const template = (args: readonly string[]) => ({ containers: [{ name: 'main', args }] })
    const [, ...rest] = ended()
    const changed = [
      { ...workload(template(['serve'])), lastSeenAt: minute(10), isCurrent: false },
      { ...workload(template(['serve', '--fast'])), firstSeenAt: minute(15) },
    ]

    expect(proposalsOf(programEnds, { objects: [...changed, ...rest] })).toEqual(named('command_changed', 'measured'))
  })

  it.each([
    [127, 'sh: basket: not found', 'image_changed'],
    [64, 'usage: other [-v] FILE', 'image_changed'],
    [2, 'panic: runtime error: index out of range', 'program_ends_at_start'],
    [1, 'cannot go on', 'program_ends_at_start'],
  ])('calls it the image where that alone was changed before and the program is another: exit code %i', (exitCode, words, mechanism) => {
    const [, ...rest] = ended({ ...END, exitCode })
    const changed = [
      { ...workload({ containers: [{ name: 'main', image: 'basket:1' }] }), lastSeenAt: minute(10), isCurrent: false },
      { ...workload({ containers: [{ name: 'main', image: 'other:1' }] }), firstSeenAt: minute(15) },
    ]

    expect(proposalsOf(programEnds, { objects: [...changed, ...rest], logs: [logged(words)] })).toEqual(named(mechanism))
  })
})
