import { CALLS_FAIL } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A link or its card loses packets: calls over it are repeated, slow or given up. */
export const linkFaulty = statedFault({
  mechanism: 'link_faulty',
  statements: [
    {
      words:
        /packet loss|NIC Link is Down|link (?:is )?(?:down|flapp\w+)|carrier (?:lost|changes)|NETDEV WATCHDOG|transmit queue \d+ timed out/i,
      source: 'Linux network drivers; node agents',
      example: 'eth0: NIC Link is Down',
    },
    {
      words:
        /network partition|\bbgp\b|(?:vpn|ipsec) tunnel .{0,200}(?:down|lost|flap)|(?:interconnect|peering|transit gateway|direct connect) .{0,200}(?:down|degraded|lost)|no route to host/i,
      source: 'routers; VPN gateways; clouds; libc EHOSTUNREACH',
      example: 'vpn tunnel to hq is down',
    },
    {
      words:
        /link status definitely down|Detected Hardware Unit Hang|[Ll]ost carrier|rx_crc_errors: [1-9]|eth\d: Link down|%(?:LINK|LINEPROTO)-\d-UPDOWN.{0,120}\bdown\b/,
      source: 'Linux bonding, e1000e and mlx5; systemd-networkd; ethtool -S; Cisco IOS',
      example: 'bond0: link status definitely down for interface eth0, disabling it',
    },
  ],
  measures: [
    {
      metric: /retrans|packets?_(?:dropped|lost|loss)|(?:rx|tx|receive|transmit)_(?:drop|err)/i,
      goes: 'up',
      source: 'node exporter; node agents',
      example: 'node_netstat_Tcp_RetransSegs',
    },
  ],
  effects: CALLS_FAIL,
  disprovenBy: 'calls over the same link that lose nothing, at',
  remedy: (entity) =>
    byHand('other', `move what runs behind the link of ${nameIn(entity, 'it')} elsewhere, and have the link looked at`, {
      risk: 'What is moved is started again.',
      undo: 'Move it back.',
    }),
})
