import type { Order } from "../../../src/http/api-types.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { LineText, type LineNames } from "./LineText.tsx";
import { orderWords } from "./words.ts";

type Line = LineNames & Pick<Order["lines"][number], "quantity" | "unitPrice"> & { taxRate?: 8 | 10 };

/** The lines of an order, or of each order of a plan. */
export function Lines({ lines }: { lines: Line[] }) {
  const words = useWords(orderWords);
  const columns = useColumns();
  return (
    <DataTable
      label={words.lines}
      columns={columns}
      rows={lines.map((line, position) => ({ ...line, position }))}
      of={({ position }) => String(position)}
      empty={null}
    />
  );
}

function useColumns(): Column<Line & { position: number }>[] {
  const words = useWords(orderWords);
  const { number, yen } = useFormats();
  return [
    { title: words.product, cell: (line) => <LineText line={line} /> },
    {
      title: words.unitPrice,
      isNumber: true,
      width: "9rem",
      cell: ({ unitPrice, taxRate }) => (
        <div>
          {yen(unitPrice)}
          {taxRate === 8 ? <div className="soft small">{words.reducedTax}</div> : null}
        </div>
      ),
    },
    { title: words.quantity, isNumber: true, width: "6rem", cell: ({ quantity }) => number(quantity) },
    {
      title: words.amount,
      isNumber: true,
      width: "9rem",
      cell: ({ quantity, unitPrice }) => yen(quantity * unitPrice),
    },
  ];
}
