import { onScopeDispose, readonly, ref, type Ref } from 'vue'
import { useClockStore } from '../stores/clock.ts'

const ticking = ref(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The server's time, epoch ms, renewed each second while somebody looks at it. One timer serves all. */
export function useNow(): Readonly<Ref<number>> {
  const clock = useClockStore()
  users += 1
  timer ??= setInterval(() => (ticking.value = clock.now()), 1000)
  ticking.value = clock.now()
  onScopeDispose(() => {
    users -= 1
    if (users > 0) return
    clearInterval(timer)
    timer = undefined
  })
  return readonly(ticking)
}
