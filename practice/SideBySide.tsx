import { Badge, Group, Title } from "@mantine/core";
import { useWords } from "../ui/language.tsx";
import { words as dictionary } from "./words.ts";

/** What the two framed pages may do: everything they need, but not leave their frame. */
const may = "allow-scripts allow-same-origin allow-forms allow-modals allow-popups";

/** The till and the shop, each a page of its own, beside each other; below each other if there is not enough space. */
export function SideBySide({
  tillUrl,
  shopUrl,
  isAway,
}: {
  tillUrl: string;
  shopUrl: string;
  isAway: boolean;
}) {
  const words = useWords(dictionary);
  return (
    <div className="side-by-side">
      <section aria-label={words.till}>
        <Group justify="space-between" mb={4}>
          <Title order={2}>{words.till}</Title>
          {isAway ? <Badge color="orange">{words.isAway}</Badge> : null}
        </Group>
        <iframe src={tillUrl} title={words.till} sandbox={may} />
      </section>
      <section aria-label={words.shop}>
        <Group justify="space-between" mb={4}>
          <Title order={2}>{words.shop}</Title>
        </Group>
        <iframe src={shopUrl} title={words.shop} sandbox={may} />
      </section>
    </div>
  );
}
