import { Alert, Container, Group } from "@mantine/core";
import { IconShoppingBag } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { Problem } from "../../ui/api.ts";
import { useWords } from "../../ui/language.tsx";
import { LanguageSwitch } from "../../ui/LanguageSwitch.tsx";
import { useLive } from "../../ui/live.ts";
import { Loading } from "../../ui/Loading.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { piecesIn } from "../cart/rules.ts";
import { useCart } from "../cart/useCart.ts";
import { ButtonLink, TextLink } from "./links.tsx";
import { Closed } from "./NotFound.tsx";
import { shopPath, shopQuery, usePlace } from "./shop.ts";
import { words as dictionary } from "./words.ts";

/**
 * The frame around every page of an open shop (around the address's page if none is given). Shows a friendly message if the shop is
 * not open.
 */
export function Frame({ page = <Outlet /> }: { page?: ReactNode }) {
  const { data: shop, error, isPending, refetch } = useQuery(shopQuery(usePlace()));
  if (error instanceof Problem && error.status === 404) return <Closed />;
  if (isPending) return <Loading isWhole />;
  if (shop === undefined) {
    return (
      <Container component="main" size="sm" py={96}>
        <ProblemNotice error={error} retry={() => void refetch()} />
      </Container>
    );
  }
  return <Open name={shop.name} page={page} />;
}

function Open({ name, page }: { name: string; page: ReactNode }) {
  const words = useWords(dictionary);
  const isConnected = useLive(shopPath(usePlace(), "/events"));
  const content = useFocusAtEachPage();
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <header className="shop-header">
        <Container size="lg" py="xs">
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <TextLink to="/" className="shop-name">
              {name}
            </TextLink>
            <Group gap={4} wrap="nowrap">
              <LanguageSwitch />
              <CartLink />
            </Group>
          </Group>
        </Container>
      </header>
      <Container component="main" id="content" ref={content} tabIndex={-1} size="lg" py="xl">
        <div aria-live="polite">
          {isConnected ? null : (
            <Alert color="yellow" variant="light" py="xs" mb="md">
              {words.away}
            </Alert>
          )}
        </div>
        {page}
      </Container>
    </>
  );
}

function CartLink() {
  const words = useWords(dictionary);
  const pieces = piecesIn(useCart().lines);
  return (
    <ButtonLink
      to="/cart"
      variant={pieces === 0 ? "subtle" : "light"}
      size="compact-md"
      leftSection={<IconShoppingBag size={18} aria-hidden />}
    >
      {words.cart(pieces)}
    </ButtonLink>
  );
}

/** Moves the focus to the start of each new page, so that screen readers read it from there. */
function useFocusAtEachPage() {
  const content = useRef<HTMLDivElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== undefined && before.current !== path)
      content.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  return content;
}
