import { Button, Center, Checkbox, Text } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";
import { useWords } from "./language.tsx";
import { roomOf, useIsNarrow } from "./room.ts";
import { Loading } from "./Loading.tsx";
import { common } from "./words.ts";

export type Column<Row> = {
  /** The heading; on a phone it stands before each cell. */
  title: string;
  /** The heading where a word alone doesn't say it: of several things under each other in the cell. */
  heading?: ReactNode;
  cell(row: Row): ReactNode;
  /** Figures stand to the right, under each other. */
  isNumber?: boolean;
  width?: string;
  /**
   * Where the cell stands in a row of a narrow table, which is two lines: first, to the right of it, or on a line of its
   * own; "below" with the others. Where no column says, a narrow row has a line for each cell, with its heading.
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
  /** How a row is called where it is chosen. */
  nameOf?(row: Row): string;
  selection?: Selection;
  /** Goes to what the row is about: a press anywhere in it does, beside its own link. */
  open?(row: Row): void;
  /** What to say, and what to do next, where there are no rows. */
  empty: ReactNode;
  isLoading?: boolean;
  /** Loads further rows; null: there are none. */
  more?: (() => void) | null;
  isLoadingMore?: boolean;
};

/**
 * The one way to draw a table: headings, rows, choosing rows, an empty state, and a button for further rows. Where its
 * columns have no room beside each other (of the page or of what it stands in) each row is a block.
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
      {/* The headings are out of sight there, and out of a finger's reach. */}
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
                // A finger beside the box means the box: the row would open, and what was chosen be gone.
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

/** A press in the cell of a row's box, beside the box itself. */
function chooseBeside(event: MouseEvent<HTMLElement>, toggle: () => void): void {
  event.stopPropagation();
  if (event.target === event.currentTarget) toggle();
}

/** Whether a press in a row is one for the row: on nothing of its own, without a key held, and at no text that was just marked. */
function isOfRow(event: MouseEvent<HTMLElement>): boolean {
  const { target, metaKey, ctrlKey, shiftKey } = event;
  const isOwn =
    target instanceof Element && target.closest("a, button, input, label, select, textarea") !== null;
  return !isOwn && !metaKey && !ctrlKey && !shiftKey && getSelection()?.isCollapsed !== false;
}
