import type { QueryClient } from "@tanstack/react-query";
import { StrictMode, type ReactNode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { keepComposing } from "./composing.ts";
import { keepFocus } from "./focus.ts";
import { openClient, Provider } from "./Provider.tsx";

type Options = {
  /** The query cache with what was already read from the server. */
  client?: QueryClient;
  /** True if the server drew the page from the same data: its HTML is then taken over. */
  isDrawn?: boolean;
};

/** Renders a site into its HTML page. */
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
  // The index of the rarer letters' font files; the page is drawn without waiting for it.
  void import("./letters/rare.css");
}
