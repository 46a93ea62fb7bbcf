import { MantineProvider } from "@mantine/core";
import "./letters/common.css";
// After the styles that it overrides.
import "./ui.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Problem } from "./api.ts";
import { LanguageProvider, type Language } from "./language.tsx";
import { theme } from "./theme.ts";

/** Creates the query cache of a page and its rules for reading again. `isPatient`: tries again while the server cannot be reached. */
export const openClient = ({ isPatient = true } = {}): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // Also asks if the browser thinks that it is offline: the page then shows the error and does not wait silently.
        networkMode: "always",
        refetchOnReconnect: true,
        // Live events tell us what changed, so reading again on every focus would bring nothing new.
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // A server that restarts is back in a moment. What the server refused, it would refuse again.
        retry: (count, error) =>
          isPatient && error instanceof Problem && (error.status === 0 || error.status >= 502) && count < 8,
        retryDelay: (count) => Math.min(250 * 2 ** count, 4_000),
      },
      // A save that waits for the network would be sent by itself, after its form was changed or left.
      mutations: { networkMode: "always", retry: false },
    },
  });

type Props = { client: QueryClient; language?: Language | undefined; children: ReactNode };

/** Wraps every page: theme, language (the browser's stored one if none is given), and query cache. */
export function Provider({ client, language, children }: Props) {
  return (
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} forceColorScheme="light">
        <LanguageProvider first={language}>{children}</LanguageProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
