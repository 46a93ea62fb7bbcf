import { MantineProvider } from "@mantine/core";
import "./letters/common.css";
// After the styles of what it changes.
import "./ui.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Problem } from "./api.ts";
import { LanguageProvider } from "./language.tsx";
import { theme } from "./theme.ts";

/** What was read from the server, and how soon it is read again. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Live events say when something changed; looking again on every focus would say nothing new.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A server that restarts is back in a moment; what it refused stays refused.
      retry: (count, error) =>
        error instanceof Problem && (error.status === 0 || error.status >= 502) && count < 8,
      retryDelay: (count) => Math.min(250 * 2 ** count, 4_000),
    },
    mutations: { retry: false },
  },
});

/** What every page stands in: look, language, and what was read from the server. */
export function Provider({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} forceColorScheme="light">
        <LanguageProvider>{children}</LanguageProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
