import { Button, Group, TextInput, type TextInputProps } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustmentsHorizontal, IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

type Props = {
  /** What is narrowed, for screen readers. */
  label: string;
  /** The field of the words to look for, always in sight. */
  search: TextInputProps;
  /** How many of the others narrow the list now. */
  count: number;
  children: ReactNode;
};

/** What a list is narrowed by; on a phone all but the words fold away, and the press that unfolds them says how many are set. */
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
