import { expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

test('the configured address becomes the first operator on signing up, and nobody after it', async () => {
  const { agent, deps } = await startApp({
    environment: { MORINOWA_ADMIN_EMAIL: 'Admin@forest.example', MORINOWA_DEMO: '0' },
  })
  // A new installation: the demo world's operator has left.
  await deps.prisma.membership.deleteMany({ where: { organisation: { kind: 'operator' } } })
  const signUp = (email: string) =>
    agent.post('/api/auth/sign-up/email').send({ name: '運営', email, password: 'a long passphrase' }).expect(200)

  await signUp('somebody@forest.example')
  expect((await agent.get('/api/v1/me')).body.acting).toBeNull()

  await signUp('admin@forest.example')
  const me = (await agent.get('/api/v1/me').expect(200)).body
  expect(me.acting).toMatchObject({ kind: 'operator', role: 'administrator' })

  await deps.prisma.person.update({ where: { email: 'admin@forest.example' }, data: { email: 'gone@forest.example' } })
  await signUp('admin@forest.example')
  expect((await agent.get('/api/v1/me')).body.acting).toBeNull()
})
