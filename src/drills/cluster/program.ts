import type { Exit, Pod } from './pod.ts'

/** What a container image does once it runs. The topology says it for each service, the faults bend it. */
export interface Program {
  readonly listenPort: number
  readonly protocol: 'http' | 'grpc' | 'tcp'
  readonly startupSeconds: number
  /** Why the process ends right after its start; null when it stays. */
  exitAtStart(pod: Pod): Exit | null
  /** What an init container of this name does: pass, wait for ever, or exit. */
  initOutcome(pod: Pod, name: string): 'pass' | 'hang' | Exit
  /** Bytes the process holds after running for so long. */
  memoryBytes(pod: Pod, uptimeSeconds: number): number
}
