import type { desks as ja } from '../ja/desks.ts'

export const desks: typeof ja = {
  shop: { title: 'Shop', lead: 'Sales and stock of one-yen items, kilogram items, eco-stays and events.' },
  market: { title: 'Market', lead: 'Choose by place and story, buy by the kilogram.' },
  holdings: { title: 'Holdings', lead: 'See what you hold, retire it, receive the certificate.' },
  owner: { title: 'Owner', lead: 'Enter forest credits and put them on sale.' },
  verifier: { title: 'Review', lead: 'Draw a sample, check it and sign.' },
  operator: { title: 'Operator', lead: 'Gather, issue and confirm payments.' },
  municipality: { title: 'Municipality', lead: 'The area’s reductions as sums. No person is visible.' },
  provider: { title: 'Data feeds', lead: 'Send rides or stays and get an answer for each line.' },
  map: { title: 'Map', lead: 'Where, and how much, was reduced, by municipality.' },
}
