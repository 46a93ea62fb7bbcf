import { CamelCasePlugin, PostgresQueryCompiler, type PluginTransformQueryArgs } from "kysely";

/**
 * Columns are named in snake_case, what we read of them in camelCase. The library's own plugin makes a second tree of each
 * statement for that, value by value: as much work as the statement's text. Here names are written as the columns' when the text is.
 */
class ColumnNames extends CamelCasePlugin {
  override transformQuery({ node }: PluginTransformQueryArgs) {
    return node;
  }

  /** The column of a name of ours. */
  columnOf(name: string): string {
    return this.snakeCase(name);
  }
}

/** What gives the rows our names. Column names only: what stands inside a jsonb value is ours as it is. */
export const columnNames = new ColumnNames({ maintainNestedObjectKeys: true });

/** As many as the source names: none comes from outside. */
const written = new Map<string, string>();

/** Writes each name as its column's, looked up once. */
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
