import type { Redis } from 'ioredis'
import { gatherWrites } from '../gather-writes/index.ts'

/**
 * Makes a connection, and those that are duplicated from it, send the commands of one turn of the event loop in one
 * piece: under load the system calls for single commands cost more than the commands. Not ioredis' own pipelining, whose
 * commands fail when a connection breaks between their answers.
 */
export function gatherCommands(redis: Redis): Redis {
  const sendCommand = redis.sendCommand.bind(redis)
  const duplicate = redis.duplicate.bind(redis)
  return Object.assign(redis, {
    sendCommand(...command: Parameters<Redis['sendCommand']>): unknown {
      // There is no stream before the first connection.
      const stream = redis.stream as Redis['stream'] | undefined
      if (stream) gatherWrites(stream)
      return sendCommand(...command)
    },
    duplicate: (...options: Parameters<Redis['duplicate']>): Redis => gatherCommands(duplicate(...options)),
  })
}
