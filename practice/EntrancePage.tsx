import { Alert, Button, Container, Grid, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { PracticeShelf } from "../src/http/api-types.ts";
import { ask } from "../ui/api.ts";
import { useWords } from "../ui/language.tsx";
import { LanguageSwitch } from "../ui/LanguageSwitch.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Mark } from "../ui/Mark.tsx";
import { Page } from "../ui/Page.tsx";
import { common } from "../ui/words.ts";
import { Movements, Shelf } from "./Numbers.tsx";
import { SideBySide } from "./SideBySide.tsx";
import { ThreeSteps } from "./ThreeSteps.tsx";
import { words as dictionary } from "./words.ts";

/** How often the page asks, in ms. It may be open before anyone has signed in, so it gets no live events. */
const pause = 500;

/** 練習モードの入口: the till and the shop side by side, three things to try, and the demo shop's quantities as they change. */
export function EntrancePage() {
  const saysAll = useWords(common);
  const { data, isError } = useQuery({
    queryKey: ["practice"],
    queryFn: async () => await ask<PracticeShelf>("GET", "/practice/shelf"),
    refetchInterval: pause,
    retry: false,
  });
  return (
    <Container size="xl" py="md">
      <Group justify="space-between" mb="md">
        <Mark />
        <LanguageSwitch />
      </Group>
      <main>
        <div aria-live="polite">
          {isError ? (
            <Alert color="yellow" variant="light" py="xs" mb="md">
              {saysAll.reconnecting}
            </Alert>
          ) : null}
        </div>
        {data === undefined ? <Loading /> : <Entrance {...data} />}
      </main>
    </Container>
  );
}

function Entrance(shown: PracticeShelf) {
  const { name, number, tillUrl, shopUrl, shelf, movements, tried, isAway } = shown;
  const words = useWords(dictionary);
  const actions = (
    <>
      <form method="post" action="/practice/sign-in">
        <Button type="submit">{words.openConsole}</Button>
      </form>
      <Button component="a" href={shopUrl} variant="default">
        {words.openShop}
      </Button>
      <Button component="a" href={tillUrl} target="_blank" rel="noopener" variant="default">
        {words.openTill}
      </Button>
    </>
  );
  return (
    <Page title={words.title} lead={words.lead(name, number)} actions={actions}>
      <ThreeSteps tried={tried} isAway={isAway} last={movements[0]} />
      <SideBySide tillUrl={tillUrl} shopUrl={shopUrl} isAway={isAway} />
      <Grid>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Shelf rows={shelf} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Movements rows={movements} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}
