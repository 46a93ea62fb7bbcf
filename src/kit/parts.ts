/** Rows in parts that one statement can be sent with: PostgreSQL takes 65,535 values in it. */
export function* partsOf<Row>(rows: Row[]): Generator<Row[]> {
  const most = 1_000;
  for (let at = 0; at < rows.length; at += most) yield rows.slice(at, at + most);
}
