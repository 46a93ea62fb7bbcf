import { Group } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../../../ui/language.tsx";
import { ButtonLink } from "../../frame/links.tsx";
import { besideOptions } from "../parts/queries.ts";
import type { OrderSearch } from "../search.ts";
import { showWords } from "./words.ts";

/** Links to the next and previous order of the list that the reader came from (W2). */
export function Beside({ id, search }: { id: string; search: OrderSearch }) {
  const words = useWords(showWords);
  const { data } = useQuery(besideOptions(id, search));
  const way = (where: "newer" | "older") => {
    const at = data?.[where] ?? null;
    const Icon = where === "newer" ? IconChevronUp : IconChevronDown;
    return (
      <ButtonLink
        to="/orders/$id"
        params={{ id: at?.id ?? id }}
        search={search}
        variant="default"
        size="compact-md"
        aria-label={at === null ? words[where] : `${words[where]} ${at.number}`}
        data-key={where}
        {...(at === null ? { "data-disabled": true, "aria-disabled": true, tabIndex: -1 } : {})}
      >
        <Icon size={16} aria-hidden />
      </ButtonLink>
    );
  };
  return (
    <Group gap={4} role="group" aria-label={words.beside}>
      {way("newer")}
      {way("older")}
    </Group>
  );
}
