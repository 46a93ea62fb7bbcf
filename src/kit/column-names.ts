import { CamelCasePlugin, PostgresQueryCompiler, type PluginTransformQueryArgs } from "kysely";

/**
 * Columns have snake_case names, our rows camelCase. The library's own plugin copies the whole tree of each statement for that,
 * value by value, which costs as much as making the statement's text. This one converts the names while the text is written.
 */
class ColumnNames extends CamelCasePlugin {
  override transformQuery({ node }: PluginTransformQueryArgs) {
    return node;
  }

  /** The column for one of our names. */
  columnOf(name: string): string {
    return this.snakeCase(name);
  }
}

/** Gives rows our names. It converts column names only: keys inside a jsonb value are ours already. */
export const columnNames = new ColumnNames({ maintainNestedObjectKeys: true });

/** Never larger than the number of names in the source: no name comes from outside. */
const written = new Map<string, string>();

/** Writes each name as its column name, computed once. */
export class ColumnCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    let column = written.get(name);
    if (column === undefined) {
      column = super.sanitizeIdentifier(columnNames.columnOf(name));
      written.set(name, column);
    }
    return column;
  }
}
