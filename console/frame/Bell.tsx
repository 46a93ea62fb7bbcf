import { Box, Button, Divider, Popover, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../../ui/language.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { IncidentLine } from "../incidents/IncidentLine.tsx";
import { newestQuery } from "../incidents/queries.ts";
import { TextLink } from "./links.tsx";
import { statusQuery } from "./status.ts";
import { words as dictionary } from "./words.ts";

/**
 * The bell on every page (B10): the number of open incidents, announced to screen readers when it changes. A press lists the
 * newest.
 */
export function Bell() {
  const words = useWords(dictionary);
  const [isOpen, { toggle, close }] = useDisclosure();
  const { data: status } = useQuery(statusQuery);
  const count = status?.openIncidents ?? 0;
  return (
    <>
      <VisuallyHidden role="status">{status === undefined ? "" : words.bell(count)}</VisuallyHidden>
      <Popover opened={isOpen} onDismiss={close} position="bottom-end" width={320} trapFocus returnFocus>
        <Popover.Target>
          <Button
            variant={count === 0 ? "subtle" : "light"}
            color={count === 0 ? "ai" : "shu"}
            size="compact-sm"
            onClick={toggle}
            aria-label={words.bell(count)}
          >
            <IconBell size={18} aria-hidden />
            {count === 0 ? null : (
              <Box component="span" ml={4}>
                {count}
              </Box>
            )}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={words.newest}>
          <Newest done={close} />
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

function Newest({ done }: { done(): void }) {
  const words = useWords(dictionary);
  const { data, error, isPending } = useQuery(newestQuery);
  const items = data?.items ?? [];
  return (
    <Stack gap="sm">
      <ProblemNotice error={error} />
      {isPending ? <Loading /> : null}
      {data !== undefined && items.length === 0 ? <Text size="sm">{words.noIncidents}</Text> : null}
      {items.map((incident) => (
        <IncidentLine key={incident.id} incident={incident} done={done} />
      ))}
      <Divider />
      <TextLink to="/incidents" size="sm" onClick={done}>
        {words.allIncidents}
      </TextLink>
    </Stack>
  );
}
