import { Link, Outlet } from '@tanstack/react-router'
import { Icon } from '../ui/icon.tsx'
import { Name } from '../ui/name.tsx'
import { type FootLink, mainPages, morePages, type NavLink } from './navigation.ts'
import { useActFor, useSession, useSignOut } from './session.ts'
import { type Language, useLanguage, useText } from './text.tsx'

/** What stands around every page: brand, language, account, the pages of this kind of user, and the public ones. */
export function Frame() {
  const { shell } = useText()
  const { kind } = useSession()
  const links = mainPages[kind ?? 'anonymous']
  return (
    <div className="flex min-h-dvh flex-col pb-[calc(4rem+env(safe-area-inset-bottom))] md:pb-0 print:pb-0">
      <a
        href="#content"
        className="absolute start-2 -top-16 z-50 rounded-8 bg-solid px-4 py-3 font-bold text-on-solid focus:top-2"
      >
        {shell.skip}
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-paper/95 backdrop-blur print:hidden">
        <div className="mx-auto flex max-w-6xl items-center gap-x-4 px-4 sm:px-6">
          <Link to="/" className="flex min-h-14 items-center gap-2 text-forest no-underline">
            <Icon name="ring" className="size-7" />
            <span className="font-bold tracking-wide whitespace-nowrap">
              <span lang="ja" className="lang-en:max-sm:hidden">
                {shell.brand}
              </span>
              <span className="ms-1.5 hidden text-dns-14N-130 font-normal text-soft sm:inline lang-en:max-sm:inline lang-en:max-sm:font-bold lang-en:max-sm:text-forest">
                {shell.brandLatin}
              </span>
            </span>
          </Link>
          <nav aria-label={shell.nav.main} className="hidden flex-1 justify-center gap-1 md:flex">
            {links.map((link) => (
              <HeaderLink key={link.to} {...link} />
            ))}
          </nav>
          <div className="ms-auto flex items-center gap-1 md:ms-0">
            <LanguageSwitch />
            <Account />
          </div>
        </div>
      </header>

      <main id="content" tabIndex={-1} className="min-h-[calc(100dvh-3.5rem)] flex-1 outline-none print:min-h-0">
        <Outlet />
      </main>

      <footer className="border-t border-line bg-mist print:hidden">
        <div className="mx-auto grid max-w-6xl gap-x-12 gap-y-8 px-4 py-10 sm:px-6 lg:grid-cols-[1fr_2fr]">
          <div className="grid max-w-md content-start gap-3">
            <p className="flex items-center gap-2 font-bold text-forest">
              <Icon name="ring" className="size-6" />
              {shell.tagline}
            </p>
            <p className="phrase text-dns-14N-130 leading-relaxed text-soft">{shell.footer.note}</p>
            <p className="phrase text-dns-14N-130 leading-relaxed text-soft">{shell.footer.open}</p>
          </div>
          <nav aria-label={shell.nav.more} className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-4">
            {morePages.map(({ label, links }) => (
              <div key={label}>
                <h2 className="text-dns-14B-130 text-soft">{shell.nav.groups[label]}</h2>
                <ul className="mt-1">
                  {links.map((link) => (
                    <li key={link.label}>
                      <FooterLink link={link} />
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </nav>
        </div>
      </footer>

      <nav
        aria-label={shell.nav.main}
        className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
      >
        {links.map(({ to, label, icon }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: to === '/' || to === '/me' }}
            className="grid min-h-16 min-w-0 flex-1 content-center justify-items-center gap-0.5 px-0.5 text-[0.75rem] leading-snug text-soft no-underline aria-[current=page]:font-bold aria-[current=page]:text-forest"
          >
            <Icon name={icon} className="size-6" />
            <span className="max-w-full truncate">{shell.nav[label]}</span>
          </Link>
        ))}
      </nav>
    </div>
  )
}

const footLink =
  'flex min-h-12 items-center leading-snug text-ink underline-offset-4 hover:text-forest hover:underline sm:min-h-10'

function FooterLink({ link }: { link: FootLink }) {
  const { shell } = useText()
  const text = shell.nav[link.label]
  if ('href' in link) {
    return (
      <a href={link.href} className={footLink}>
        {text}
      </a>
    )
  }
  return (
    <Link to={link.to} className={footLink}>
      {text}
    </Link>
  )
}

function HeaderLink({ to, label }: NavLink) {
  const { shell } = useText()
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/' || to === '/me' }}
      className="inline-flex min-h-14 items-center border-b-3 border-transparent px-3 whitespace-nowrap no-underline hover:bg-mist aria-[current=page]:border-forest aria-[current=page]:font-bold aria-[current=page]:text-forest"
    >
      {shell.nav[label]}
    </Link>
  )
}

/** One button: it names the other language, in that language. */
function LanguageSwitch() {
  const { language, change } = useLanguage()
  const { shell } = useText()
  const other: Language = language === 'ja' ? 'en' : 'ja'
  return (
    <button
      type="button"
      lang={other}
      onClick={() => change(other)}
      className="min-h-12 cursor-pointer rounded-full px-3 text-dns-14N-130 whitespace-nowrap hover:bg-mist"
    >
      {shell.languages[other]}
    </button>
  )
}

function Account() {
  const { shell } = useText()
  const { me, person, acting } = useSession()
  const signOut = useSignOut()
  const actFor = useActFor()
  if (!me) return null
  if (!person) {
    return (
      <Link
        to="/sign-in"
        className="inline-flex min-h-12 items-center rounded-full border border-edge bg-surface px-4 text-dns-14B-130 whitespace-nowrap text-forest no-underline hover:bg-mist"
      >
        {shell.account.signIn}
      </Link>
    )
  }
  return (
    <details className="group relative" name="account">
      <summary className="flex min-h-12 max-w-44 cursor-pointer lg:max-w-72 list-none items-center gap-1.5 rounded-full px-2 hover:bg-mist [&::-webkit-details-marker]:hidden">
        <Icon name="person" />
        <span className="line-clamp-2 min-w-0 break-words text-dns-14B-130">
          <Name>{acting?.name ?? person.name}</Name>
        </span>
      </summary>
      <div className="absolute end-0 top-full z-40 mt-1 grid w-72 gap-3 rounded-16 border border-line bg-surface p-4 shadow-2">
        <p className="text-dns-14N-130 text-soft">
          <span className="block font-bold text-ink">
            <Name>{person.name}</Name>
          </span>
          {person.email}
        </p>
        {me.organisations.length > 0 && (
          <label className="grid gap-1 text-dns-14N-130 text-soft">
            {shell.account.actingFor}
            <select
              value={acting?.id}
              onChange={(event) => actFor(event.target.value)}
              className="min-h-12 w-full rounded-8 border border-edge bg-surface px-2 text-std-16N-170 text-ink"
            >
              {me.organisations.map(({ id, name, kind }) => (
                <option key={id} value={id}>
                  {`${name}（${shell.kinds[kind]}）`}
                </option>
              ))}
            </select>
          </label>
        )}
        <Link to="/organisation" className="link inline-flex min-h-12 items-center">
          {acting ? shell.account.manage : shell.account.found}
        </Link>
        <button
          type="button"
          onClick={() => signOut.mutate()}
          className="min-h-12 cursor-pointer rounded-full border border-edge font-bold text-forest hover:bg-mist"
        >
          {shell.account.signOut}
        </button>
      </div>
    </details>
  )
}
