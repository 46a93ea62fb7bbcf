import { Stack, Text, VisuallyHidden } from "@mantine/core";
import type { Quantities } from "../../src/http/api-types.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import "./effect.css";
import { effectWords } from "./words.ts";

/** The most changes that are shown by name; the rest is counted. */
const shownAtMost = 8;

/**
 * Shows what many quantities would become, before anything is written: how many, how many fall to 0 and why, and some by name (P3).
 */
export function QuantityChanges({ of }: { of: Quantities }) {
  const words = useWords(effectWords);
  const { number } = useFormats();
  const { changed, toZero, noRow, piecesNow, piecesThen, examples } = of;
  if (changed === 0) return <Text size="sm">{words.none}</Text>;
  const shown = examples.slice(0, shownAtMost);
  return (
    <Stack gap="xs">
      <Text size="sm">{words.changes(number(changed), number(piecesNow), number(piecesThen))}</Text>
      {toZero === 0 ? null : (
        <Text size="sm" className="sold-out">
          {words.zeros(number(toZero), number(noRow))}
        </Text>
      )}
      <ul className="quantity-changes" aria-label={words.list}>
        {shown.map(({ variationId, name, variationName, quantityNow, quantityThen, because }) => (
          <li key={variationId}>
            <span>
              {`${name} ${variationName}`.trim()}
              {because === "found" || because === "ordered" ? null : (
                <span className="soft"> {words.because[because]}</span>
              )}
            </span>
            <span className="number">
              <VisuallyHidden>{words.now} </VisuallyHidden>
              {quantityNow === null ? "–" : number(quantityNow)}
              <span aria-hidden> → </span>
              <VisuallyHidden> {words.after} </VisuallyHidden>
              <b>{number(quantityThen)}</b>
            </span>
          </li>
        ))}
      </ul>
      {changed > shown.length ? (
        <Text size="sm" className="soft">
          {words.more(number(changed - shown.length))}
        </Text>
      ) : null}
    </Stack>
  );
}
