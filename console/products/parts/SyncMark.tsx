import type { Variation } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import "./products.css";
import { productWords } from "./words.ts";

/** A variation's sync state: a dot and a word; nothing if it is not synced. */
export function SyncMark({ variation }: { variation: Variation }) {
  const words = useWords(productWords);
  if (!variation.synced) return null;
  const { state, unmanagedThere } = variation.sync;
  // Green would mean that its quantity follows Smaregi's.
  if (state === "synced" && unmanagedThere === true) {
    return (
      <span className="sync-mark" data-state="unmanaged" title={words.unmanagedSays}>
        {words.unmanagedThere}
      </span>
    );
  }
  return (
    <span className="sync-mark" data-state={state}>
      {words.sync[state]}
    </span>
  );
}
