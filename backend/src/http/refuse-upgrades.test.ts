import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { refuseOtherUpgrades } from './refuse-upgrades.ts'

async function listen(): Promise<string> {
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/nowhere') sockets.handleUpgrade(request, socket, head, (each) => each.close(1000))
  })
  refuseOtherUpgrades(server, ['/sip', '/socket.io/'])
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('who asks for a WebSocket where there is none is told so', async () => {
  const socket = new WebSocket(`${await listen()}/nowhere`)
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
  expect(response.statusCode).toBe(404)
  await once(response.resume(), 'close')
})

test.each(['/sip', '/sip?a=1', '/socket.io/?EIO=4'])('%s is left to those who serve it', async (path) => {
  const socket = new WebSocket((await listen()) + path)
  expect(await once(socket, 'close')).toEqual([1000, expect.anything()])
})
