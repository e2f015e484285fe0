import { useEventListener } from '@vueuse/core'

/** `Alt+KeyA` (by place on the keyboard, so that it is the same key in every layout) or a typed sign as `?`. */
export type Shortcuts = Record<string, () => unknown>

export function useShortcuts(shortcuts: Shortcuts): void {
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    const action = shortcuts[nameOf(event)]
    if (!action || event.repeat) return
    event.preventDefault()
    void action()
  })
}

function nameOf(event: KeyboardEvent): string {
  if (event.altKey && !event.ctrlKey && !event.metaKey) return `Alt+${event.code}`
  if (event.ctrlKey || event.metaKey) return `Ctrl+${event.code}`
  return isTyping(event.target) ? '' : event.key
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
