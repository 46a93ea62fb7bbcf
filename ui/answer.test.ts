import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { showAnswer } from "./answer.ts";

it("B9: what a write answered is shown, and is no longer taken for the newest: the page that opens reads it again", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } });
  const queryKey = ["products", "product", "1"];
  // The sync finished, and its live event came, before the answer.
  await client.invalidateQueries({ queryKey: ["products"] });
  showAnswer(client, queryKey, { quantity: 0 });
  const shown: unknown[] = [];
  const read = new Promise<void>((done) => {
    const page = new QueryObserver(client, { queryKey, queryFn: async () => ({ quantity: 24 }) });
    page.subscribe(({ data, isFetching }) => {
      shown.push(data);
      if (!isFetching) done();
    });
    shown.push(page.getCurrentResult().data);
  });
  await read;
  expect([shown[0], shown.at(-1)]).toEqual([{ quantity: 0 }, { quantity: 24 }]);
  client.clear();
});
