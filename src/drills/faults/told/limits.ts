import type { ToldFault } from './told-fault.ts'

/** Programs that run out of something of their own, or wait for it. Words: the products' sources and manuals. */
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
  {
    name: 'memory_grows',
    bites: 'service',
    how: 'slows',
    answers: [],
    hasGrowingMemory: true,
    voices: [
      {
        source: 'Node, EventEmitter',
        level: 'WARN',
        everySeconds: 60,
        language: 'nodejs',
        lines: [
          '(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 finish listeners added to [Socket]. MaxListeners is 10. Use emitter.setMaxListeners() to increase limit',
        ],
      },
      {
        source: 'Netty, ResourceLeakDetector',
        level: 'ERROR',
        everySeconds: 40,
        language: 'java',
        lines: [
          "LEAK: ByteBuf.release() was not called before it's garbage-collected. See https://netty.io/wiki/reference-counted-objects.html for more information.",
        ],
      },
      {
        source: 'Tomcat, WebappClassLoaderBase',
        level: 'WARN',
        everySeconds: 90,
        language: 'java',
        lines: [
          'The web application [ROOT] appears to have started a thread named [poller-{n}] but has failed to stop it. This is very likely to create a memory leak.',
        ],
      },
      {
        source: 'Celery, billiard and gunicorn',
        level: 'WARN',
        everySeconds: 60,
        language: 'python',
        lines: [
          'child process exceeding memory limit ({growing}KiB / 204800KiB)',
          'worker rss grew to {growing} MB since start, no request in flight',
        ],
      },
      {
        source: 'a program that looks at itself',
        level: 'WARN',
        everySeconds: 45,
        lines: ['heap in use {growing} MB, up 41 MB in the last minute', 'memory usage is growing: rss={growing}MiB soft_limit=2048MiB'],
      },
      {
        source: 'PM2',
        level: '',
        everySeconds: 60,
        lines: [
          'PM2        | [PM2][WORKER] Process 0 restarted because it exceeds --max-memory-restart value (current_memory={millions}00 max_memory_limit={millions}00 [octets])',
        ],
      },
    ],
  },
  {
    name: 'slow_start',
    bites: 'service',
    how: 'slows',
    answers: [],
    hasRestart: true,
    voices: [
      {
        source: 'Spring Boot, StartupInfoLogger',
        level: 'INFO',
        everySeconds: 400,
        language: 'java',
        measure: { name: 'application_ready_time_seconds', calm: 9, bad: 143 },
        lines: ['{time}  INFO 1 --- [main] c.e.Application : Started Application in 143.{hundreds} seconds (process running for 145.9)'],
      },
      {
        source: 'Tomcat, Catalina',
        level: 'INFO',
        everySeconds: 400,
        language: 'java',
        lines: ['INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [14{n}212] milliseconds'],
      },
      {
        source: 'Liquibase',
        level: 'INFO',
        everySeconds: 10,
        language: 'java',
        lines: ['liquibase.lockservice: Waiting for changelog lock....'],
      },
      {
        source: 'a program that warms up',
        level: 'WARN',
        everySeconds: 20,
        lines: ['still warming up after {tens}s, answering from a cold start', 'startup took 13{n}.4s (expected < 20s)'],
      },
      {
        source: 'AWS Lambda, INIT_REPORT',
        level: '',
        everySeconds: 60,
        lines: ['INIT_REPORT Init Duration: 9999.{hundreds} ms	Phase: init	Status: timeout'],
      },
      {
        source: 'an inference server',
        level: 'INFO',
        everySeconds: 400,
        language: 'python',
        lines: ['Model loading took 13{n}.{hundreds} seconds', 'Application startup complete after 14{n}.2 seconds.'],
      },
    ],
  },
  {
    name: 'long_collections',
    bites: 'service',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'OpenJDK unified logging, G1',
        level: '',
        everySeconds: 12,
        language: 'java',
        measure: { name: 'jvm_gc_pause_seconds_max', calm: 0.02, bad: 4.1 },
        lines: ['[{uptime}s][info][gc] GC({hundreds}) Pause Full (G1 Compaction Pause) 4012M->3988M(4096M) {thousands}.{hundreds}ms'],
      },
      {
        source: 'OpenJDK 8, -XX:+PrintGCDetails',
        level: '',
        everySeconds: 12,
        language: 'java',
        lines: [
          '{uptime}: [Full GC (Allocation Failure) 4012M->3988M(4096M), {n}.{hundreds}4567 secs]',
          'Total time for which application threads were stopped: {n}.{hundreds}4567 seconds, Stopping threads took: 0.0001223 seconds',
        ],
      },
      {
        source: 'Elasticsearch, JvmGcMonitorService',
        level: 'WARN',
        everySeconds: 12,
        language: 'java',
        lines: [
          '[{iso}][WARN ][o.e.m.j.JvmGcMonitorService] [{self}-0] [gc][{pid}] overhead, spent [{n}.2s] collecting in the last [{n}.9s]',
        ],
      },
      {
        source: 'Cassandra, GCInspector',
        level: 'WARN',
        everySeconds: 15,
        language: 'java',
        lines: [
          'WARN  [Service Thread] {comma} GCInspector.java:294 - G1 Old Generation GC in {thousands}ms.  G1 Old Gen: 4012990464 -> 3988990464;',
        ],
      },
      {
        source: 'Hadoop, JvmPauseMonitor',
        level: 'WARN',
        everySeconds: 20,
        language: 'java',
        lines: ['util.JvmPauseMonitor: Detected pause in JVM or host machine (eg GC): pause of approximately {thousands}ms'],
      },
      {
        source: 'Node, --trace-gc',
        level: '',
        everySeconds: 8,
        language: 'nodejs',
        lines: [
          '[1:0x{hex}]  {pid}412 ms: Mark-sweep 1012.1 (1044.2) -> 1010.9 (1043.7) MB, {thousands}.5 / 0.0 ms  (average mu = 0.112, current mu = 0.041) allocation failure; scavenge might not succeed',
        ],
      },
      {
        source: 'Go, GODEBUG=gctrace=1',
        level: '',
        everySeconds: 6,
        language: 'go',
        lines: [
          'gc {thousands} @{uptime}s 41%: 0.1+{thousands}+0.2 ms clock, 0.8+{thousands}/812/0+1.2 ms cpu, 512->512->498 MB, 520 MB goal, 8 P',
        ],
      },
      {
        source: 'OpenJDK, ZGC',
        level: '',
        everySeconds: 10,
        language: 'java',
        lines: ['[{uptime}s][info][gc] Allocation Stall (http-nio-8080-exec-{n}) {thousands}.345ms'],
      },
    ],
  },
]
