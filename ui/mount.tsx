import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { keepFocus } from "./focus.ts";
import { Provider } from "./Provider.tsx";

/** Draws a site into its HTML page. */
export function mount(site: ReactNode): void {
  keepFocus();
  createRoot(document.getElementById("root") as HTMLElement).render(
    <StrictMode>
      <Provider>{site}</Provider>
    </StrictMode>,
  );
  // Which of the rarer letters are where; the page is drawn without waiting for it.
  void import("./letters/rare.css");
}
