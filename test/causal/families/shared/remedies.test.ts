import { describe, expect, it } from 'vitest'
import {
  applyFile,
  createAgain,
  editRemedy,
  kubectl,
  nameIn,
  onNode,
  onUnit,
  removeObject,
  revertConfig,
  rollBack,
  saveObject,
  scaleTo,
  undoRollout,
} from '../../../../src/causal/families/shared/remedies.ts'
import type { Command } from '../../../../src/domain/command.ts'
import { formatEntity, type EntityId } from '../../../../src/domain/entity.ts'
import { renderCommands } from '../../../../src/domain/render-commands.ts'
import { HOSTILE_NAMES } from '../../../support/hostile-text.ts'

const BASKET = 'shop/Deployment/basket'
const NODE = '_cluster/Node/worker-1'

/** Every list of commands that can be proposed about one object. */
function commandsAbout(entity: EntityId): readonly (readonly Command[])[] {
  const actions = [rollBack(entity), revertConfig(entity), removeObject(entity), createAgain(entity), editRemedy(entity, 'correct it')]
  return [
    ...actions.flatMap(({ commands, undo }) => [commands, undo.commands]).filter((commands) => commands.length > 0),
    [kubectl('delete', entity)],
    [saveObject(entity, 'claim.yaml')],
    [scaleTo(entity, '2')],
    [undoRollout(entity)],
    [onNode('cordon', entity), onNode('drain', entity, '--ignore-daemonsets')],
    [onUnit('start', entity, 'kubelet')],
  ]
}

describe('src/causal/families/shared/remedies', () => {
  it.each([
    [kubectl('edit', BASKET), 'kubectl -n shop edit deployment basket'],
    [kubectl('get', NODE, '-o', 'yaml'), 'kubectl get node worker-1 -o yaml'],
    [undoRollout(BASKET), 'kubectl -n shop rollout undo deployment/basket'],
    [scaleTo(BASKET, '3'), 'kubectl -n shop scale deployment/basket --replicas=3'],
    [applyFile(BASKET, 'basket.yaml'), 'kubectl -n shop apply -f basket.yaml'],
    [saveObject(BASKET, 'basket.yaml'), 'kubectl -n shop get deployment basket -o yaml > basket.yaml'],
    [onNode('uncordon', NODE), 'kubectl uncordon worker-1'],
    [onUnit('start', NODE, 'kubelet'), 'ssh worker-1 sudo systemctl start kubelet'],
  ])('%j is shown as %s', (command, line) => {
    expect(renderCommands([command])).toBe(line)
  })

  it.each(HOSTILE_NAMES)('gives no command about an object that is called %j, nor one with such a kind or namespace in it', (name) => {
    const lines = (entity: EntityId) => commandsAbout(entity).flatMap((commands) => renderCommands(commands) ?? [])
    const usual = new Set(lines(BASKET))
    const around = [formatEntity('shop', name, 'basket'), formatEntity(name, 'Deployment', 'basket')].flatMap(lines)

    expect(lines(formatEntity('shop', 'Deployment', name))).toEqual([])
    expect(around.filter((line) => !usual.has(line))).toEqual([])
  })

  it('calls an object by other words when its name is no name', () => {
    expect(nameIn('shop/Deployment/$(reboot)', 'the workload')).toBe('the workload')
    expect(nameIn(BASKET, 'the workload')).toBe('basket')
  })
})
