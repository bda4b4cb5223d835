import { describe, expect, it } from 'vitest'
import { answerTo } from '../families/code-change/stories/answer.ts'
import type { Story } from '../families/code-change/stories/story.ts'

const STARVED: Story = {
  name: 'a lookup short of memory, and those who make do without it',
  alert: '70 places pod_restart_total 14: places restarts again and again',
  metrics: [
    'places pod_restart_total 0 step@60 14',
    'places memory_working_set_mb 900 flat',
    'tickets http_5xx_ratio 0.001 step@61 0.3',
    'posters default_picture_ratio 0.02 step@63 0.7',
    'weather fetch_duration_ms 40 flat',
  ],
  logs: [
    '60/3 places error container terminated: OOMKilled exit code 137',
    '61/2 tickets error places: connection refused',
    '62/2 kiosk warn places does not answer, asking again',
    '63/2 posters warn no region known, showing the picture for everybody',
    '63/4 weather warn forecast is older than usual',
    '5/9 lockers warn key not returned yet',
  ],
  spans: ['66 tickets|buy|1000|connection refused > places|find|990|connection refused'],
  commits: [
    {
      key: 'culprit',
      at: 50,
      file: 'charts/places/values.yaml',
      message: 'right size',
      diff: `
@@ charts/places/values.yaml @@
 limits:
-    memory: 2Gi
+    memory: 512Mi`,
    },
  ],
  deploys: ['52 places culprit'],
  truth: { commit: 'culprit', first: 'places', blast: ['tickets', 'kiosk', 'posters'], remedy: 'config-revert' },
}

describe('src/causal/quiet-sufferers', () => {
  it('counts those who only warn: callers at once, others when a measure of theirs agrees', async () => {
    const { blast, commit } = await answerTo(STARVED)

    expect(commit).not.toBe('none')
    expect([...blast].sort()).toEqual(['kiosk', 'posters', 'tickets'])
  })

  it('says what ties each of them to the cause', async () => {
    const { diagnosis } = await answerTo(STARVED)

    const because = new Map(diagnosis.ruledOut.map((one) => [one.entity, one.because]))
    expect(because.get('app/Service/kiosk')).toBe('waits on app/Service/places')
    expect(because.get('app/Service/posters')).toMatch(/^has new warnings since repo\/Commit\//)
    expect(diagnosis.ruledOut.every(({ receipts }) => receipts.length > 0)).toBe(true)
  })
})
