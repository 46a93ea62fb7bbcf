import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Permission } from "../../src/http/api-types.ts";
import { useWords } from "../../ui/language.tsx";
import { useMay, useSession } from "./session.ts";
import { words as frame } from "./words.ts";

/** Shows its content to readers who have the permission; tells others that their role does not allow it. */
export function AllowedTo({ permission, children }: { permission: Permission; children: ReactNode }) {
  const words = useWords(frame);
  const { account } = useSession();
  return useMay(permission) ? children : <Text>{words.forbidden(words.role[account.role])}</Text>;
}
