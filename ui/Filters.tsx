import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

type Props = {
  /** What is narrowed, for screen readers. */
  label: string;
  /** The words to look for, always in sight. */
  search: ReactNode;
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
      {search}
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
