import { setTimeout as pause } from 'node:timers/promises'
import type { Release } from './recording/changes.ts'
import type { Stage } from './stage.ts'

const CAMERA: Release = {
  version: 'v0.5.1',
  author: 'ines',
  message: 'webcam: store frames of the second pier',
  files: ['webcam/camera.go'],
  diff: '--- a/webcam/camera.go\n+++ b/webcam/camera.go\n@@ -12,1 +12,1 @@\n-var piers = []string{"pier-2"}\n+var piers = []string{"pier-2", "pier-3"}\n',
}
const DESK: Release = {
  version: '5.2.1',
  author: 'oskar',
  message: 'desk: say the name of the route in the confirmation',
  files: ['desk/src/confirmation.ts'],
  diff: '--- a/desk/src/confirmation.ts\n+++ b/desk/src/confirmation.ts\n@@ -8,1 +8,1 @@\n-  return `You are booked.`\n+  return `You are booked on ${route.name}.`\n',
}

/** What happens on every calm day: a program that nobody needs is released and restarted, and the desk gets another sentence. */
export async function liveOn(stage: Stage): Promise<void> {
  const part = (stage.pace.calmSeconds * 1000) / 4
  await pause(part)
  await stage.release('webcam', CAMERA)
  await pause(part)
  await stage.release('desk', DESK)
  await pause(part)
  await stage.restart('webcam')
  await pause(part)
}
