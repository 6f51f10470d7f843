import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressed } from './build/compressed.ts'
import { firstScreen } from './build/first-screen.ts'

// The API a development server talks to; the built web is served by the API itself.
const api = process.env['MORINOWA_API'] ?? 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [react(), tailwindcss(), firstScreen(), compressed()],
  build: {
    target: 'es2023',
    // Small images stay files: the content security policy then needs no data: addresses for them.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': api, '/.well-known': api } },
})
