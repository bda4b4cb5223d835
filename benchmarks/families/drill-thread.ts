import { parentPort, workerData } from 'node:worker_threads'
import type { DrillSpec, DrillTruth } from '../../src/drills/drill-spec.ts'
import { writeDrill } from '../../src/drills/write-drill.ts'

/** What the thread of `write-drill-aside.ts` is given. */
export interface DrillOrder {
  readonly spec: DrillSpec
  readonly folder: string
}

const { spec, folder }: DrillOrder = workerData
const truth: DrillTruth = writeDrill(spec, folder).truth
parentPort?.postMessage(truth, [])
