import { setTimeout as delay } from "node:timers/promises";
import type { Counter } from "./buyers.ts";
import { codeOf, crowdId, goods } from "./goods.ts";
import { ownSettings, type Change, type Settings } from "./plan-changes.ts";
import type { Plan } from "./plan.ts";
import { terminalOf } from "./smaregi-contracts.ts";
import { atTheirTimes } from "./smaregi.ts";

/** The two contracts between which the merchant changes. */
export type Contracts = Record<Settings["contract"], string>;

export type Merchant = {
  /** Plays the plan; each change of a setting is reverted at its time. */
  play(): Promise<void>;
  /** Saves the final settings again: an old save may have arrived late. */
  settle(): Promise<void>;
};

/**
 * Plays the merchant: settings, links, files, presses. One person: saves a setting only after the save before it is
 * done.
 */
export function openMerchant(counter: Counter, contracts: Contracts, plan: Plan): Merchant {
  const { send, story, complain } = counter;
  let settings = ownSettings(plan.mode);
  let before: Promise<unknown> = Promise.resolve();

  const ask = async (...request: Parameters<typeof send>) => {
    const answer = await send(...request);
    if (answer.status >= 400) {
      const [method, path, body] = request;
      complain(
        `${method} ${path} ${JSON.stringify(body)} was answered ${answer.status}: ${JSON.stringify(answer.body)}`,
      );
    }
    return answer;
  };
  /** A save without an app keeps the current one; a save with an app causes everything to be read again. */
  const save = async (patch: Partial<Settings>, namesApp = patch.wrongSecret !== undefined) => {
    const saveNow = async () => {
      await before;
      settings = { ...settings, ...patch };
      const { enabled, mode, contract, storeId, wrongSecret } = settings;
      const app = wrongSecret
        ? { clientId: "client", clientSecret: "wrong" }
        : { clientId: null, clientSecret: null };
      story.tell(`merchant: saves ${JSON.stringify(settings)}`);
      await ask("PUT", "/connection", {
        contractId: contracts[contract],
        storeId,
        terminalId: terminalOf[storeId],
        enabled,
        mode,
        ...(namesApp ? app : {}),
      });
    };
    const saved = saveNow();
    before = saved.catch(() => undefined);
    await saved;
  };
  const play = async (change: Change) => {
    switch (change.do) {
      case "set":
        await save(change.patch);
        story.count(change.kind);
        story.count("settings changed");
        await delay(change.forMs);
        return await save(change.back);
      case "relink": {
        const { good, to } = change;
        story.count(to === null ? "unlinked" : "relinked");
        story.tell(`merchant: links ${goods[good]?.name} to ${to}`);
        const variations = [{ id: counter.variationIds[good], smaregiProductId: to }];
        await ask("PATCH", `/products/${counter.productOf(good)}`, { variations });
        return;
      }
      case "registerFile": {
        const rows = Array.from({ length: change.rows }, (_, index) => crowdId(change.from + index));
        const lines = rows.map((id) => `F-${id},品${id},1000,${id}`);
        story.count("files");
        story.count("rows of files", rows.length);
        await ask("POST", "/products/bulk-register", csv("商品コード,商品名,販売価格,スマレジ商品ID", lines));
        return;
      }
      case "changeFile": {
        const single = goods.flatMap(({ name }, good) => (/ \d$/.test(name) ? [] : [good]));
        const lines = single.map(
          (good) =>
            `${codeOf(good)},${change.prices[good]},${change.links.find((link) => link.good === good)?.to ?? ""}`,
        );
        story.count("files");
        story.count("rows of files", lines.length);
        story.count("relinked", change.links.length);
        for (const { good, to } of change.links)
          story.tell(`merchant: a file links ${goods[good]?.name} to ${to}`);
        await ask("POST", "/products/bulk-change", csv("商品コード,販売価格,スマレジ商品ID", lines));
        return;
      }
      case "press":
        story.count("presses of send all");
        await ask("POST", "/orders/send", { orderIds: "behind" });
        return;
      case "reconcile":
        story.count("差異チェック");
        await ask("POST", "/reconciliations", {});
        return;
      default:
        return change satisfies never;
    }
  };
  return {
    play: () => atTheirTimes(plan.changes, story, play),
    settle: async () => {
      const isWrong = plan.changes.some((change) => change.do === "set" && "wrongSecret" in change.patch);
      await save(ownSettings(plan.mode), isWrong);
    },
  };
}

const csv = (head: string, lines: string[]): string => [head, ...lines, ""].join("\n");
