import type { FastifyInstance } from 'fastify'
import { Histogram, Registry } from 'prom-client'

/** Times every request by route pattern, for /metrics. */
export function serveMetrics(app: FastifyInstance): void {
  const registry = new Registry()
  const seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time from request to answer, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}
