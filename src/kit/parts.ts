/** Splits rows into parts that fit one statement: PostgreSQL takes 65,535 values per statement. */
export function* partsOf<Row>(rows: Row[]): Generator<Row[]> {
  const most = 1_000;
  for (let at = 0; at < rows.length; at += most) yield rows.slice(at, at + most);
}
