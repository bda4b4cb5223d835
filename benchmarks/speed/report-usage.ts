import { writeSync } from 'node:fs'

// Loaded before another program: when that ends, writes what the whole process used to file descriptor 3, as { cpuMs, peakMb }.

const REPORT_DESCRIPTOR = 3
const BYTES_PER_MB = 1_000_000

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const figures = { cpuMs: Math.round((userCPUTime + systemCPUTime) / 1000), peakMb: Math.round((maxRSS * 1024) / BYTES_PER_MB) }
  writeSync(REPORT_DESCRIPTOR, JSON.stringify(figures))
})
