import { useWords } from "../../ui/language.tsx";
import type { Buyer } from "./buyer.ts";
import { words as dictionary } from "./words.ts";

/** The buyer and the address, for a last check. */
export function BuyerText({ buyer }: { buyer: Buyer }) {
  const words = useWords(dictionary);
  return (
    <dl className="buyer">
      <dt>{words.fields.name}</dt>
      <dd>
        {buyer.name}({buyer.kana})
      </dd>
      <dt>{words.address}</dt>
      <dd>
        〒{buyer.postalCode}
        <br />
        {buyer.prefecture}
        {buyer.address}
        {buyer.building === "" ? null : (
          <>
            <br />
            {buyer.building}
          </>
        )}
      </dd>
      <dt>{words.fields.phone}</dt>
      <dd>{buyer.phone}</dd>
      <dt>{words.fields.email}</dt>
      <dd>{buyer.email}</dd>
    </dl>
  );
}
