import { Button, Group, TextInput, type TextInputProps } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustmentsHorizontal, IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

type Props = {
  /** What the filters narrow, for screen readers. */
  label: string;
  /** The search field, which is always visible. */
  search: TextInputProps;
  /** How many of the other filters are set now. */
  count: number;
  children: ReactNode;
};

/** The filters of a list. On a phone all but the search field are folded away; the button that unfolds them says how many are set. */
export function Filters({ label, search, count, children }: Props) {
  const words = useWords(common);
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <Group
      align="flex-end"
      mb="sm"
      gap="sm"
      role="search"
      aria-label={label}
      className="filters"
      data-open={isOpen || undefined}
    >
      <TextInput leftSection={<IconSearch size={16} aria-hidden />} {...search} />
      <Button
        className="unfold"
        variant={count === 0 ? "default" : "light"}
        aria-expanded={isOpen}
        onClick={toggle}
        leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
      >
        {words.narrowBy(count)}
      </Button>
      {children}
    </Group>
  );
}
