import { Alert, Button, List } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Problem } from "./api.ts";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

type Props = {
  error: Error | null | undefined;
  /** Fields that show their own errors: theirs are not said again here. */
  shownPaths?: (path: string) => boolean;
  retry?: () => void;
};

/** What went wrong, in words, where it happened; nothing where nothing did. */
export function ProblemNotice({ error, shownPaths, retry }: Props) {
  const words = useWords(common);
  if (error === null || error === undefined) return null;
  const others =
    error instanceof Problem ? error.errors.filter(({ path }) => shownPaths?.(path) !== true) : [];
  // The server's own sentence names a field as programs call it; here each stands beside its field.
  const isInFields =
    error instanceof Problem && error.code === "invalid" && error.errors.length > 0 && others.length === 0;
  return (
    <Alert color="shu" icon={<IconAlertTriangle aria-hidden />} role="alert" variant="light">
      {isInFields ? words.seeFields : error.message}
      {others.length > 1 ? (
        <List size="sm" mt="xs">
          {others.map(({ path, message }) => (
            <List.Item key={`${path} ${message}`}>{message}</List.Item>
          ))}
        </List>
      ) : null}
      {retry === undefined ? null : (
        <Button mt="xs" size="xs" variant="default" onClick={retry}>
          {words.retry}
        </Button>
      )}
    </Alert>
  );
}
