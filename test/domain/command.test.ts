import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsGrammar } from '../../src/domain/command.ts'
import { HOSTILE_NAMES, hostileName } from '../support/hostile-text.ts'

const SEED = 10
const fits = (...words: readonly string[]) => fitsGrammar({ arguments: words })

describe('domain/command', () => {
  it.each([
    'kubectl -n shop edit deployment basket',
    'kubectl edit node worker-1',
    'kubectl -n shop rollout undo deployment/basket',
    'kubectl -n shop scale statefulset/store --replicas=3',
    'kubectl -n shop get configmap flags.v2 -o yaml',
    'kubectl -n shop apply -f flags.yaml',
    'kubectl delete clusterrole system:reader',
    'kubectl drain worker-1.example.com --ignore-daemonsets',
    'kubectl taint nodes worker-1 example.com/reserved:NoSchedule-',
    'kubectl taint nodes worker-1 reserved=batch:NoExecute',
    'git revert 8f1116bd26e4901475d935eb2659f8ae2273baab',
    'ssh worker-1 sudo systemctl start kubelet',
  ])('knows the form of %s', (line) => {
    expect(fits(...line.split(' '))).toBe(true)
  })

  it.each([
    [['rm', '-rf', '/']],
    [['kubectl', 'exec', 'pod', 'a']],
    [['kubectl', '-n', 'shop', 'delete', 'deployment', '--all']],
    [['kubectl', '-n', 'shop', 'edit', 'deployment', 'basket', '--kubeconfig=/tmp/x']],
    [['kubectl', '-n', 'Shop', 'edit', 'deployment', 'basket']],
    [['kubectl', '-n', 'n'.repeat(64), 'edit', 'deployment', 'basket']],
    [['kubectl', 'edit', 'deployment', 'a'.repeat(254)]],
    [['kubectl', 'edit', 'deployment', 'a-.b']],
    [['kubectl', 'edit', 'deployment', 'a..b']],
    [['kubectl', 'apply', '-f', '../flags.yaml']],
    [['kubectl', 'scale', 'deployment/a', '--replicas=-1']],
    [['kubectl', 'scale', 'deployment/a', '--replicas=1=2']],
    [['kubectl', 'taint', 'nodes', 'a', 'b:Sideways-']],
    [['kubectl', 'taint', 'nodes', 'a', 'b=c:NoSchedule-']],
    [['git', 'revert', 'abc123']],
    [['git', 'revert', 'HEAD']],
    [['ssh', 'worker-1', 'sudo', 'reboot']],
    [['kubectl']],
    [[]],
  ])('refuses %j', (words) => {
    expect(fits(...words)).toBe(false)
  })

  it('refuses a file that is no plain file of this folder', () => {
    const get = ['kubectl', 'get', 'node', 'a', '-o', 'yaml']

    expect(fitsGrammar({ arguments: get, saveTo: 'a.yaml' })).toBe(true)
    expect(['/etc/a.yaml', '../a.yaml', '.bashrc', '-a.yaml', 'a'].some((saveTo) => fitsGrammar({ arguments: get, saveTo }))).toBe(false)
  })

  it.each(HOSTILE_NAMES)('takes %j for no name anywhere', (name) => {
    const forms = [
      ['kubectl', '-n', name, 'edit', 'deployment', 'a'],
      ['kubectl', 'edit', name, 'a'],
      ['kubectl', 'edit', 'deployment', name],
      ['kubectl', 'rollout', 'undo', `deployment/${name}`],
      ['kubectl', 'rollout', 'undo', `${name}/a`],
      ['kubectl', 'scale', 'deployment/a', `--replicas=${name}`],
      ['kubectl', 'apply', '-f', `${name}.yaml`],
      ['kubectl', 'cordon', name],
      ['kubectl', 'taint', 'nodes', 'a', `${name}:NoSchedule-`],
      ['git', 'revert', name],
      ['ssh', name, 'sudo', 'systemctl', 'start', 'kubelet'],
      ['ssh', 'a', 'sudo', 'systemctl', 'start', name],
    ]

    expect(forms.filter((form) => fits(...form))).toEqual([])
  })

  it('lets no argument pass that a shell would have to be told to leave alone', () => {
    const isHarmful = (name: string) =>
      (fits('git', 'revert', name) && !/^[0-9a-fA-F]{7,64}$/.test(name)) ||
      (fits('kubectl', 'edit', 'deployment', name) && !/^[a-z0-9][a-z0-9.:-]*$/.test(name))

    expect(fc.sample(hostileName, { numRuns: 500, seed: SEED }).filter(isHarmful)).toEqual([])
  })
})
