import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { guardRelease } from './guard-release.ts'
import { guardRoles } from './guard-roles.ts'
import './route-meta.ts'

/** Each folder of pages lists its own routes; the order does not matter. */
const pages = import.meta.glob<RouteRecordRaw[]>('../pages/*/routes.ts', { eager: true, import: 'routes' })

export const routes: RouteRecordRaw[] = Object.values(pages).flat()

export const router = createRouter({ history: createWebHistory(), routes })

router.beforeEach(guardRoles)
router.beforeEach(guardRelease)
