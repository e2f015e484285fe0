import type { Board } from '@orderline/domain/contract'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useClockStore } from './clock.ts'

/** The supervisor's board as the server pushed it last. */
export const useBoardStore = defineStore('board', () => {
  const board = shallowRef<Board | null>(null)

  function receive(next: Board): void {
    useClockStore().learn(next.serverTime)
    board.value = next
  }

  return { board, receive }
})
