/** Amounts that scheduling and quotas add up: pods, cores, bytes, Services, bytes asked by claims. */
export interface Quantity {
  readonly pods: number
  readonly services: number
  readonly storage: number
  readonly cpu: number
  readonly memory: number
}

const UNITS: Readonly<Record<string, number>> = { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4 }

/** `250m` is 0.25 cores. */
export function cpuCores(text: string): number {
  return text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : Number(text)
}

/** `64Mi` in bytes. */
export function memoryBytes(text: string): number {
  const unit = UNITS[text.slice(-2)]
  return unit === undefined ? Number(text) : Number(text.slice(0, -2)) * unit
}

export function formatCpu(cores: number): string {
  return `${Math.round(cores * 1000)}m`
}

export function formatMemory(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)}Mi`
}
