import { OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { deliveredInputSchema, orderInputSchema } from '@orderline/domain/contract'
import { forbiddenSchema, shopEntrySchema } from '../do-not-call/do-not-call-query.ts'
import {
  cancelExample,
  deliveredExample,
  forbidExample,
  orderExamples,
  orderViewExample,
  problemExample,
} from './examples.ts'
import {
  cancelInputSchema,
  oneOrder,
  orderPageSchema,
  orderQuerySchema,
  orderViewSchema,
  problemSchema,
} from './schemas.ts'
import { describeWebhooks } from './openapi-webhooks.ts'

type Responses = RouteConfig['responses']
const number = { type: 'integer' } as const
const text = { type: 'string' } as const
const retryAfter = { 'Retry-After': { schema: number, description: 'Seconds until it makes sense to come again' } }

/** The API of shops as an OpenAPI 3.1 document, made from the very schemas that check the requests. */
export function createOpenApiDocument() {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'The API key of the shop, made by an administrator.',
  })
  const problem = registry.register('Problem', problemSchema)
  const order = registry.register('Order', orderViewSchema)
  const describe = createDescriber(registry, problem)
  describeOrders(describe, { order })
  describeChanges(describe, { order })
  describeDoNotCall(describe)
  describeThisDocument(registry)
  describeWebhooks(registry)
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Orderline',
      version: '1.0.0',
      description:
        'Push orders, see how they fare, get the results by webhooks. Money is in the smallest unit of its currency.',
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }],
  })
}

type Description = Omit<RouteConfig, 'responses' | 'security'> & { responses: Responses; problems: number[] }
type Describe = (description: Description) => void

const problemTexts: Record<number, string> = {
  400: 'The request breaks the rules of its fields; `errors` names each.',
  401: 'The API key is missing, wrong or revoked.',
  404: 'There is no such order in this shop.',
  409: 'The order is not in a state that allows this.',
  413: 'The body is larger than 1 MB.',
  415: 'The body is not application/json.',
  422: 'This Idempotency-Key was used for another request.',
  429: 'Too many requests; `Retry-After` says when to come again.',
  500: 'Something is broken on our side; it is logged with the `X-Request-Id` of this answer.',
  503: 'Storage does not answer; try again in a moment.',
}

function createDescriber(registry: OpenAPIRegistry, problem: z.ZodType): Describe {
  const content = { 'application/problem+json': { schema: problem, example: problemExample } }
  return ({ problems, responses, ...route }) => {
    const ofBody = route.request?.body ? [413, 415] : []
    const refusals = [...problems, ...ofBody, 401, 429, 500, 503].map((status) => [
      status,
      { description: problemTexts[status] ?? '', content, ...([429, 503].includes(status) && { headers: retryAfter }) },
    ])
    registry.registerPath({ ...route, responses: { ...responses, ...(Object.fromEntries(refusals) as Responses) } })
  }
}

function describeThisDocument(registry: OpenAPIRegistry): void {
  registry.registerPath({
    method: 'get',
    path: '/api/v1/openapi.json',
    operationId: 'getOpenApi',
    summary: 'This document',
    security: [],
    responses: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: z.looseObject({}) } } } },
  })
}

function describeDoNotCall(describe: Describe): void {
  describe({
    method: 'post',
    path: '/api/v1/do-not-call',
    operationId: 'forbidNumber',
    summary: 'A number that is not called for this shop any more',
    description: 'The same number twice is one entry. What waits for a call of this number is taken out of the lists.',
    request: {
      body: { required: true, content: { 'application/json': { schema: shopEntrySchema, example: forbidExample } } },
    },
    responses: {
      201: { description: 'Nobody calls it.', content: { 'application/json': { schema: forbiddenSchema } } },
    },
    problems: [400],
  })
}

function describeOrders(describe: Describe, { order }: { order: typeof orderViewSchema }): void {
  const answer = createOrderAnswer(order)
  describe({
    method: 'post',
    path: '/api/v1/orders',
    operationId: 'pushOrder',
    summary: 'Push an order',
    description: 'The same `externalId` twice is one order: the second answer is 200 with the order as it is.',
    request: {
      headers: z.object({ 'Idempotency-Key': z.string().max(200).optional() }),
      body: { required: true, content: { 'application/json': { schema: orderInputSchema, examples: orderExamples } } },
    },
    responses: {
      201: { ...answer('The order is received and will be called.'), headers: headersOfOrder },
      200: { ...answer('This order is known already.'), headers: headersOfOrder },
    },
    problems: [400, 422],
  })
  describe({
    method: 'get',
    path: '/api/v1/orders',
    operationId: 'listOrders',
    summary: 'Orders in the order in which they last changed',
    request: { query: orderQuerySchema },
    responses: { 200: { description: 'A page.', content: { 'application/json': { schema: orderPageSchema } } } },
    problems: [400],
  })
  describe({
    method: 'get',
    path: '/api/v1/orders/{id}',
    operationId: 'getOrder',
    summary: 'One order with its clock and attempts',
    request: { params: oneOrder },
    responses: { 200: answer('The order.') },
    problems: [400, 404],
  })
}

const headersOfOrder = {
  Location: { schema: text, description: 'Where the order is' },
  'Idempotent-Replayed': { schema: text, description: '`true`: the answer that this Idempotency-Key got before' },
}

function createOrderAnswer(order: typeof orderViewSchema) {
  return (description: string) => ({
    description,
    content: { 'application/json': { schema: order, example: orderViewExample } },
  })
}

/** What a shop may say of an order that it has pushed. */
function describeChanges(describe: Describe, { order }: { order: typeof orderViewSchema }): void {
  const answer = createOrderAnswer(order)
  describe({
    method: 'post',
    path: '/api/v1/orders/{id}/cancel',
    operationId: 'cancelOrder',
    summary: 'Cancel an order that is not confirmed yet',
    request: {
      params: oneOrder,
      body: { required: true, content: { 'application/json': { schema: cancelInputSchema, example: cancelExample } } },
    },
    responses: { 200: answer('The order is cancelled.') },
    problems: [400, 404, 409],
  })
  describe({
    method: 'put',
    path: '/api/v1/orders/{id}/delivered',
    operationId: 'setOrderDelivered',
    summary: 'Say when the customer had the goods; null takes it back',
    request: {
      params: oneOrder,
      body: {
        required: true,
        content: { 'application/json': { schema: deliveredInputSchema, example: deliveredExample } },
      },
    },
    responses: { 200: answer('The order with its clock.') },
    problems: [400, 404, 409],
  })
}
