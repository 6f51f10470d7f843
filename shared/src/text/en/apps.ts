import type { apps as ja } from '../ja/apps.ts'

export const apps: typeof ja = {
  scopes: {
    'trips:write': 'Record trips of yours',
    'reductions:read': 'Read your records and sums',
  },
  ask: {
    title: 'An app asks you',
    lead: (app: string, organisation: string) => `“${app}” (${organisation}) would like to do this on your behalf.`,
    may: 'What it could do',
    not: 'It can do nothing else. It does not get your name, e-mail address or password. You can take this back at any time under “Data and consent”.',
    backTo: (host: string) => `Your answer takes you back to: ${host}`,
    yes: 'Allow',
    no: 'Do not allow',
    incomplete: 'This question cannot be opened',
    incompleteLead: 'What the app sent is incomplete or wrong. Go back to the app and try again.',
  },
  mine: {
    title: 'Apps you allow',
    none: 'You allow no app',
    noneLead: 'When another app records or reads your trips, it appears here.',
    since: (day: string) => `since ${day}`,
    revoke: 'Take back',
    revokeLead: 'From this moment the app can do nothing any more. What was recorded stays.',
  },
  own: {
    title: 'Your apps',
    lead: 'Apps that record or read trips of people who agree (OAuth 2.1 with PKCE). There is no secret.',
    name: 'Name of the app',
    redirects: 'Addresses to return to (one a line, up to five)',
    make: 'Register',
    none: 'No app is registered',
    noneLead: 'Register one above to get its client_id.',
    id: 'client_id',
    created: 'Registered',
    state: 'State',
    active: 'Active',
    stopped: 'Stopped',
    stop: 'Stop',
    stopTitle: (name: string) => `Stop “${name}”?`,
    stopLead: 'Everything people allowed it ends, too. This cannot be undone.',
  },
}
