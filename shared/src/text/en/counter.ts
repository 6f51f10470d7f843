import type { Dictionary } from '../ja.ts'

/** The counter of a hotel or shop, and the page that its guest opens by QR code. */
export const counter: Dictionary['counter'] = {
  title: 'Counter records',
  lead: 'Choose what the guest did; it is kept as a record of your house.',
  did: 'What the guest did',
  day: 'Day (of a stay: that night)',
  room: 'Room number',
  roomHint: 'One room and night count once.',
  site: 'Site number',
  siteHint: 'The same as in the files of your hotel system.',
  who: 'How the guest is known',
  byCode: 'Show a QR code',
  byMember: 'Enter a member number',
  byCodeLead: 'No name and no address are asked for. The guest scans the code, and the record becomes theirs.',
  member: 'Member number (pseudonym)',
  submit: 'Record',
  done: 'Recorded',
  doneMember: (member) => `Recorded under member number ${member}. It waits until that person has linked the number.`,
  held: 'Recorded (to be checked)',
  refused: 'Not recorded',
  scan: 'Ask the guest to scan this',
  expires: (time) => `Works once, until ${time}.`,
  next: 'Next guest',
  change: 'Correct and try again',
  code: 'Code',
  file: {
    title: 'Send a file of your hotel system',
    lead: 'A CSV with our column names or Japanese headings, in UTF-8 or Shift_JIS. The same file again counts nothing twice. A restaurant that sends its sales of each day (type meal.swap, meal beef, vegetarian …) is compared with its own mix from 28 days and 200 meals on.',
    sample: 'Sample of stays (CSV)',
    sampleText:
      'externalId,subject,at,room,type,quantity,placeRef,municipality\r\nSAMPLE-1,M-1001,2026-10-03,301,stay.skip-cleaning,1,main,20201\r\nSAMPLE-2,M-1001,2026-10-03,301,stay.amenities,2,main,20201\r\nSAMPLE-3,,2026-10-04,302,stay.skip-cleaning,1,main,20201\r\n',
  },
  link: {
    title: 'Take up a record from the counter',
    lead: 'What the house recorded becomes yours. The house does not learn your name or address.',
    agree: 'What you agree to (you can change it later)',
    submit: 'Take it up',
    from: (name) => `The record of ${name} is now yours`,
    mine: 'See my records',
  },
}
