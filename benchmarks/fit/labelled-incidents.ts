import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { TelemetrySource } from '../../src/domain/reading.ts'
import { cloudOpsbench, saidIn } from '../cloud-opsbench.ts'
import { nezhaTruth, rootcausebenchTruth, type NamedCause } from '../discipline/truths.ts'
import type { TruthTest } from '../average-precision.ts'
import { listRecordings } from '../recorded/list-recordings.ts'
import { recordedTruths, type RecordedTruth } from '../recorded/score-recorded.ts'

/** A candidate of the engine, as far as a label can be about it. */
type Named = NamedCause

/** One recorded incident whose cause is known. */
export interface LabelledIncident {
  readonly set: string
  readonly id: string
  /** The recording. */
  readonly dir: string
  /** Sources that may not be read of it. */
  readonly closed: readonly TelemetrySource[]
  /** True where nothing is wrong: then nothing is a cause. */
  readonly isHealthy: boolean
  /** How well a candidate fits the label: entity and kind of fault, the entity alone, or not at all. */
  readonly fits: (named: Named) => 'whole' | 'entity' | 'not'
  /** Which of the causes of the label it is, from 0; what fits none of them is 0 too. */
  readonly causeOf: (named: Named) => number
}

const drillTruths = z.record(
  z.string(),
  z.object({ outcome: z.enum(['diagnosis', 'no_cause']), accept: z.array(z.array(z.string())), decisive: z.boolean().default(true) }),
)
const opsTruths = z.record(z.string(), z.object({ fault_object: z.string(), root_cause: z.string() }))
const nezhaTruths = z.record(z.string(), z.object({ service: z.string() }))
const commitTruths = z.record(z.string(), z.object({ root_cause_commit: z.string(), blast_radius: z.array(z.string()) }))

/**
 * Every labelled incident below `dir`, which is a folder of sets or one set; how a set is labelled is told by what its labels hold. Recordings that cannot show
 * their fault are left out. Empty where no set has labels.
 */
export function labelledIncidents(dir: string): readonly LabelledIncident[] {
  const sets = [
    dir,
    ...readdirSync(dir, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [path.join(dir, entry.name)] : [])),
  ]
  return sets.filter((set) => existsSync(path.join(set, 'truth.json'))).flatMap(incidentsOf)
}

function incidentsOf(dir: string): readonly LabelledIncident[] {
  const truth: unknown = JSON.parse(readFileSync(path.join(dir, 'truth.json'), 'utf8'))
  const set = { dir, name: path.basename(path.resolve(dir)) }
  const recorded = recordedTruths.safeParse(truth)
  if (recorded.success) return fromRecordings(set, recorded.data)
  const drilled = drillTruths.safeParse(truth)
  if (drilled.success) return casesOf(set, decisiveOf(drilled.data), drillLabel)
  const ops = opsTruths.safeParse(truth)
  if (ops.success) return casesOf({ ...set, closed: cloudOpsbench.activeSources ?? [] }, ops.data, opsLabel)
  const nezha = nezhaTruths.safeParse(truth)
  if (nezha.success) return casesOf(set, nezha.data, (label) => labelBy(nezhaTruth(label)))
  return casesOf(set, commitTruths.parse(truth), (label) => labelBy(rootcausebenchTruth(label)))
}

interface LabelledSet {
  readonly dir: string
  readonly name: string
  /** Sources that may not be read of any of its cases. */
  readonly closed?: readonly TelemetrySource[]
}

type Label = Pick<LabelledIncident, 'isHealthy' | 'fits' | 'causeOf'>

/** Most labels name one cause. */
const ONE_CAUSE: Pick<Label, 'causeOf'> = { causeOf: () => 0 }

function decisiveOf<T extends { readonly decisive: boolean }>(truths: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(truths).filter(([, { decisive }]) => decisive))
}

function drillLabel({ outcome, accept }: z.infer<typeof drillTruths>[string]): Label {
  return {
    isHealthy: outcome === 'no_cause',
    fits: ({ entity }) => wholeIf(accept.flat().includes(entity)),
    causeOf: ({ entity }) =>
      Math.max(
        0,
        accept.findIndex((names) => names.includes(entity)),
      ),
  }
}

function opsLabel(label: z.infer<typeof opsTruths>[string]): Label {
  return {
    ...ONE_CAUSE,
    isHealthy: false,
    fits: (named) => {
      const said = saidIn(named)
      if (said?.fault_object !== label.fault_object) return 'not'
      return said.root_cause === label.root_cause ? 'whole' : 'entity'
    },
  }
}

function labelBy(truth: TruthTest<Named>): Label {
  return { ...ONE_CAUSE, isHealthy: false, fits: (named) => wholeIf(truth.groupOf(named) === 0) }
}

function wholeIf(isTrue: boolean): 'whole' | 'not' {
  return isTrue ? 'whole' : 'not'
}

function casesOf<T>(
  { dir, name, closed = [] }: LabelledSet,
  truths: Readonly<Record<string, T>>,
  labelOf: (truth: T) => Label,
): readonly LabelledIncident[] {
  return Object.entries(truths).flatMap(([id, truth]) => {
    const folder = path.join(dir, 'cases', id)
    return existsSync(folder) ? [{ set: name, id, dir: folder, closed, ...labelOf(truth) }] : []
  })
}

function fromRecordings({ dir, name }: LabelledSet, truths: Readonly<Record<string, RecordedTruth>>): readonly LabelledIncident[] {
  return listRecordings(dir).flatMap((recording) => {
    const id = recording.form === null ? recording.case : `${recording.case}-${recording.form}`
    const truth = truths[id] ?? truths[recording.case]
    if (truth === undefined || !truth.decisive) return []
    return [
      {
        set: name,
        id,
        dir: recording.dir,
        closed: [],
        ...ONE_CAUSE,
        isHealthy: truth.healthy,
        fits: (named: Named) => recordedFit(named, truth),
      },
    ]
  })
}

function recordedFit({ entity, mechanism }: Named, truth: RecordedTruth): 'whole' | 'entity' | 'not' {
  const isOf = (pattern: string | null, text: string) => pattern !== null && new RegExp(pattern, 'i').test(text)
  if (!isOf(truth.entity, entity)) return 'not'
  return isOf(truth.mechanism, mechanism) ? 'whole' : 'entity'
}
