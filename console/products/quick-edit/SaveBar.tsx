import { Button, Group, Text } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useWords } from "../../../ui/language.tsx";
import type { Sheet } from "./sheet.ts";
import { quickWords } from "./words.ts";

/** The number of unsaved changes, with the buttons to save or discard them. */
export function SaveBar({ sheet, save, isSaving }: { sheet: Sheet; save(): void; isSaving: boolean }) {
  const words = useWords(quickWords);
  const count = useSyncExternalStore(sheet.subscribe, sheet.count);
  return (
    <Group className="save-bar" justify="space-between">
      <Text size="sm" role="status">
        {count === 0 ? words.nothing : words.changed(count)}
      </Text>
      <Group gap="xs">
        {count === 0 ? null : (
          <Button variant="subtle" onClick={() => sheet.clear()} disabled={isSaving}>
            {words.undoAll}
          </Button>
        )}
        <Button onClick={save} loading={isSaving} disabled={count === 0}>
          {words.save}
        </Button>
      </Group>
    </Group>
  );
}
