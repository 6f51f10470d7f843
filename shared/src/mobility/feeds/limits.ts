/** How large an archive of a timetable may be, in megabytes as it is sent and as it unpacks. */
export const FEED_LIMITS = { archiveMb: 64, unpackedMb: 768 } as const
