import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { DrillTruth } from '../../src/drills/drill-spec.ts'
import type { DrillOrder } from './drill-thread.ts'

/** Writes a drill in a thread of its own, so that whoever waits for processes can hear them meanwhile. Rejects with what the thread throws. */
export async function writeDrillAside(order: DrillOrder): Promise<DrillTruth> {
  const thread = new Worker(new URL('./drill-thread.ts', import.meta.url), { workerData: order })
  const [truth]: DrillTruth[] = await once(thread, 'message')
  if (truth === undefined) throw new Error('the thread of a drill said nothing')
  await thread.terminate()
  return truth
}
