// One finder for the API and for the seeds, which may not import from here.
export { root } from '@morinowa/prisma/root.ts'
