import { Alert, Button, List } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Problem } from "./api.ts";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

type Props = {
  error: Error | null | undefined;
  /** Fields that show their own errors; these errors are not repeated here. */
  shownPaths?: (path: string) => boolean;
  retry?: () => void;
};

/** Says what went wrong, at the place where it happened. Renders nothing if there is no error. */
export function ProblemNotice({ error, shownPaths, retry }: Props) {
  const words = useWords(common);
  if (error === null || error === undefined) return null;
  const others =
    error instanceof Problem ? error.errors.filter(({ path }) => shownPaths?.(path) !== true) : [];
  // The server's own sentence uses the API's name of a field; here each error is shown beside its field.
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
