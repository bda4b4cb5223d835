import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A Prometheus of one's own. */
export interface RunningPrometheus {
  readonly url: string
  stop(): Promise<void>
}

const READY_LOOKS = 150
const READY_PAUSE_MS = 200

/** True where Debian's `prometheus` and `promtool` are on this machine. */
export function hasPrometheus(): boolean {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' })
    execFileSync('prometheus', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export interface PrometheusParts {
  /** Alerting rules, YAML. */
  readonly rules?: string
  /** How long the last sample of a series stands for it; Prometheus' own five minutes when left out. */
  readonly lookbackSeconds?: number
}

/** Starts a Prometheus on loopback that holds the samples of an OpenMetrics text. Resolves when it answers; rejects when it does not get ready. */
export async function startPrometheus(openMetrics: string, { rules, lookbackSeconds }: PrometheusParts = {}): Promise<RunningPrometheus> {
  const dir = mkdtempSync(path.join(tmpdir(), 'prometheus-'))
  const at = (name: string) => path.join(dir, name)
  writeFileSync(at('in.om'), openMetrics)
  execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', at('in.om'), at('data')], { stdio: 'ignore' })
  writeFileSync(at('rules.yml'), rules ?? 'groups: []\n')
  writeFileSync(at('prometheus.yml'), `rule_files: [${at('rules.yml')}]\n`)
  const port = await freePort()
  const server = spawn(
    'prometheus',
    [
      `--config.file=${at('prometheus.yml')}`,
      `--storage.tsdb.path=${at('data')}`,
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
      ...(lookbackSeconds === undefined ? [] : [`--query.lookback-delta=${lookbackSeconds}s`]),
    ],
    { stdio: 'ignore' },
  )
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const stop = async () => {
    server.kill('SIGKILL')
    await ended
    rmSync(dir, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  for (let look = 0; look < READY_LOOKS && server.exitCode === null; look += 1) {
    const answer = await fetch(`${url}/-/ready`).catch(() => null)
    if (answer?.ok === true) return { url, stop }
    await new Promise((resolve) => setTimeout(resolve, READY_PAUSE_MS))
  }
  await stop()
  throw new Error('Prometheus did not get ready')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
