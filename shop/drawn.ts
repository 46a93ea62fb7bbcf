import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { Language } from "../ui/language.tsx";

/** What the server read for the page that it drew. It is in that page, for the script. */
export type Drawn = { path: string; language: Language; known: [QueryKey, unknown][] };

const id = "drawn";

/** The element with this data. It is not a script that runs, because inline scripts are forbidden. No product text can close it. */
export const drawnElement = (drawn: Drawn): string =>
  `<script type="application/json" id="${id}">${JSON.stringify(drawn).replaceAll("<", "\\u003c")}</script>`;

/** The data that the server drew this page with; null: the server left the page to the script. */
export function readDrawn(): Drawn | null {
  const text = document.getElementById(id)?.textContent;
  return text === undefined || text === null ? null : (JSON.parse(text) as Drawn);
}

/** All data read so far. Null if a read failed: the script asks again and shows the error better. */
export function knownOf(client: QueryClient): Drawn["known"] | null {
  const reads = client.getQueryCache().getAll();
  const isWhole = reads.every(({ state }) => state.status === "success");
  return isWhole ? reads.map(({ queryKey, state }) => [queryKey, state.data]) : null;
}
