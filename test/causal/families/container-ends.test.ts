import { describe, expect, it } from 'vitest'
import { containerEnds, REFUSALS } from '../../../src/causal/families/container-ends.ts'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { shiftSeconds } from '../../../src/domain/time-window.ts'
import { END, factsOf, minute, version } from '../../support/facts.ts'
import { POD, WORKLOAD, event, failedCall, logged, pod, proposalsOf, replicaSet, runningPod, workload } from './cluster.ts'

describe('causal/families/container-ends', () => {
  const END = { exitCode: 1, reason: 'Error', startedAt: minute(19).toISOString(), finishedAt: minute(20).toISOString() }

  function ended(end: Readonly<Record<string, unknown>> = END, status: Readonly<Record<string, unknown>> = {}) {
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' }
    return [workload(), replicaSet(), runningPod({ state: { waiting }, lastState: { terminated: end }, ...status })]
  }

  const named = (mechanism: string, basis = 'witnessed') => [`${WORKLOAD} ${mechanism} ${basis}`]

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
    expect(proposalsOf(containerEnds, { objects: ended(), logs: [logged(words)] })).toEqual(named(mechanism))
  })

  it('measures an end without words, and leaves the reason open', () => {
    expect(proposalsOf(containerEnds, { objects: ended() })).toEqual(named('program_ends_at_start', 'measured'))
  })

  it('leaves the reason open of what has neither known words nor a change before it', () => {
    const isOpen = (logs: readonly ReturnType<typeof logged>[]) =>
      containerEnds
        .propose(buildScene(factsOf({ object_versions: ended(), log_patterns: logs })))
        .map((proposal) => proposal.isReasonUnknown)

    expect(isOpen([logged('cannot go on')])).toEqual([true])
    expect(isOpen([logged('DEPLOY_ENV is undefined')])).toEqual([false])
  })

  it('leaves the cause to whom it did not reach', () => {
    const words = logged('dial tcp 10.96.4.1:5432: connect: connection refused')
    const failures = [failedCall('db', { failure: 'refused', example: words.example })]

    expect(proposalsOf(containerEnds, { objects: ended(), logs: [words], failures })).toEqual([])
  })

  it.each(['OOMKilled', 'StartError', 'ContainerCannotRun', 'Completed', 'Evicted'])('leaves %s to who knows it', (reason) => {
    expect(proposalsOf(containerEnds, { objects: ended({ ...END, reason }) })).toEqual([])
  })

  it('says nothing of a program that is ready again, that ended well, or that never ended', () => {
    expect(proposalsOf(containerEnds, { objects: ended(END, { ready: true }) })).toEqual([])
    expect(proposalsOf(containerEnds, { objects: ended({ ...END, exitCode: 0 }) })).toEqual([])
    expect(proposalsOf(containerEnds, { objects: ended({}) })).toEqual([])
  })

  it('says nothing of one that a probe kills from outside, nor of a Job, whose end is its own', () => {
    const killed = [event(POD, 'Killing', 'Container main failed liveness probe, will be restarted')]
    const job = version('shop/Job/mail', {})
    const owner = { metadata: { ownerReferences: [{ kind: 'Job', name: 'mail' }] } }
    const [, , own] = ended()

    expect(proposalsOf(containerEnds, { objects: ended(), events: killed })).toEqual([])
    expect(own && proposalsOf(containerEnds, { objects: [job, { ...own, object: { ...own.object, ...owner } }] })).toEqual([])
  })

  it('calls it the init container that ends, whatever it said', () => {
    const objects = ended({}, { name: 'main' }).slice(0, 2)
    const pod = runningPod({})
    const status = { initContainerStatuses: [{ name: 'wait', ready: false, lastState: { terminated: END } }] }

    expect(proposalsOf(containerEnds, { objects: [...objects, { ...pod, object: { ...pod.object, status } }] })).toEqual(
      named('init_container_crashing'),
    )
  })

  it('calls it the command where that was changed before', () => {
    const template = (args: readonly string[]) => ({ containers: [{ name: 'main', args }] })
    const [, ...rest] = ended()
    const changed = [
      { ...workload(template(['serve'])), lastSeenAt: minute(10), isCurrent: false },
      { ...workload(template(['serve', '--fast'])), firstSeenAt: minute(15) },
    ]

    expect(proposalsOf(containerEnds, { objects: [...changed, ...rest] })).toEqual(named('command_changed', 'measured'))
  })

  it('does not take words that say nothing of the machine for a reason', () => {
    const said = (words: string) => containerEnds.propose(buildScene(factsOf({ object_versions: ended(), log_patterns: [logged(words)] })))

    expect(said('UnknownRecipe: no recipe for panel 7')).toMatchObject([{ basis: 'measured', isReasonUnknown: true }])
    expect(said('open /etc/basket.yaml: no such file or directory')).toMatchObject([{ basis: 'witnessed' }])
  })

  it.each([
    [64, 'usage: other [-v] FILE', 'image_changed'],
    [127, 'sh: basket: not found', 'command_invalid'],
  ])('calls it the image where that was changed last and the program states no reason: exit code %i', (exitCode, words, mechanism) => {
    const [, ...rest] = ended({ ...END, exitCode })
    const changed = [
      { ...workload({ containers: [{ name: 'main', image: 'basket:1' }] }), lastSeenAt: minute(10), isCurrent: false },
      { ...workload({ containers: [{ name: 'main', image: 'other:1' }] }), firstSeenAt: minute(15) },
    ]

    expect(proposalsOf(containerEnds, { objects: [...changed, ...rest], logs: [logged(words)] })).toEqual(named(mechanism))
  })
})

