import { Paper, Stack, Text, Title } from "@mantine/core";
import type { RefObject } from "react";
import { useWords } from "../../../../ui/language.tsx";
import { TextLink } from "../../../frame/links.tsx";
import { startWords } from "./words.ts";

/** The connection is on: what comes next. */
export function IsOn({ heading }: { heading: RefObject<HTMLHeadingElement | null> }) {
  const words = useWords(startWords);
  return (
    <Paper className="start">
      <Title order={2} tabIndex={-1} ref={heading}>
        {words.isOn}
      </Title>
      <Text mt="xs">{words.isOnSays}</Text>
      <Text fw={650} mt="md">
        {words.next}
      </Text>
      <Stack gap={4} align="flex-start" component="nav" aria-label={words.next}>
        <TextLink to="/products/bulk">{words.toBulk}</TextLink>
        <TextLink to="/products/linking">{words.toLinking}</TextLink>
        <TextLink to="/">{words.toTop}</TextLink>
      </Stack>
    </Paper>
  );
}
