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

  it('keeps to the kind that was asked for', async () => {
    expect(await find('buyer', `kind=municipality&q=${encodeURIComponent('みなも')}`)).toEqual([])
  })

  it('takes wildcards of SQL as letters', async () => {
    expect(await find('traveller', `q=${encodeURIComponent('%')}`)).toEqual([])
  })

  it('says nothing to strangers', async () => {
    await world.agent.get('/api/v1/organisations').expect(401)
  })
})
