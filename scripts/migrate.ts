import { prepare } from '../api/src/prepare.ts'

await prepare()
