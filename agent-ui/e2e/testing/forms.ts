import type { Locator, Page } from 'playwright-core'

/** The administrator's forms, as a person fills them. */
export function formsOn(page: Page) {
  const id = (name: string): Locator => page.getByTestId(name)
  const field = (label: string): Locator => page.getByLabel(label, { exact: true })

  return {
    page,
    id,
    field,
    /** Opens a section of the administration by its place in the bar. */
    async section(name: string): Promise<void> {
      await id(`admin-${name}`).click()
      await page.waitForURL(`**/admin/${name}`)
    },
    row: (text: string): Locator => id('table-row').filter({ hasText: text }),
    async fill(values: Record<string, string>): Promise<void> {
      for (const [label, value] of Object.entries(values)) await field(label).fill(value)
    },
    /** Picks from a list that opens; `nth` where a form has the same list more than once. */
    async choose(label: string, option: string, nth = 0): Promise<void> {
      await field(label).nth(nth).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    },
    /** Saves the form at the side and waits until it has closed. */
    async save(): Promise<void> {
      await id('record-save').click()
      await id('record-form').waitFor({ state: 'detached' })
    },
    /** What the form says is wrong with a field: the text that a screen reader reads with it. */
    async problemOf(label: string): Promise<string> {
      const input = field(label)
      await input.and(page.locator('[aria-invalid="true"]')).waitFor()
      const ids = (await input.getAttribute('aria-describedby'))?.split(' ') ?? []
      const texts = await Promise.all(ids.map((one) => page.locator(`[id="${one}"]`).allTextContents()))
      return texts.flat().join(' ').trim()
    },
  }
}
