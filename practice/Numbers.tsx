import { useState } from "react";
import type { PracticeShelf } from "../src/http/api-types.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { useEventName } from "../ui/events.ts";
import { useFormats } from "../ui/format.ts";
import { useWords } from "../ui/language.tsx";
import { Section } from "../ui/Section.tsx";
import { words as dictionary } from "./words.ts";

/** The shop's products and their quantities. */
export function Shelf({ rows }: { rows: PracticeShelf["shelf"] }) {
  const words = useWords(dictionary);
  return (
    <Section title={words.shelf}>
      <DataTable
        label={words.shelf}
        rows={rows}
        of={({ id }) => id}
        empty={null}
        columns={[
          { title: words.product, cell: (row) => <span className="text">{nameOf(row)}</span> },
          { title: words.smaregiProductId, cell: ({ smaregiProductId }) => smaregiProductId },
          { title: words.quantity, isNumber: true, cell: ({ quantity }) => <Quantity quantity={quantity} /> },
        ]}
      />
    </Section>
  );
}

/** A number that jumps visibly when it changes. */
function Quantity({ quantity }: { quantity: number | null }) {
  const words = useWords(dictionary);
  const formats = useFormats();
  const [last, setLast] = useState({ quantity, moves: 0 });
  if (last.quantity !== quantity) setLast({ quantity, moves: last.moves + 1 });
  return (
    // The new key restarts the animation at each change.
    <span key={last.moves} className={last.moves === 0 ? undefined : "moved"}>
      {quantity === null ? words.uncounted : formats.number(quantity)}
    </span>
  );
}

/** The newest entries of the ledger. */
export function Movements({ rows }: { rows: PracticeShelf["movements"] }) {
  const words = useWords(dictionary);
  const nameEvent = useEventName();
  const formats = useFormats();
  return (
    <Section title={words.movements}>
      <DataTable
        label={words.movements}
        rows={rows}
        of={({ id }) => `${id}`}
        empty={words.noMovements}
        columns={[
          { title: words.at, cell: ({ at }) => formats.moment(at) },
          { title: words.product, cell: (row) => <span className="text">{nameOf(row)}</span> },
          {
            title: words.cause,
            cell: ({ cause, orderNumber, reading, pending }) => (
              <div>
                <div>
                  {nameEvent(cause)} {orderNumber}
                </div>
                <div className="soft">
                  {reading === null ? null : words.reading(formats.number(reading))}
                  {pending === null || pending === 0 ? null : `, ${words.pending(formats.number(pending))}`}
                </div>
              </div>
            ),
          },
          { title: words.change, isNumber: true, cell: ({ change }) => formats.signed(change) },
          {
            title: words.quantity,
            isNumber: true,
            cell: ({ quantity }) => (quantity === null ? null : formats.number(quantity)),
          },
        ]}
      />
    </Section>
  );
}

/** The name of a product with its variation. */
export const nameOf = ({ productName, variationName }: { productName: string; variationName: string }) =>
  `${productName} ${variationName}`.trim();
