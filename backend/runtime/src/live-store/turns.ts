/**
 * Lets work on one id run one after the other, and on different ids side by side. Within a process this spares the
 * conflicts that compare-and-set would have to settle between many who decide on the same thing.
 */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>()

  return function takeTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = last.get(id)
    const turn = before === undefined ? work() : before.then(work, work)
    last.set(id, turn)
    const leave = () => {
      if (last.get(id) === turn) last.delete(id)
    }
    turn.then(leave, leave)
    return turn
  }
}
