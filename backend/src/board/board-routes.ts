import { authorize, roles } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import type { BoardService } from './board-service.ts'

export function createBoardRoutes({ guards, board }: { guards: HttpGuards; board: BoardService }): HttpRouter {
  const router = createRouter()
  const watchers = [guards.rateLimit('session'), guards.authenticateSession, authorize(roles('supervisor', 'admin'))]
  router.get('/api/board', ...watchers, (ctx) => {
    ctx.body = board.current()
  })
  return router
}
