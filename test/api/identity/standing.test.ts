import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'

// Who may act for an organisation, and which organisations may act: in production, others' trust is asked for first.

let open: TestApp
let operator: Agent
const kept = { standing: 'approved', standingNote: null }

/** Somebody new, with an organisation of the kind in a world that vouches for nobody by itself. */
async function founder(kind: string): Promise<{ agent: Agent; id: string; standing: string; personId: string }> {
  const agent = await person()
  const { body: me } = await agent.get('/api/v1/me').expect(200)
  const { body } = await agent
    .post('/api/v1/organisations')
    .send({ name: `${kind} の会`, kind })
    .expect(201)
  return { agent, id: body.id, standing: body.standing, personId: me.person.id }
}

async function person(): Promise<Agent> {
  const agent = await open.signIn('traveller')
  const email = `${randomUUID()}@people.example`
  await agent.post('/api/auth/sign-out').send({})
  await agent.post('/api/auth/sign-up/email').send({ name: '新田', email, password: 'long-enough-word' }).expect(200)
  return Object.assign(agent, { email })
}

const emailOf = async (agent: Agent): Promise<string> => (await agent.get('/api/v1/me')).body.person.email

beforeAll(async () => {
  open = await startApp()
  operator = await open.signIn('operator')
})

describe('an organisation that others rely on', () => {
  test('waits for the operator in production, reads and writes nothing meanwhile, and acts once approved', async () => {
    open.deps.settings.production = true
    const waiting = await founder('verifier')
    const buyer = await founder('buyer')
    open.deps.settings.production = false
    expect([waiting.standing, buyer.standing]).toEqual(['waiting', 'approved'])

    const batches = () => waiting.agent.get('/api/v1/credits/batches')
    const shut = await batches()
    expect([shut.status, shut.body.code]).toEqual([403, 'identity.unapproved'])
    expect((await buyer.agent.get('/api/v1/credits/holdings')).status).toBe(200)

    const { body: list } = await operator.get('/api/v1/organisations/waiting').expect(200)
    expect(list.items.map(({ id }: { id: string }) => id)).toContain(waiting.id)
    const decide = (standing: string) =>
      operator.post(`/api/v1/organisations/${waiting.id}/standing`).send({ standing, note: '登記を見ました' })
    expect((await decide('refused')).body).toMatchObject({ standing: 'refused', standingNote: '登記を見ました' })
    expect((await batches()).status).toBe(403)
    await decide('approved').expect(200)
    expect((await batches()).status).toBe(200)
    const again = await decide('refused')
    expect([again.status, again.body.code]).toEqual([409, 'identity.decided'])
    const missing = await operator.post(`/api/v1/organisations/${randomUUID()}/standing`).send({ standing: 'approved' })
    expect([missing.status, missing.body.code]).toEqual([404, 'identity.organisation-missing'])
  })

  test('is approved at once where everything is for trying', async () => {
    const { agent } = await founder('municipality')
    const { body } = await agent.get('/api/v1/me').expect(200)
    expect(body.organisations[0]).toMatchObject(kept)
  })
})

describe('members', () => {
  test('a viewer reads and writes nothing', async () => {
    const { agent, id } = await founder('merchant')
    const viewer = await person()
    await agent
      .post(`/api/v1/organisations/${id}/members`)
      .send({ email: await emailOf(viewer), role: 'viewer' })
      .expect(201)
    expect((await viewer.get('/api/v1/credits/holdings')).status).toBe(200)
    const refused = await viewer.post('/api/v1/schemes').send({})
    expect([refused.status, refused.body.code]).toEqual([403, 'identity.viewer'])
    expect((await viewer.get(`/api/v1/organisations/${id}/members`)).body.code).toBe('identity.not-administrator')
  })

  test('are listed for administrators, taken out, and may leave', async () => {
    const { agent, id, personId } = await founder('buyer')
    const members = `/api/v1/organisations/${id}/members`
    const other = await person()
    const added = await agent.post(members).send({ email: await emailOf(other), role: 'member' })
    expect((await agent.get(members)).body.items.map((one: { role: string }) => one.role)).toEqual([
      'administrator',
      'member',
    ])
    const alone = await agent.delete(`${members}/${personId}`)
    expect([alone.status, alone.body.code]).toEqual([409, 'identity.last-administrator'])
    await other.delete(`${members}/${added.body.personId}`).expect(200)
    const gone = await agent.delete(`${members}/${added.body.personId}`)
    expect([gone.status, gone.body.code]).toEqual([404, 'identity.member-missing'])
    const stranger = await other.delete(`${members}/${personId}`)
    expect([stranger.status, stranger.body.code]).toEqual([404, 'identity.organisation-missing'])
  })

  test('of ten administrators who leave at once, one stays', async () => {
    const { agent, id } = await founder('buyer')
    const members = `/api/v1/organisations/${id}/members`
    const { body: me } = await agent.get('/api/v1/me')
    const crowd = [{ agent, personId: me.person.id as string }]
    for (let i = 0; i < 9; i++) {
      const one = await person()
      const { body } = await agent.post(members).send({ email: await emailOf(one), role: 'administrator' })
      crowd.push({ agent: one, personId: body.personId })
    }
    const answers = await Promise.all(crowd.map((one) => one.agent.delete(`${members}/${one.personId}`)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9)
    expect(answers.filter(({ body }) => body.code === 'identity.last-administrator')).toHaveLength(1)
  })
})
