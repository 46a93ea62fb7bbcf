import "@mantine/notifications/styles.css";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import type { ReactNode } from "react";

/**
 * Provides the questions before a press and the messages after it, for the pages of the merchant's staff. A shop does not need to
 * load it.
 */
export function Dialogs({ children }: { children: ReactNode }) {
  return (
    <ModalsProvider>
      <Notifications position="bottom-right" />
      {children}
    </ModalsProvider>
  );
}
