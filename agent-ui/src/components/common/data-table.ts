/** A column of `DataTable`. Its cell is the slot `cell-<key>`, else the row's own value of that key as text. */
export type DataColumn = {
  key: string
  label: string
  /** The column shows only pictures: its label is for those who hear the page. */
  isLabelHidden?: boolean
  align?: 'left' | 'right'
  /** Tailwind classes of the column's cells, e.g. `w-40`. */
  class?: string
}
