import { Button, Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useWords } from "../../ui/language.tsx";
import { browserStorage } from "../../ui/storage.ts";
import { signInWords } from "../account/words.ts";
import { sessionQuery, useSession } from "./session.ts";

/** The storage key for the signed-in account; a change is reported to the browser's other tabs. */
const noted = "musubi-account";

/**
 * Covers a page that was drawn for one account when another one signs in. All tabs of a browser share one session, and input for one
 * shop must not be saved to another. The page is visible again when its own account is back.
 */
export function OtherAccount() {
  const words = useWords(signInWords);
  const client = useQueryClient();
  const { account, merchant } = useSession();
  const [drawnFor] = useState(account.id);
  useEffect(() => browserStorage.setItem(noted, account.id), [account.id]);
  useEffect(() => {
    const hear = ({ key }: StorageEvent) => {
      if (key === noted) void client.invalidateQueries(sessionQuery);
    };
    addEventListener("storage", hear);
    return () => removeEventListener("storage", hear);
  }, [client]);
  return (
    <Modal
      opened={account.id !== drawnFor}
      onClose={() => {}}
      withCloseButton={false}
      title={words.other}
      zIndex={340}
    >
      <Text size="sm" mb="md">
        {words.otherLead(account.name, merchant.name)}
      </Text>
      <Button onClick={() => location.assign("/console/")}>{words.goOnAs}</Button>
    </Modal>
  );
}
