import { useWords } from "../../ui/language.tsx";
import { Page } from "../../ui/Page.tsx";
import { TextLink } from "./links.tsx";
import { words as dictionary } from "./words.ts";

/** Shown for an address without a page. */
export function NotFound() {
  const words = useWords(dictionary);
  return (
    <Page title={words.notFound} lead={words.notFoundLead}>
      <TextLink to="/">{words.toTop}</TextLink>
    </Page>
  );
}

/** Shown if a page could not be drawn because of a bug of ours. */
export function Broken({ error }: { error: unknown }) {
  const words = useWords(dictionary);
  return (
    <Page title={words.broken} lead={words.brokenLead}>
      <code>{error instanceof Error ? error.message : String(error)}</code>
      <TextLink to="/">{words.toTop}</TextLink>
    </Page>
  );
}
