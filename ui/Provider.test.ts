import { MutationObserver, onlineManager, QueryObserver } from "@tanstack/react-query";
import { afterEach, describe, expect, it } from "vitest";
import { Problem } from "./api.ts";
import { openClient } from "./Provider.tsx";

const away = () => Promise.reject(new Problem(0, "away", "サーバーに接続できません。"));

describe("where the browser believes to be without a network", () => {
  afterEach(() => onlineManager.setOnline(true));

  it("a save fails in words at once: none waits unseen, and goes out when its form was changed or left", async () => {
    onlineManager.setOnline(false);
    let sent = 0;
    const save = new MutationObserver(openClient(), { mutationFn: () => ((sent += 1), away()) });
    const failed = await save.mutate().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Problem);
    onlineManager.setOnline(true);
    expect([sent, save.getCurrentResult().status]).toEqual([1, "error"]);
  });

  it("a page says that the server is away, and is read again with the network", async () => {
    onlineManager.setOnline(false);
    let asked = 0;
    const queryFn = () => ((asked += 1) === 1 ? away() : Promise.resolve("read"));
    const client = openClient({ isPatient: false });
    client.mount();
    const reading = new QueryObserver(client, { queryKey: ["page"], queryFn });
    const failed = await new Promise((done) => reading.subscribe(({ isError }) => isError && done(true)));
    expect(failed).toBe(true);
    const read = new Promise((done) => reading.subscribe(({ isSuccess }) => isSuccess && done(true)));
    onlineManager.setOnline(true);
    expect(await read).toBe(true);
    client.unmount();
  });
});
