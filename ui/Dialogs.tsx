import "@mantine/notifications/styles.css";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import type { ReactNode } from "react";

/** Questions before a press, and messages after it: what the pages of the merchant's staff stand in, and a shop needs not load. */
export function Dialogs({ children }: { children: ReactNode }) {
  return (
    <ModalsProvider>
      <Notifications position="bottom-right" />
      {children}
    </ModalsProvider>
  );
}
