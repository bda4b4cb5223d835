import { CLUSTER_SCOPE, type EntityId, formatEntity } from '../../../domain/entity.ts'
import { podsOf } from '../../cluster/cluster.ts'
import type { Random } from '../../random.ts'
import { type ServiceUnit, callersOf } from '../../topology/topology.ts'
import type { Failure } from '../../traffic/failure.ts'
import type { World } from '../../world.ts'
import { entity, restart, workloadEntities } from '../acts.ts'
import { type FaultContext, type FaultKind, type Step, pickService, singleCause } from '../fault.ts'
import { calmNode } from '../node-loss.ts'
import { type LineFacts, fillLine } from './fill-line.ts'
import type { Measure, ToldFault, Voice } from './told-fault.ts'

const FAILING_RATIO = 0.6
const DELAY_SECONDS = [2.2, 3.2] as const
const HANG_RATIO = 0.5
/** Share of its memory limit by which a process grows until the recording ends: from about half of it to nine tenths. */
const GROWN_SHARE = 0.36
const PHASE_SECONDS = 20

/** What is struck: the pods of one service, or a machine. */
type Target = { readonly unit: ServiceUnit } | { readonly node: string }

/** The kind of drill that a row of the tables stands for. */
export function toldKind(fault: ToldFault): FaultKind {
  const isQueued = fault.bites === 'broker' || fault.bites === 'worker'
  return {
    name: fault.name,
    ...(fault.needs || isQueued ? { needs: [...(fault.needs ?? []), ...(isQueued ? (['queue'] as const) : [])] } : {}),
    plan(context) {
      const voice = context.random.pick(fault.voices)
      const target = targetOf(context, fault, voice)
      const since = context.at + context.delaySeconds
      const name = 'unit' in target ? target.unit.name : target.node
      const facts = {
        random: context.random.fork('words'),
        clock: context.world.clock,
        since,
        self: name,
      }
      const answer = fillLine(voice.answer ?? context.random.pick(fault.answers.length > 0 ? fault.answers : ['']), { ...facts, at: since })
      return singleCause(context, {
        mechanism: fault.name,
        entities: (world) => namesOf(world, fault, target),
        onset: since,
        steps: [
          { at: since, apply: (world) => strike(world, { fault, target, since, answer, random: context.random.fork('strike') }) },
          ...(voice.measure && 'unit' in target ? [measured(voice.measure, target.unit, since)] : []),
          ...words(context.world, { voice, target, facts }),
        ],
      })
    },
  }
}

function targetOf(context: FaultContext, fault: ToldFault, voice: Voice): Target {
  if (fault.bites === 'node') return { node: calmNode(context) }
  if (fault.bites === 'service') return { unit: pickService(context, ({ language }) => language === (voice.language ?? language)) }
  const { topology } = context.world
  const mayHit = context.mayHit ?? (() => true)
  const all = topology.services.filter((unit) => unit.role === fault.bites && mayHit(unit))
  const needed = all.filter(({ key }) =>
    callersOf(topology, key).some(({ calls }) => calls.some((call) => call.to === key && !call.isOptional)),
  )
  const unit = context.random.pick(needed.length > 0 ? needed : all)
  context.struck.add(unit)
  return { unit }
}

/** Every name under which the struck thing may be blamed. */
function namesOf(world: World, fault: ToldFault, target: Target): readonly EntityId[] {
  if ('node' in target) return [formatEntity(CLUSTER_SCOPE, 'Node', target.node)]
  const { unit } = target
  const certificate = [
    formatEntity('external', 'Certificate', `${unit.name}.${unit.namespace}.svc`),
    formatEntity(unit.namespace, 'Secret', `${unit.name}-tls`),
  ]
  return [...workloadEntities(world, unit), entity(unit, 'Service'), ...(fault.hasCertificate ? certificate : [])]
}

/** Puts the fault in: from now on what it strikes fails, hangs or is slow. */
function strike(
  world: World,
  { fault, target, since, answer, random }: { fault: ToldFault; target: Target; since: number; answer: string; random: Random },
): void {
  const lasting = { from: since, to: Number.POSITIVE_INFINITY }
  const delaySeconds = random.between(...DELAY_SECONDS)
  const isOnTheWay = fault.how === 'refuses' || fault.how === 'hangs' || 'node' in target
  if (isOnTheWay) {
    const harm =
      fault.how === 'slows'
        ? { delaySeconds }
        : { failure: failureOf(fault, answer), lossRatio: fault.how === 'hangs' ? HANG_RATIO : FAILING_RATIO }
    world.network.push({
      ...lasting,
      matches: ({ callee }) => ('node' in target ? callee?.run.node === target.node : callee?.workload === target.unit.workload),
      ...harm,
    })
  }
  if ('node' in target) return
  const { unit } = target
  const memory = { memoryBytesPerSecond: (GROWN_SHARE * unit.memoryMib * 1024 ** 2) / (world.durationSeconds - since) }
  if (fault.hasRestart) restart(world, unit)
  if (isOnTheWay) return
  world.conditions.push({
    service: unit.key,
    ...lasting,
    ...(fault.hasGrowingMemory ? memory : {}),
    ...(fault.how === 'slows' ? { delaySeconds } : { failureRatio: FAILING_RATIO, failure: failureOf(fault, answer) }),
  })
}

function failureOf({ how }: ToldFault, message: string): Failure {
  if (how === 'hangs') return { kind: 'timeout', message, httpStatus: 504, grpcStatus: 4 }
  return {
    kind: how === 'refuses' ? 'reset' : 'application',
    message,
    httpStatus: how === 'refuses' ? 503 : 500,
    grpcStatus: how === 'refuses' ? 14 : 13,
  }
}

/** What the exporter of its kind measures, before onset and after it. */
function measured({ name, calm, bad, perSecond = 0 }: Measure, struck: ServiceUnit, since: number): Step {
  const valueAt = (seconds: number) => (seconds < since ? calm : bad + perSecond * (seconds - since))
  return { at: 0, apply: (world) => void world.gauges.push({ name, role: struck.role, struck, calm, valueAt }) }
}

/** What the struck thing writes, again and again until the recording ends. */
function words(world: World, { voice, target, facts }: { voice: Voice; target: Target; facts: Omit<LineFacts, 'at'> }): Step[] {
  const steps: Step[] = []
  const first = facts.since + facts.random.integer(2, Math.min(PHASE_SECONDS, voice.everySeconds))
  for (let at = first, turn = 0; at < world.durationSeconds; at += voice.everySeconds, turn++) {
    const line = voice.lines[turn % voice.lines.length] ?? ''
    steps.push({ at, apply: (now) => say(now, target, { at: at + facts.random.next(), severity: voice.level, line, facts }) })
  }
  return steps
}

function say(world: World, target: Target, said: { at: number; severity: string; line: string; facts: Omit<LineFacts, 'at'> }): void {
  const { at, severity } = said
  const body = fillLine(said.line, { ...said.facts, at })
  if ('node' in target) return world.sinks.log({ host: target.node, at, severity, body })
  const [pod] = podsOf(world.cluster, target.unit.namespace, target.unit.workload).filter(({ run }) => run.isReady)
  if (pod) world.sinks.log({ pod, unit: target.unit, traceId: '', spanId: '', at, severity, body })
}
