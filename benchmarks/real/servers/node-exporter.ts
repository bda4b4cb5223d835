import type { Stage } from '../stage.ts'

/** The machine of the company, of which only the volumes of the stage are kept. */
const HOST = 'quay-host'

/** Starts what measures the volumes of the machine. */
export function startNodeExporter(stage: Stage): void {
  const args = [
    `--web.listen-address=127.0.0.1:${stage.port(HOST)}`,
    '--collector.disable-defaults',
    '--collector.filesystem',
    '--collector.filesystem.fs-types-exclude=^(proc|sysfs|cgroup2?|devpts|mqueue|overlay)$',
  ]
  stage.spawn(HOST, { command: 'prometheus-node-exporter', args, isSilent: true })
  stage.targets.push({ job: HOST, port: stage.port(HOST) })
}
