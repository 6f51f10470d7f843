import {
  decideReviewEndpoint,
  ownReviewsEndpoint,
  reviewEndpoint,
  reviewFiguresEndpoint,
  reviewsEndpoint,
  sayInReviewEndpoint,
} from '@morinowa/shared/reductions/review-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { decideReview } from './decide-review.ts'
import { listOwnReviews, listReviews, sayInReview, showReview } from './list-reviews.ts'
import { reviewFigures } from './review-store.ts'

export function reviewRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, reviewsEndpoint, ({ actor, query }) => listReviews(deps, actor, query))
  route(app, deps, ownReviewsEndpoint, ({ actor, query }) => listOwnReviews(deps, actor, query))
  route(app, deps, reviewFiguresEndpoint, () => reviewFigures(deps.db, deps.now()))
  route(app, deps, reviewEndpoint, ({ actor, params }) => showReview(deps, actor, params.id))
  route(app, deps, decideReviewEndpoint, ({ deps, actor, params, body }) =>
    decideReview(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, sayInReviewEndpoint, ({ deps, actor, params, body }) =>
    sayInReview(deps, actor, { id: params.id, text: body.text }),
  )
}
