/** What the public export says of outside registries. */
export { officialsLogged } from './official-store.ts'
