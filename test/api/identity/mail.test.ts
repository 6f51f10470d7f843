import supertest from 'supertest'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { startMailServer } from '../../support/mail-server.ts'

const PASSWORD = 'a long passphrase'

describe('where mail goes out', () => {
  let world: TestApp
  let mail: Awaited<ReturnType<typeof startMailServer>>
  beforeAll(async () => {
    mail = await startMailServer()
    world = await startApp({
      worker: true,
      environment: {
        MORINOWA_SMTP_URL: mail.url,
        MORINOWA_MAIL_FROM: '森の環 <no-reply@forest.example>',
        MORINOWA_ADMIN_EMAIL: 'admin@forest.example',
      },
    })
    await world.deps.prisma.membership.deleteMany({ where: { organisation: { kind: 'operator' } } })
  })

  const somebody = () => supertest.agent(world.url)
  const signUp = (agent: ReturnType<typeof somebody>, email: string, language = 'ja', password = PASSWORD) =>
    agent
      .post('/api/auth/sign-up/email')
      .send({ name: 'http://bad.example', email, password, language, callbackURL: '/sign-in?confirmed' })
      .expect(200)
  const signIn = (agent: ReturnType<typeof somebody>, email: string, password = PASSWORD) =>
    agent.post('/api/auth/sign-in/email').send({ email, password })
  const lettersTo = (email: string) => mail.received.filter(({ to }) => to === email)
  const letterTo = (email: string, count = 1) =>
    vi.waitFor(
      () => {
        const letters = lettersTo(email)
        expect(letters).toHaveLength(count)
        return letters.at(-1)?.text ?? ''
      },
      { timeout: 20_000, interval: 100 },
    )
  const addressIn = (letter: string) => /https?:\/\/\S+/.exec(letter)?.[0].replace(world.url, '') ?? ''
  const me = async (agent: ReturnType<typeof somebody>) => (await agent.get('/api/v1/me').expect(200)).body

  it('nobody enters before their address has answered, and the first operator is no exception', async () => {
    const agent = somebody()
    const { body } = await signUp(agent, 'admin@forest.example')
    expect(body.token).toBeNull()
    expect((await me(agent)).person).toBeNull()
    const letter = await letterTo('admin@forest.example')
    expect(letter).toContain('24 時間以内')
    expect(letter).not.toContain('bad.example')
    const confirmed = await agent.get(addressIn(letter)).expect(302)
    expect(confirmed.headers['location']).toBe('/sign-in?confirmed')
    expect((await me(agent)).acting).toMatchObject({ kind: 'operator', role: 'administrator' })
  })

  it('who signs in too early gets another letter, in their language', async () => {
    const agent = somebody()
    await signUp(agent, 'early@forest.example', 'en')
    expect(await letterTo('early@forest.example')).toContain('within 24 hours')
    expect((await signIn(agent, 'early@forest.example').expect(403)).body.code).toBe('EMAIL_NOT_VERIFIED')
    await agent.get(addressIn(await letterTo('early@forest.example', 2))).expect(302)
    await signIn(somebody(), 'early@forest.example').expect(200)
  })

  it('an address that somebody else registered is its reader’s in the end, with a password of their own', async () => {
    const thief = somebody()
    await signUp(thief, 'reader@forest.example', 'ja', 'the thief’s password')
    await letterTo('reader@forest.example')
    const reader = somebody()
    await signUp(reader, 'reader@forest.example')
    expect(addressIn(await letterTo('reader@forest.example', 2))).toBe('/password')
    await reader
      .post('/api/auth/request-password-reset')
      .send({ email: 'reader@forest.example', redirectTo: '/password' })
      .expect(200)
    const opened = await reader.get(addressIn(await letterTo('reader@forest.example', 3))).expect(302)
    const token = new URL(opened.headers['location'] as string, world.url).searchParams.get('token')
    await reader.post('/api/auth/reset-password').send({ newPassword: 'short', token }).expect(400)
    await reader.post('/api/auth/reset-password').send({ newPassword: 'the reader’s password', token }).expect(200)
    const again = await reader.post('/api/auth/reset-password').send({ newPassword: 'once more, please', token })
    expect(again).toMatchObject({ status: 400, body: { code: 'INVALID_TOKEN' } })
    await signIn(thief, 'reader@forest.example', 'the thief’s password').expect(401)
    await signIn(reader, 'reader@forest.example', 'the reader’s password').expect(200)
    expect((await me(reader)).person).not.toBeNull()
  })

  it('a new password ends the sessions of the old one', async () => {
    const before = await world.signIn('buyer')
    const email = (await me(before)).person.email as string
    await somebody().post('/api/auth/request-password-reset').send({ email, redirectTo: '/password' }).expect(200)
    const opened = await somebody()
      .get(addressIn(await letterTo(email)))
      .expect(302)
    const token = new URL(opened.headers['location'] as string, world.url).searchParams.get('token')
    await somebody().post('/api/auth/reset-password').send({ newPassword: 'a newer passphrase', token }).expect(200)
    expect(await world.deps.prisma.session.count({ where: { person: { email } } })).toBe(0)
  })

  it('nothing tells whether an address is registered', async () => {
    const ask = (email: string) =>
      somebody().post('/api/auth/request-password-reset').send({ email, redirectTo: '/password' }).expect(200)
    const [known, unknown] = [await ask('traveller@demo.example'), await ask('nobody@forest.example')]
    expect(known.body).toEqual(unknown.body)
    await letterTo('traveller@demo.example')
    expect(lettersTo('nobody@forest.example')).toEqual([])
  })

  it('a letter waits for a mail server that is away', async () => {
    mail.refusing = true
    await signUp(somebody(), 'patient@forest.example')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(lettersTo('patient@forest.example')).toEqual([])
    mail.refusing = false
    expect(await letterTo('patient@forest.example')).toContain('24 時間以内')
  })
})

it('where no mail goes out, people enter at once and a forgotten password is refused plainly', async () => {
  const { agent } = await startApp()
  await agent
    .post('/api/auth/sign-up/email')
    .send({ name: '木', email: 'tree@forest.example', password: PASSWORD })
    .expect(200)
  expect((await agent.get('/api/v1/me').expect(200)).body.person).not.toBeNull()
  const { body } = await agent
    .post('/api/auth/request-password-reset')
    .send({ email: 'tree@forest.example' })
    .expect(400)
  expect(body.code).toBe('RESET_PASSWORD_DISABLED')
})
