import type { Order } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { moneyLines } from "./money.ts";
import "./orders.css";
import { orderWords } from "./words.ts";

type Amounts = Pick<Order, "subtotal" | "total" | (typeof moneyLines)[number]["key"]>;

/** The subtotal, the money lines that have an amount, and the total. */
export function Sums({ of }: { of: Amounts }) {
  const words = useWords(orderWords);
  const { yen } = useFormats();
  const shown = moneyLines.filter(({ key }) => key === "shippingFee" || of[key] !== 0);
  return (
    <dl className="sums">
      <div>
        <dt>{words.subtotal}</dt>
        <dd>{yen(of.subtotal)}</dd>
      </div>
      {shown.map(({ key, sign }) => {
        const amount = of[key];
        return (
          <div key={key}>
            <dt>{words.money[key]}</dt>
            <dd>{amount === null ? words.undecided : yen(sign * amount)}</dd>
          </div>
        );
      })}
      <div className="total">
        <dt>{words.total}</dt>
        <dd>{yen(of.total)}</dd>
      </div>
    </dl>
  );
}
