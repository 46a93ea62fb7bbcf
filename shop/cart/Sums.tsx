import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { words as dictionary } from "./words.ts";

type Props = {
  subtotal: number;
  /** Null: the shop tells it later. */
  shippingFee: number | null;
  /** True for cash on delivery: it costs a fee, which the shop tells later. */
  isCashOnDelivery: boolean;
  total: number;
};

/** The total of an order, and the amounts that are not known yet. */
export function Sums({ subtotal, shippingFee, isCashOnDelivery, total }: Props) {
  const words = useWords(dictionary);
  const { yen } = useFormats();
  const isOpen = shippingFee === null;
  return (
    <dl className="sums">
      <dt>{words.subtotal}</dt>
      <dd className="number">{yen(subtotal)}</dd>
      <dt>{words.shippingFee}</dt>
      {isOpen ? <dd>{words.later}</dd> : <dd className="number">{yen(shippingFee)}</dd>}
      {isCashOnDelivery ? (
        <>
          <dt>{words.codFee}</dt>
          <dd>{words.later}</dd>
        </>
      ) : null}
      <dt className="total">
        {words.total}
        {isOpen || isCashOnDelivery ? (
          <small>{isCashOnDelivery ? words.beforeBoth : words.beforeShipping}</small>
        ) : null}
      </dt>
      <dd className="number total">{yen(total)}</dd>
    </dl>
  );
}
