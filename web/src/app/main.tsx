import './style.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { UnreachableError } from './api-client.ts'
import { router } from './routes.tsx'
import { meQuery } from './session.ts'
import { firstLanguage, loadText, TextProvider } from './text.tsx'

const queries = new QueryClient({
  defaultOptions: {
    // Without a connection a press must be answered, not kept waiting unseen: the error says what happened.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      // A refusal stays a refusal; only what was lost on the way is asked for again.
      retry: (failures, error) => error instanceof UnreachableError && failures < 2,
    },
  },
})

void queries.prefetchQuery(meQuery)

const language = firstLanguage()
// The page's own code comes beside the text, not after it; until both are here the document's first screen stands.
const [text] = await Promise.all([loadText(language), router.load()])
const app = document.getElementById('app')
if (!app) throw new Error('index.html has no #app')

createRoot(app).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <TextProvider first={{ language, text }}>
        <RouterProvider router={router} />
      </TextProvider>
    </QueryClientProvider>
  </StrictMode>,
)
