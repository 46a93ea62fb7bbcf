import type { QueryClient } from "@tanstack/react-query";
import { StrictMode, type ReactNode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { keepComposing } from "./composing.ts";
import { keepFocus } from "./focus.ts";
import { openClient, Provider } from "./Provider.tsx";

type Options = {
  /** What was read from the server already. */
  client?: QueryClient;
  /** The server has drawn it, of the same: it is taken over as it stands. */
  isDrawn?: boolean;
};

/** Draws a site into its HTML page. */
export function mount(site: ReactNode, { client = openClient(), isDrawn = false }: Options = {}): void {
  keepComposing(window);
  keepFocus();
  const root = document.getElementById("root") as HTMLElement;
  const whole = (
    <StrictMode>
      <Provider client={client}>{site}</Provider>
    </StrictMode>
  );
  if (isDrawn) hydrateRoot(root, whole);
  else createRoot(root).render(whole);
  // Which of the rarer letters are where; the page is drawn without waiting for it.
  void import("./letters/rare.css");
}
