import type { ToldFault } from './told-fault.ts'

/** Programs that run out of something of their own. Words: the products' sources and manuals. */
export const LIMIT_FAULTS: readonly ToldFault[] = [
  {
    name: 'too_many_open_files',
    bites: 'service',
    how: 'fails',
    answers: ['internal server error', 'connection refused', 'unexpected EOF'],
    voices: [
      {
        source: 'Go, net/http',
        level: 'ERROR',
        everySeconds: 5,
        language: 'go',
        measure: { name: 'process_open_fds', calm: 60, bad: 1024 },
        lines: ['{slash} http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in 1s'],
      },
      {
        source: 'Tomcat, Acceptor',
        level: 'ERROR',
        everySeconds: 6,
        language: 'java',
        measure: { name: 'process_files_open_files', calm: 120, bad: 4096 },
        lines: [
          '{time} ERROR 1 --- [http-nio-8080-Acceptor] o.apache.tomcat.util.net.Acceptor        : Socket accept failed\njava.io.IOException: Too many open files',
          'java.net.SocketException: Too many open files',
        ],
      },
      {
        source: 'Node',
        level: 'ERROR',
        everySeconds: 4,
        language: 'nodejs',
        lines: ["Error: EMFILE: too many open files, open '/app/views/item-{hex}.html'"],
      },
      {
        source: 'Python',
        level: 'ERROR',
        everySeconds: 5,
        language: 'python',
        lines: ['OSError: [Errno 24] Too many open files', 'socket.accept() out of system resource'],
      },
      {
        source: 'nginx before the program',
        level: '',
        everySeconds: 5,
        lines: [
          '{slash} [crit] 29#29: accept4() failed (24: Too many open files)',
          '{slash} [alert] 29#29: *{pid} socket() failed (24: Too many open files) while connecting to upstream, client: {ip}',
        ],
      },
      {
        source: 'Rust, std::io::Error',
        level: 'WARN',
        everySeconds: 5,
        language: 'rust',
        lines: ['accept error: Too many open files (os error 24)', 'Os { code: 24, kind: Uncategorized, message: "Too many open files" }'],
      },
    ],
  },
  {
    name: 'ports_exhausted',
    bites: 'service',
    how: 'fails',
    answers: ['bad gateway', 'upstream is not reachable', 'internal error'],
    voices: [
      {
        source: 'Go, net',
        level: 'ERROR',
        everySeconds: 4,
        language: 'go',
        lines: ['level=error msg="request failed" err="dial tcp {ip}:8080: connect: cannot assign requested address"'],
      },
      {
        source: 'Java, NoRouteToHostException',
        level: 'ERROR',
        everySeconds: 5,
        language: 'java',
        lines: ['java.net.NoRouteToHostException: Cannot assign requested address (Address not available)'],
      },
      {
        source: 'Python',
        level: 'ERROR',
        everySeconds: 5,
        language: 'python',
        lines: ['OSError: [Errno 99] Cannot assign requested address'],
      },
      {
        source: 'Node',
        level: 'ERROR',
        everySeconds: 4,
        language: 'nodejs',
        lines: ['Error: connect EADDRNOTAVAIL {ip}:8080 - Local ({ip}:0)'],
      },
      {
        source: 'nginx',
        level: '',
        everySeconds: 4,
        lines: [
          '{slash} [crit] 29#29: *{pid} connect() to {ip}:8080 failed (99: Cannot assign requested address) while connecting to upstream, client: {ip}, server: _',
        ],
      },
      {
        source: 'HAProxy',
        level: 'WARN',
        everySeconds: 10,
        lines: ['Connect() failed for backend app: no free ports.'],
      },
      {
        source: '.NET, SocketException 99',
        level: 'WARN',
        everySeconds: 6,
        language: 'dotnet',
        lines: ['System.Net.Sockets.SocketException (99): Cannot assign requested address'],
      },
    ],
  },
  {
    name: 'worker_pool_exhausted',
    bites: 'service',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'php-fpm, fpm_process_ctl.c',
        level: 'WARN',
        everySeconds: 15,
        lines: [
          '[{fpmTime}] WARNING: [pool www] server reached pm.max_children setting (50), consider raising it',
          '[{fpmTime}] WARNING: [pool www] seems busy (you may need to increase pm.start_servers, or pm.min/max_spare_servers), spawning 32 children, there are 0 idle, and 50 total children',
        ],
      },
      {
        source: 'Apache httpd, AH00161 and AH00484',
        level: '',
        everySeconds: 60,
        lines: [
          '[mpm_event:error] [pid {pid}:tid {millions}] AH00484: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting',
        ],
      },
      {
        source: 'java.util.concurrent',
        level: 'ERROR',
        everySeconds: 6,
        language: 'java',
        measure: { name: 'executor_active_threads', calm: 6, bad: 200 },
        lines: [
          'java.util.concurrent.RejectedExecutionException: Task java.util.concurrent.FutureTask@{hex} rejected from java.util.concurrent.ThreadPoolExecutor@{hex}[Running, pool size = 200, active threads = 200, queued tasks = 1000, completed tasks = {millions}]',
        ],
      },
      {
        source: 'uWSGI',
        level: '',
        everySeconds: 10,
        language: 'python',
        lines: ['*** uWSGI listen queue of socket ":8000" (fd: 3) full !!! (101/100) ***'],
      },
      {
        source: 'gunicorn, arbiter',
        level: 'ERROR',
        everySeconds: 20,
        language: 'python',
        lines: ['[{pid}] [CRITICAL] WORKER TIMEOUT (pid:{pid})'],
      },
      {
        source: 'Tomcat 6 to 8, JIoEndpoint',
        level: 'INFO',
        everySeconds: 60,
        language: 'java',
        lines: ['All threads (200) are currently busy, waiting. Increase maxThreads (200) or check the servlet status'],
      },
      {
        source: 'waitress',
        level: 'WARN',
        everySeconds: 8,
        language: 'python',
        lines: ['{comma} WARNING [waitress.queue] Task queue depth is {tens}'],
      },
      {
        source: 'Kestrel, HeartbeatSlow',
        level: 'WARN',
        everySeconds: 10,
        language: 'dotnet',
        lines: [
          'As of "{time}", the heartbeat has been running for "00:00:0{n}.1" which is longer than "00:00:01". This could be caused by thread pool starvation.',
        ],
      },
    ],
  },
]