describe('causal/families/container-ends, that cannot be started', () => {
  function terminated(reason: string, message: string) {
    return runningPod({ lastState: { terminated: { exitCode: 128, reason, message } }, state: { waiting: { reason: 'CrashLoopBackOff' } } })
  }

  it('reads from the state of the container that its command is not there', () => {
    const message = 'exec: "/app/srver": executable file not found in $PATH'

    expect(proposalsOf(containerEnds, { objects: [workload(), replicaSet(), terminated('StartError', message)] })).toEqual([
      `${WORKLOAD} command_invalid witnessed`,
    ])
  })

  it('reads from an event that the image is for another processor', () => {
    const events = [event(POD, 'Failed', 'Error: exec /app/server: exec format error')]

    expect(proposalsOf(containerEnds, { objects: [workload(), replicaSet(), pod()], events })).toEqual([
      `${WORKLOAD} image_wrong_architecture witnessed`,
    ])
  })

  it('does not take a program that ran and failed for one that cannot be started', () => {
    const objects = [workload(), replicaSet(), terminated('Error', 'fatal: cannot open config: no such file or directory')]

    expect(proposalsOf(containerEnds, { objects })).toEqual([`${WORKLOAD} program_ends_at_start measured`])
  })

  it('shows the image that was changed before', () => {
    const message = 'exec: "/app/server": stat /app/server: no such file or directory'
    const released = (before: object, after: object) => [
      { ...workload({ containers: [{ name: 'main', ...before }] }), lastSeenAt: minute(10), isCurrent: false },
      { ...workload({ containers: [{ name: 'main', ...after }] }), firstSeenAt: minute(15) },
    ]
    const objects = [...released({ image: 'basket:1' }, { image: 'other:1' }), replicaSet(), terminated('StartError', message)]

    const [proposal] = containerEnds.propose(buildScene(factsOf({ object_versions: objects })))

    expect(proposal).toMatchObject({ entity: WORKLOAD, mechanism: 'command_invalid' })
    expect(proposal?.for.map(({ text }) => text)).toContainEqual(expect.stringContaining('from basket:1 to other:1'))
  })
})

describe('causal/families/container-ends, of init containers', () => {
  function podWith(state: Readonly<Record<string, unknown>>) {
    return pod({
      spec: { nodeName: 'node-a' },
      status: { phase: 'Pending', initContainerStatuses: [{ name: 'wait-for-schema', restartCount: 0, state }] },
    })
  }

  function propose(state: Readonly<Record<string, unknown>>) {
    return proposalsOf(containerEnds, { objects: [workload(), replicaSet(), podWith(state)] })
  }

  it.each([
    ['that waits to be restarted', { waiting: { reason: 'CrashLoopBackOff' } }],
    ['that ended with an error', { terminated: { exitCode: 1, reason: 'Error' } }],
  ])('names the workload with an init container %s', (_, state) => {
    expect(propose(state)).toEqual([`${WORKLOAD} init_container_crashing witnessed`])
  })

  it('names the workload with an init container that does not come to an end', () => {
    expect(propose({ running: { startedAt: minute(20).toISOString() } })).toEqual([`${WORKLOAD} init_container_hanging witnessed`])
  })

  it.each([
    ['has just begun', { running: { startedAt: shiftSeconds(END, -60).toISOString() } }],
    ['has passed', { terminated: { exitCode: 0, reason: 'Completed' } }],
  ])('says nothing of one that %s', (_, state) => {
    expect(propose(state)).toEqual([])
  })
})

describe('causal/families/container-ends, its table of refusals', () => {
  it.each(REFUSALS.map((refusal) => ({ refusal, example: refusal[3] })))('knows $example', ({ refusal, example }) => {
    expect(REFUSALS.find(([, words]) => words.test(example))).toBe(refusal)
  })
})
