import type { tour as ja } from '../ja/tour.ts'

export const tour: typeof ja = {
  title: 'Once round the loop',
  lead: 'From one trip to the proof of a retirement, with live requests. Each number that comes back is held against arithmetic on the spot.',
  start: 'Start the tour',
  again: 'Go round again',
  note: 'It writes new records into the demo world as it goes, and takes about a minute.',
  walking: (steps) => `${steps} steps done`,
  done: (steps, checks) => `${steps} scenes, ${checks} numbers, all as arithmetic says`,
  doneBad: (wrong) => `${wrong} numbers are not what arithmetic says`,
  stopped: 'The tour stopped on the way',
  check: 'Number',
  expected: 'By hand',
  actual: 'Came back',
  result: 'Result',
  same: 'agrees',
  different: 'differs',
  requests: (count) => `Requests sent (${count})`,
  look: 'Go and look',
}
