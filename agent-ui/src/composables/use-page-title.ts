import { onScopeDispose, watchEffect } from 'vue'
import { usePageTitleStore } from '../stores/page-title.ts'

/** Names the page on the browser's tab for as long as the calling component is there. */
export function usePageTitle(title: () => string): void {
  const titles = usePageTitleStore()
  watchEffect(() => (titles.page = title()))
  onScopeDispose(() => {
    // The page that follows may have named itself already.
    if (titles.page === title()) titles.page = ''
  })
}
