import type { ToldFault } from './told-fault.ts'

/** Faults of machines, which their kernels and daemons state. Words: kernel sources, chrony, systemd, the tools' manuals. */
export const NODE_FAULTS: readonly ToldFault[] = [
  {
    name: 'cpu_steal',
    bites: 'node',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'top -b, in a timer',
        level: '',
        everySeconds: 60,
        lines: ['%Cpu(s): {tens}.3 us,  4.0 sy,  0.0 ni,  9.8 id,  0.1 wa,  0.0 hi,  0.3 si, 6{n}.2 st'],
      },
      {
        source: 'sar -u',
        level: '',
        everySeconds: 60,
        lines: [
          'CPU     %user     %nice   %system   %iowait    %steal     %idle\nall     21.30      0.00      4.02      0.10     6{n}.20      6.38',
        ],
      },
      {
        source: 'kernel soft-lockup detector of a guest',
        level: '',
        everySeconds: 45,
        lines: [
          'watchdog: BUG: soft lockup - CPU#{n} stuck for {tens}s! [swapper/{n}:0]',
          'rcu: INFO: rcu_sched self-detected stall on CPU',
        ],
      },
      {
        source: 'Netdata and Monit',
        level: 'WARN',
        everySeconds: 90,
        lines: [
          '20min_steal_cpu: average CPU steal time over the last 20 minutes is 6{n}.4%',
          "'{self}' cpu steal usage of 6{n}.2% matches resource limit [cpu steal usage > 20.0%]",
        ],
      },
      {
        source: 'a cloud agent that watches credits',
        level: 'WARN',
        everySeconds: 60,
        lines: ['CPUCreditBalance=0 CPUSurplusCreditsCharged=0 steal=6{n}%: instance {self} is held to its baseline'],
      },
    ],
  },
  {
    name: 'swapping',
    bites: 'node',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'Monit',
        level: 'WARN',
        everySeconds: 60,
        lines: ["'{self}' swap usage of 9{n}.2% [1.9 GB] matches resource limit [swap usage > 50.0%]"],
      },
      {
        source: 'earlyoom',
        level: '',
        everySeconds: 60,
        lines: ['mem avail:    {tens} of 15990 MiB ( 0.62%), swap free:   {tens} of 2047 MiB ( 1.59%)'],
      },
      {
        source: 'vmstat in a timer',
        level: '',
        everySeconds: 60,
        lines: [
          'r b swpd free buff cache si so bi bo in cs us sy id wa st\n{n} {tens} 2047{hundreds} 98120 1204 40112 {thousands} {thousands} {thousands} {thousands} 9120 14011 12 31 4 53 0',
        ],
      },
      {
        source: 'sar -W',
        level: '',
        everySeconds: 60,
        lines: ['pswpin/s pswpout/s\n{thousands}.12 {thousands}.40'],
      },
      {
        source: 'kernel, show_mem',
        level: '',
        everySeconds: 120,
        lines: [
          'Free swap  = 0kB',
          'Total swap = 2097148kB',
          'kswapd0: page allocation failure: order:0, mode:0x40cc0(GFP_KERNEL|__GFP_COMP), nodemask=(null)',
        ],
      },
      {
        source: 'systemd-oomd',
        level: 'INFO',
        everySeconds: 90,
        lines: ['Memory pressure for /kubepods.slice is 6{n}.41% > 50.00% for > 20s with reclaim activity, swap used 2.0G of 2.0G'],
      },
    ],
  },
  {
    name: 'clock_skew',
    bites: 'node',
    how: 'refuses',
    answers: [
      'token is not valid yet',
      'RequestTimeTooSkewed: The difference between the request time and the current time is too large.',
      'Token used before issued',
      'request signature is outside of the allowed window',
    ],
    voices: [
      {
        source: 'chronyd',
        level: '',
        everySeconds: 120,
        lines: ['System clock wrong by -{hundreds}.{hundreds}123 seconds', "Can't synchronise: no selectable sources"],
      },
      {
        source: 'chronyd, after a suspended guest',
        level: '',
        everySeconds: 120,
        lines: ['Forward time jump detected!', "Can't synchronise: no selectable sources (2 unreachable sources)"],
      },
      {
        source: 'ntpd',
        level: '',
        everySeconds: 120,
        lines: ['time correction of {thousands} seconds exceeds sanity limit (1000); set clock manually to the correct UTC time.'],
      },
      {
        source: 'etcd on the host',
        level: 'WARN',
        everySeconds: 30,
        lines: [
          '{"level":"warn","ts":"{iso}","caller":"rafthttp/probing_status.go:82","msg":"prober found high clock drift","round-tripper-name":"ROUND_TRIPPER_RAFT_MESSAGE","remote-peer-id":"{hex}","clock-drift":"{hundreds}.1s","rtt":"812.3µs"}',
        ],
      },
      {
        source: 'CockroachDB on the host',
        level: 'ERROR',
        everySeconds: 60,
        lines: [
          'clock synchronization error: this node is more than 500ms away from at least half of the known nodes ({n} of 5 are within the offset)',
        ],
      },
      {
        source: 'Ceph monitor on the host',
        level: 'WARN',
        everySeconds: 60,
        lines: ['mon.b (rank 1) addr {ip}:6789/0 clock skew {n}.{hundreds}s > max 0.05s (latency 0.0014s)', 'clock skew detected on mon.b'],
      },
    ],
  },
  {
    name: 'conntrack_full',
    bites: 'node',
    how: 'hangs',
    answers: ['dial tcp: i/o timeout', 'connection timed out', 'context deadline exceeded'],
    voices: [
      {
        source: 'kernel, nf_conntrack_core.c',
        level: '',
        everySeconds: 5,
        lines: ['[{uptime}] nf_conntrack: nf_conntrack: table full, dropping packet'],
      },
      {
        source: 'kernel, rate limited',
        level: 'WARN',
        everySeconds: 30,
        lines: ['net_ratelimit: {thousands} callbacks suppressed', 'nf_conntrack: table full, dropping packet.'],
      },
      {
        source: 'node-problem-detector and checks',
        level: 'WARN',
        everySeconds: 60,
        lines: ['ConntrackFull: Conntrack table full', 'nf_conntrack_count 262144 has reached nf_conntrack_max 262144'],
      },
      {
        source: 'Cilium, bpf maps',
        level: 'WARN',
        everySeconds: 30,
        lines: [
          'level=warning msg="CT: Map insertion failed" subsys=map-ct count={thousands}',
          'level=warning msg="conntrack map is full: 524288 of 524288 entries" subsys=map-ct',
        ],
      },
      {
        source: 'ethtool -S of AWS ENA',
        level: '',
        everySeconds: 60,
        lines: ['conntrack_allowance_exceeded: {growing}', 'conntrack_allowance_available: 0'],
      },
      {
        source: 'conntrack -S',
        level: '',
        everySeconds: 60,
        lines: [
          'cpu={n}   found=0 invalid={hundreds} insert=0 insert_failed={growing} drop={growing} early_drop=0 error=0 search_restart={thousands}',
        ],
      },
    ],
  },
  {
    name: 'link_faulty',
    bites: 'node',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'kernel, igb and e1000e',
        level: '',
        everySeconds: 40,
        lines: [
          '[{uptime}] igb 0000:01:00.0 eth0: igb: eth0 NIC Link is Down',
          '[{uptime}] igb 0000:01:00.0 eth0: igb: eth0 NIC Link is Up 100 Mbps Full Duplex, Flow Control: RX/TX',
        ],
      },
      {
        source: 'kernel, dev_watchdog',
        level: '',
        everySeconds: 60,
        lines: ['NETDEV WATCHDOG: eth0 (ixgbe): transmit queue {n} timed out', 'ixgbe 0000:01:00.0 eth0: Reset adapter'],
      },
      {
        source: 'kernel, bonding',
        level: 'WARN',
        everySeconds: 60,
        lines: [
          'bond0: link status definitely down for interface eth0, disabling it',
          'bond0: (slave eth0): link status definitely up, 1000 Mbps full duplex',
        ],
      },
      {
        source: 'kernel, e1000e',
        level: 'ERROR',
        everySeconds: 30,
        lines: ['e1000e 0000:00:1f.6 eth0: Detected Hardware Unit Hang:'],
      },
      {
        source: 'systemd-networkd',
        level: 'INFO',
        everySeconds: 50,
        lines: ['eth0: Lost carrier', 'eth0: Gained carrier'],
      },
      {
        source: 'ethtool -S, ip -s link',
        level: 'WARN',
        everySeconds: 60,
        lines: ['eth0: rx_crc_errors: {growing} rx_missed_errors: {hundreds}', 'mlx5_core 0000:3b:00.0 eth0: Link down'],
      },
    ],
  },
]
