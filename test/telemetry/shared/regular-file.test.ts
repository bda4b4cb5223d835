import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findRegularFile, isThere, namesInFolder, openRegularFile, readStart } from '../../../src/telemetry/shared/regular-file.ts'

describe('telemetry/shared/regular-file', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'firstcause-test-'))
  const dir = path.join(root, 'incident')
  beforeAll(() => {
    mkdirSync(path.join(dir, 'sub'), { recursive: true })
    writeFileSync(path.join(root, 'outside.txt'), 'secret')
    writeFileSync(path.join(dir, 'logs.txt'), 'hello')
    execFileSync('mkfifo', [path.join(dir, 'pipe')])
    symlinkSync('logs.txt', path.join(dir, 'inside'))
    symlinkSync('../outside.txt', path.join(dir, 'out'))
    symlinkSync(path.join(root, 'outside.txt'), path.join(dir, 'absolute'))
    symlinkSync('loop', path.join(dir, 'loop'))
    symlinkSync('nowhere', path.join(dir, 'dangling'))
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('opens a file of the folder, by its name or by a link inside', () => {
    for (const name of ['logs.txt', 'inside']) {
      const file = openRegularFile(dir, name)

      expect(file.status).toBe('open')
      if (file.status !== 'open') continue
      expect(readStart(file.fd, 3).toString()).toBe('hel')
      closeSync(file.fd)
    }
  })

  it.each([
    ['pipe', 'it is no regular file and was not opened'],
    ['sub', 'it is no regular file and was not opened'],
    ['out', 'it leads out of the folder and was not opened'],
    ['absolute', 'it leads out of the folder and was not opened'],
    ['../outside.txt', 'it leads out of the folder and was not opened'],
    ['loop', 'it is a link that leads back to itself and was not opened'],
    ['dangling', 'it is a link to something that is not there'],
  ])('refuses %s, which is there, without waiting, and says why', (name, what) => {
    expect(openRegularFile(dir, name)).toEqual({ status: 'refused', problem: { where: name, record: null, what } })
    expect(isThere(dir, name)).toBe(true)
  })

  it('tells what is not there from what may not be opened', () => {
    expect(findRegularFile(dir, 'nothing')).toEqual({ status: 'absent' })
    expect(findRegularFile(path.join(root, 'no-folder'), 'x')).toEqual({ status: 'absent' })
    expect(isThere(dir, 'logs.txt/below')).toBe(false)
  })

  it('lists names in order, and none of a folder that is not there', () => {
    expect(namesInFolder(dir).names.slice(0, 2)).toEqual(['absolute', 'dangling'])
    expect(namesInFolder(path.join(root, 'no-folder'))).toEqual({ names: [], hasMore: false })
  })
})
