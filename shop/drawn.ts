import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { Language } from "../ui/language.tsx";

/** What the server read for the page that it drew, as it stands in that page for the script. */
export type Drawn = { path: string; language: Language; known: [QueryKey, unknown][] };

const id = "drawn";

/** The element that holds it. It is no script that runs, which a page may not have within itself; no text of a product ends it. */
export const drawnElement = (drawn: Drawn): string =>
  `<script type="application/json" id="${id}">${JSON.stringify(drawn).replaceAll("<", "\\u003c")}</script>`;

/** What the server drew this page with; null: it left that to the script. */
export function readDrawn(): Drawn | null {
  const text = document.getElementById(id)?.textContent;
  return text === undefined || text === null ? null : (JSON.parse(text) as Drawn);
}

/** All that was read so far. Null where some of it is not there, which the script says better: it asks again. */
export function knownOf(client: QueryClient): Drawn["known"] | null {
  const reads = client.getQueryCache().getAll();
  const isWhole = reads.every(({ state }) => state.status === "success");
  return isWhole ? reads.map(({ queryKey, state }) => [queryKey, state.data]) : null;
}
