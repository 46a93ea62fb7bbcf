import { Stack, Text, VisuallyHidden } from "@mantine/core";
import type { OrderPreview } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import "./orders.css";
import { orderWords } from "./words.ts";

/** Shows the effect of a change before it is made: each quantity before and after, then what is sent to Smaregi. */
export function Effect({ of: { stock, calls, notice } }: { of: OrderPreview }) {
  const words = useWords(orderWords).effect;
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" fw={600} mb={4}>
          {words.stock}
        </Text>
        {stock.length === 0 ? (
          <Text size="sm" className="soft">
            {words.noStock}
          </Text>
        ) : (
          <StockEffect stock={stock} />
        )}
      </div>
      <div>
        <Text size="sm" fw={600} mb={4}>
          {words.calls}
        </Text>
        {calls.length === 0 ? (
          <Text size="sm" className="soft">
            {notice ?? words.noCalls}
          </Text>
        ) : (
          <ol className="calls">
            {calls.map(({ call, transactionId, text }) => (
              <li key={`${call} ${transactionId ?? ""}`}>
                <Text size="sm">{text}</Text>
              </li>
            ))}
          </ol>
        )}
        {notice === undefined || calls.length === 0 ? null : (
          <Text size="sm" className="soft">
            {notice}
          </Text>
        )}
      </div>
    </Stack>
  );
}

/** 10 → 8 (−2), with words for screen readers. */
function StockEffect({ stock }: { stock: OrderPreview["stock"] }) {
  const words = useWords(orderWords).effect;
  const { number, signed } = useFormats();
  const figure = (value: number | null) => (value === null ? words.blank : number(value));
  return (
    <ul className="effect" aria-label={words.stock}>
      {stock.map((row) => (
        <li key={row.variationId}>
          <span>
            {row.productName} {row.variationName}
          </span>
          <span className="number">
            <VisuallyHidden>{words.now} </VisuallyHidden>
            {figure(row.before)}
            <span aria-hidden> → </span>
            <VisuallyHidden> {words.after} </VisuallyHidden>
            <b>{figure(row.after)}</b>
            <span className="soft"> ({signed(row.change)})</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
