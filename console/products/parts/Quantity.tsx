import type { Variation } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import "./products.css";
import { stockRule } from "./stock.ts";
import { productWords } from "./words.ts";

/** A variation's quantity, or the reason why there is none. */
export function Quantity({ variation }: { variation: Variation }) {
  const words = useWords(productWords);
  const formats = useFormats();
  if (stockRule(variation) === "unlimited") return <span className="soft">{words.unlimited}</span>;
  if (variation.quantity === null) return <span className="soft">{words.blank}</span>;
  return (
    <span className={variation.quantity === 0 ? "sold-out" : undefined}>
      {formats.number(variation.quantity)}
    </span>
  );
}
