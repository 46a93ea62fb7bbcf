import { Button, Center, Checkbox, Text } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";
import { useWords } from "./language.tsx";
import { roomOf, useIsNarrow } from "./room.ts";
import { Loading } from "./Loading.tsx";
import { common } from "./words.ts";

export type Column<Row> = {
  /** The heading; on a phone it is shown before each cell. */
  title: string;
  /** A heading for a cell with several things under each other, if one word is not enough. */
  heading?: ReactNode;
  cell(row: Row): ReactNode;
  /** True for figures: they are aligned to the right. */
  isNumber?: boolean;
  width?: string;
  /**
   * The place of the cell if the table is narrow and a row has two lines: first, to the right of it, on a line of its own, or "below"
   * with the others. If no column has a place, a narrow row has one line for each cell, with its heading.
   */
  place?: "first" | "right" | "line" | "below";
};

type Selection = { chosen: ReadonlySet<string>; choose(chosen: Set<string>): void };

type Props<Row> = {
  /** What the table lists, for screen readers. */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  /** A row's ID. */
  of(row: Row): string;
  /** The row's name, for its checkbox. */
  nameOf?(row: Row): string;
  selection?: Selection;
  /** Opens what the row is about. A press anywhere in the row does this, in addition to its own link. */
  open?(row: Row): void;
  /** Shown if there are no rows: what to say, and what to do next. */
  empty: ReactNode;
  isLoading?: boolean;
  /** Loads more rows; null if there are none. */
  more?: (() => void) | null;
  isLoadingMore?: boolean;
};

/**
 * The only table of the pages: headings, rows, selection, an empty state, and a button for more rows. If the columns do not fit
 * beside each other (on the page, or in the table's container), each row becomes a block.
 */
export function DataTable<Row>(props: Props<Row>) {
  const { columns, selection } = props;
  const [room, isNarrow] = useIsNarrow(roomOf(columns, selection !== undefined));
  return (
    <div ref={room}>
      <Rows {...props} isNarrow={isNarrow} />
    </div>
  );
}

function Rows<Row>(props: Props<Row> & { isNarrow: boolean }) {
  const { label, columns, rows, of, selection, nameOf, open, empty, isLoading, more, isLoadingMore } = props;
  const words = useWords(common);
  const narrow = columns.some(({ place }) => place !== undefined) ? "lines" : "cells";
  if (isLoading === true) return <Loading />;
  if (rows.length === 0) {
    return (
      <Text component="div" className="soft" ta="center" p="lg">
        {empty}
      </Text>
    );
  }
  const all = rows.map(of);
  const chosenHere = all.filter((id) => selection?.chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(selection?.chosen);
    if (!next.delete(id)) next.add(id);
    selection?.choose(next);
  };
  const toggleAll = () => selection?.choose(new Set(chosenHere.length === all.length ? [] : all));
  const allOf = {
    checked: chosenHere.length === all.length,
    indeterminate: chosenHere.length > 0 && chosenHere.length < all.length,
    onChange: toggleAll,
  };
  return (
    <>
      {/* The headings are hidden in a narrow table, so its checkbox is here. */}
      {selection !== undefined && props.isNarrow ? (
        <Checkbox {...allOf} label={words.selectAll} my="xs" />
      ) : null}
      <table
        className="data-table"
        role="table"
        aria-label={label}
        data-narrow={props.isNarrow ? narrow : undefined}
      >
        <thead role="rowgroup">
          <tr role="row">
            {selection === undefined ? null : (
              <th role="columnheader" className="choosing">
                {props.isNarrow ? null : <Checkbox {...allOf} aria-label={words.selectAll} />}
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.title}
                role="columnheader"
                className={column.isNumber === true ? "number" : undefined}
                style={{ width: column.width }}
              >
                {column.heading ?? column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr
              key={of(row)}
              role="row"
              data-opens={open === undefined ? undefined : true}
              onClick={open === undefined ? undefined : (event) => isOfRow(event) && open(row)}
            >
              {selection === undefined ? null : (
                // A tap beside the checkbox means the checkbox. Otherwise the row would open, and the selection would be lost.
                <td
                  role="cell"
                  className="choosing"
                  onClick={(event) => chooseBeside(event, () => toggle(of(row)))}
                >
                  <Checkbox
                    aria-label={words.select(nameOf?.(row) ?? of(row))}
                    checked={selection.chosen.has(of(row))}
                    onChange={() => toggle(of(row))}
                  />
                </td>
              )}
              {columns.map((column) => (
                <td
                  key={column.title}
                  role="cell"
                  data-label={column.title === "" ? undefined : column.title}
                  className={column.isNumber === true ? "number" : undefined}
                  data-place={column.place}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more === undefined || more === null ? null : (
        <Center mt="md">
          <Button variant="default" onClick={more} loading={isLoadingMore === true}>
            {words.more}
          </Button>
        </Center>
      )}
    </>
  );
}

/** Handles a press in the cell of a row's checkbox, beside the checkbox itself. */
function chooseBeside(event: MouseEvent<HTMLElement>, toggle: () => void): void {
  event.stopPropagation();
  if (event.target === event.currentTarget) toggle();
}

/**
 * True if a press in a row is meant for the row: not on a control in it, without a modifier key, and not at the end of selecting
 * text.
 */
function isOfRow(event: MouseEvent<HTMLElement>): boolean {
  const { target, metaKey, ctrlKey, shiftKey } = event;
  const isOwn =
    target instanceof Element && target.closest("a, button, input, label, select, textarea") !== null;
  return !isOwn && !metaKey && !ctrlKey && !shiftKey && getSelection()?.isCollapsed !== false;
}
