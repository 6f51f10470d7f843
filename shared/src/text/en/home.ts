import type { home as ja } from '../ja/home.ts'

export const home: typeof ja = {
  title: 'From one person’s gram to one tree in the forest.',
  lead: 'A train taken, a room cleaning declined: the CO₂ it saves becomes grams with a formula and a source, and is followed to whoever uses it, and when.',
  enterDemo: 'Enter the demo',
  takeTour: 'Take the tour',
  loop: {
    title: 'One gram, once round',
    lead: 'One act on a journey or in a shop is calculated, verified and issued as credit; it ends as somebody’s certificate and a forest’s income.',
    label:
      'A ring: trips, stays and purchases are calculated, verified, issued, brought to market and retired, and lead to the public register and the forest',
    steps: ['Travel, stay', 'Calculate', 'Verify', 'Issue', 'Deliver', 'Retire', 'Forest'],
    centre: '1 g',
  },
  estimate: {
    ask: 'What does this trip save?',
    thisTrip: 'This trip',
    average: 'Regional average',
    bars: 'What this trip and the one it is compared with emit',
    conditions: 'Change the comparison',
    lead: 'No account needed; nothing is stored.',
    mode: 'Mode',
    distance: 'Distance',
    alternative: 'Usually I would go by',
    alternativeUnknown: 'Leave open (compare with the regional average)',
    evidence: 'How it is recorded',
    evidences: { E3: 'Ticket gate or operator', E0: 'Typed in by me' },
    shown: 'Saved, as an estimate',
    shownNegative: 'More than the average',
    credited: 'Can become credit',
    against: (km) => `for one trip of ${km}`,
    why: 'Why this number',
    twoNumbers:
      'The estimate is there to be felt. What can become credit is discounted for evidence, uncertainty and additionality. The two are never added.',
  },
  numbers: {
    title: 'The public register now',
    lead: 'Credits of different kinds are never added up.',
    family: 'Kind',
    issued: 'Issued or registered',
    reserved: 'Reserved',
    retired: 'Retired',
    left: 'Left',
    upTo: (time) => `as of ${time}`,
    none: 'No credit has been issued yet',
    noneLead: 'Become the demo’s verifier and operator, and issue the first.',
    toRegistry: 'See the whole register',
    invariantsOk: (count) => `${count} invariants, all agree`,
    invariantsBad: (count) => `${count} invariants do not agree`,
    toInvariants: 'See how they are checked',
  },
  promises: {
    title: 'Three numbers that are never mixed',
    items: [
      { key: 'emitted', name: 'Emitted', text: 'The CO₂ that trips and stays really caused.' },
      {
        key: 'reduced',
        name: 'Reduced',
        text: 'Less than the average or the usual choice. Once sold, it becomes “contributed”.',
      },
      {
        key: 'offset',
        name: 'Offset',
        text: 'Registered credits retired. A column of its own, apart from what was reduced.',
      },
    ],
  },
  people: {
    title: 'Go round as anybody',
    lead: 'In the demo, one press makes you that person.',
  },
}
