import { Group, Paper, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";

type Props = {
  title: string;
  actions?: ReactNode;
  /** `wrong`: something here has to be corrected. */
  tone?: "wrong";
  children: ReactNode;
};

/** A part of a page with a heading of its own, as a region that screen readers can jump to. */
export function Section({ title, actions, tone, children }: Props) {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} className={tone}>
      <Group justify="space-between" mb="sm" gap="xs">
        <Title order={2} id={id}>
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </Paper>
  );
}
