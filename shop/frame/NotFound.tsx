import { Button, Container } from "@mantine/core";
import { useWords } from "../../ui/language.tsx";
import { LanguageSwitch } from "../../ui/LanguageSwitch.tsx";
import { Page } from "../../ui/Page.tsx";
import { TextLink } from "./links.tsx";
import { ShopPage } from "./ShopPage.tsx";
import { words as dictionary } from "./words.ts";

/** Shown for an address of the shop without a page. */
export function NotFound() {
  const words = useWords(dictionary);
  return (
    <ShopPage title={words.notFound} lead={words.notFoundLead}>
      <TextLink to="/">{words.toTop}</TextLink>
    </ShopPage>
  );
}

/** Shown if a page could not be drawn because of a bug of ours. The cart is kept. */
export function Broken({ error }: { error: unknown }) {
  const words = useWords(dictionary);
  return (
    <ShopPage title={words.broken} lead={words.brokenLead}>
      <code>{error instanceof Error ? error.message : String(error)}</code>
      <Button variant="default" onClick={() => location.reload()}>
        {words.again}
      </Button>
    </ShopPage>
  );
}

/** Shown if there is no shop with this number, or if it has ended. */
export function Closed() {
  const words = useWords(dictionary);
  return (
    <Container component="main" size="sm" py={96}>
      <Page title={words.closed} site="結び" lead={words.closedLead}>
        <div>
          <LanguageSwitch />
        </div>
      </Page>
    </Container>
  );
}
