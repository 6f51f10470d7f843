import type { ForestProject, ListProjects, ProjectSummary } from '@morinowa/shared/forest/contract.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams } from '@morinowa/shared/kernel/units.ts'
import { pricePerTonne } from '@morinowa/shared/marketplace/price.ts'
import { stockOfLots } from '../credits/lot-stock.ts'
import { cursorId } from '../credits/paging.ts'
import type { Deps } from '../platform/deps.ts'
import { lotsOfProjects, type ProjectPageRow, projectsOf } from './store.ts'

/** A page of projects with their live stock. */
export async function listProjects(
  deps: Deps,
  { cursor, limit, ...filter }: ListProjects,
): Promise<{ items: ProjectSummary[]; next: string | null }> {
  const found = await projectsOf(deps.db, { ...filter, after: cursorId(cursor), limit: limit + 1 })
  const shown = await withStock(deps, found.slice(0, limit))
  const items = shown.map(
    ({ projectNumber: _number, story: _story, coBenefits: _benefits, lots: _lots, ...summary }) => summary,
  )
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** One project's page. */
export async function showProject(deps: Deps, id: string): Promise<ForestProject> {
  const [project] = await withStock(deps, await projectsOf(deps.db, { id, limit: 1 }))
  return project ?? refuse('forest.project-missing')
}

async function withStock({ db }: Deps, projects: ProjectPageRow[]): Promise<ForestProject[]> {
  const lots = await lotsOfProjects(
    db,
    projects.map(({ id }) => id),
  )
  const stock = new Map(
    (
      await stockOfLots(
        db,
        lots.map(({ lotId }) => lotId),
      )
    ).map((one) => [one.lotId, one]),
  )
  return projects.map(({ lat, lon, ...project }) => {
    const own = lots
      .filter(({ projectId }) => projectId === project.id)
      .map(({ projectId: _project, priceYenPerTonne, taxIncluded, ...lot }) => {
        const { heldG = grams(0), soldG = grams(0), retiredG = grams(0) } = stock.get(lot.lotId) ?? {}
        const price = priceYenPerTonne === null ? null : pricePerTonne({ priceYenPerTonne, taxIncluded })
        return { ...lot, heldG, soldG, retiredG, pricePerTonne: price }
      })
    const sum = (field: 'massG' | 'heldG' | 'soldG' | 'retiredG') =>
      grams(own.reduce((total, lot) => total + lot[field], 0))
    return {
      ...project,
      point: lat === null || lon === null ? null : { lat, lon },
      massG: sum('massG'),
      heldG: sum('heldG'),
      soldG: sum('soldG'),
      retiredG: sum('retiredG'),
      lots: own,
    }
  })
}
