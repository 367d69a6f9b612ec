/* A column of DataTable. */
export interface Column<Row> {
  key: string & keyof Row
  label: string
  /* How the value is written; as it is when absent. */
  text?: (row: Row) => string
  align?: 'right'
  /* Keeps the column on one line and as wide as this, e.g. '8em'. */
  width?: string
}

/* What a cell says: nothing for null. */
export function cellText<Row>(column: Column<Row>, row: Row): string {
  if (column.text) return column.text(row)
  const value = row[column.key]
  return value === null || value === undefined ? '' : String(value)
}
