import { MantineProvider } from "@mantine/core";
import "./letters/common.css";
// After the styles of what it changes.
import "./ui.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Problem } from "./api.ts";
import { LanguageProvider, type Language } from "./language.tsx";
import { theme } from "./theme.ts";

/** Keeps what was read from the server, and knows how soon it is read again. One for a page; `isPatient`: asks again where the server is away. */
export const openClient = ({ isPatient = true } = {}): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // Also where the browser believes to be without a network: the page then says so, and waits for nothing unseen.
        networkMode: "always",
        refetchOnReconnect: true,
        // Live events say when something changed; looking again on every focus would say nothing new.
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // A server that restarts is back in a moment; what it refused stays refused.
        retry: (count, error) =>
          isPatient && error instanceof Problem && (error.status === 0 || error.status >= 502) && count < 8,
        retryDelay: (count) => Math.min(250 * 2 ** count, 4_000),
      },
      // A save that waited for the network would go out by itself, after its form was changed or left.
      mutations: { networkMode: "always", retry: false },
    },
  });

type Props = { client: QueryClient; language?: Language | undefined; children: ReactNode };

/** What every page stands in: look, language (this browser's, where none is given), and what was read from the server. */
export function Provider({ client, language, children }: Props) {
  return (
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} forceColorScheme="light">
        <LanguageProvider first={language}>{children}</LanguageProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
