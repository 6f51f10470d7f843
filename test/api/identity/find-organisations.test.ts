import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'

describe('finding organisations', () => {
  let world: TestApp
  beforeAll(async () => {
    world = await startApp()
  })

  const find = async (kind: string, query: string) => {
    const agent = await world.signIn(kind)
    const { body } = await agent.get(`/api/v1/organisations?${query}`).expect(200)
    return (body.items as { name: string; kind: string }[]).map(({ name }) => name)
  }

  it('finds a provider by part of its name, for somebody who is signed in', async () => {
    expect(await find('traveller', `kind=provider&q=${encodeURIComponent('みなも')}`)).toEqual([
      expect.stringContaining('みなも交通'),
    ])
  })

  it('finds a whole name that was pasted, with the brackets it is written with or the narrow ones', async () => {
    const [whole = ''] = await find('traveller', `kind=provider&q=${encodeURIComponent('みなも')}`)
    expect(whole).toContain('（')
    const narrow = whole.normalize('NFKC')
    expect(narrow).not.toBe(whole)
    for (const pasted of [whole, narrow, ` ${whole}　`]) {
      expect(await find('traveller', `q=${encodeURIComponent(pasted)}`)).toEqual([whole])
    }
  })

  it('keeps to the kind that was asked for', async () => {
    expect(await find('buyer', `kind=municipality&q=${encodeURIComponent('みなも')}`)).toEqual([])
  })

  it('finds several kinds at once: whoever has records of people', async () => {
    const agent = await world.signIn('traveller')
    const { body } = await agent.get('/api/v1/organisations?kind=provider,merchant').expect(200)
    const kinds = (body.items as { kind: string }[]).map(({ kind }) => kind)
    expect([...new Set(kinds)].toSorted()).toEqual(['merchant', 'provider'])
    const refused = await agent.get('/api/v1/organisations?kind=provider,nobody').expect(422)
    expect(refused.body.errors[0].pointer).toBe('/query/kind/1')
  })

  it('takes wildcards of SQL as letters', async () => {
    expect(await find('traveller', `q=${encodeURIComponent('%')}`)).toEqual([])
  })

  it('says nothing to strangers', async () => {
    await world.agent.get('/api/v1/organisations').expect(401)
  })
})
