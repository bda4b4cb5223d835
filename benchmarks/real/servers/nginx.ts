import type { Stage } from '../stage.ts'

/** The front door of the company. */
export const GATE = 'gate'

/** Starts nginx as the gate with `events` and `http` blocks of its configuration. Both of its logs are the gate's. */
export async function startNginx(stage: Stage, blocks: { readonly events: string; readonly http: string }): Promise<void> {
  const args = ['-p', stage.dir, '-c', configure(stage, blocks), '-e', 'stderr']
  stage.spawn(GATE, { command: 'nginx', args, stopSignal: 'SIGQUIT' })
  await stage.listening(GATE)
  // It cannot open the socket that its output is.
  stage.spawn('gate-access-log', { command: 'tail', args: ['-n', '0', '-F', accessLog(stage)], service: GATE })
}

/** Writes the configuration, which counts from the next reload on. Answers its path. */
export function configure(stage: Stage, { events, http }: { readonly events: string; readonly http: string }): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `  ${what}_temp_path ${stage.folder('nginx')};`)
  const text = `user root;
worker_processes 1;
daemon off;
pid ${stage.dir}/nginx.pid;
error_log stderr warn;
events {
${events}
}
http {
  access_log ${accessLog(stage)} combined;
${temporary.join('\n')}
${http}
}
`
  return stage.file('nginx.conf', text)
}

/** Reads its configuration again, as `nginx -s reload` does. */
export function reload(stage: Stage): void {
  stage.tell(GATE, 'SIGHUP')
}

function accessLog(stage: Stage): string {
  return `${stage.dir}/access.log`
}
