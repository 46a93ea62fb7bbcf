import type { Ground, Json, Shop } from "../../support/shop.ts";
import { until } from "../../support/wait.ts";
import type { Finding } from "./findings.ts";
import { waitForRest } from "./quiet.ts";
import { readSingly, salesOf, stands } from "./smaregi-contracts.ts";
import type { Story } from "./story.ts";

/**
 * Waits for a 差異チェック in progress, runs another one, and waits for its end. Returns what it found, except for prices:
 * the run's files change them here, and reporting that is all that has to happen.
 */
export async function reconcile(shop: Shop): Promise<Json[]> {
  const isOpen = async () => {
    const { body } = await shop.api("GET", "/reconciliations?limit=20");
    return (body["items"] as Json[]).some(({ state }) => state === "waiting" || state === "running");
  };
  await until("no 差異チェック is under way", async () => !(await isOpen()));
  const { id } = (await shop.api("POST", "/reconciliations")).body;
  await until("差異チェック is through", async () => !(await isOpen()));
  const { body } = await shop.api("GET", `/reconciliations/${id}`);
  if (body["state"] !== "done") throw new Error(`差異チェック has failed: ${JSON.stringify(body)}`);
  return (body["differences"] as Json[]).filter(({ cause }) => cause !== "productPrice");
}

/**
 * B8, P3: many quantities that would fall to 0 at once are held until the merchant answers. The merchant checks each product in
 * Smaregi and confirms that they are 0. A finding if one of them is not 0, because its number alone should have released it.
 */
export async function answerHeld(ground: Ground, shop: Shop, story: Story): Promise<Finding[]> {
  const held = (await shop.api("GET", "/zero-question/held")).body["items"] as Json[];
  if (held.length === 0) return [];
  const ids = [...new Set(held.map(({ smaregiProductId }) => smaregiProductId as string))];
  const singly = await readSingly(ground, shop.contractId, "1", ids);
  const wrong = held.flatMap(({ smaregiProductId, name, quantity }): Finding[] => {
    const smaregi = singly.get(smaregiProductId as string) ?? 0;
    if (smaregi <= 0) return [];
    const text = `${name} is held at ${quantity}, Smaregi's product ${smaregiProductId} has ${smaregi}`;
    return [{ invariant: 3, text }];
  });
  if (wrong.length > 0) return wrong;
  const { status } = await shop.api("POST", "/zero-question/answer", { answer: "setToZero" });
  if (status !== 200) throw new Error(`the answer that ${ids.join(", ")} are 0 was answered ${status}`);
  story.count("held products answered with 0", ids.length);
  return await waitForRest(ground, shop);
}

/**
 * The merchant answers everything that the shop asks: sends what is behind, and cancels by hand the sales in a contract
 * that is no longer the shop's. Afterwards 差異チェック has nothing more to find.
 */
export async function pressAll(
  ground: Ground,
  shop: Shop,
  contractIds: string[],
  story: Story,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  // Another press for what only shows after the first.
  for (let press = 0; press < 3; press += 1) {
    const behind = await behindNow(shop);
    if (behind.length === 0) break;
    story.count("orders sent by the last press", behind.length);
    await shop.api("POST", "/orders/send", { orderIds: "behind" });
    findings.push(...(await waitForRest(ground, shop)));
    await cancelElsewhere(ground, shop, contractIds, story);
    findings.push(...(await waitForRest(ground, shop)));
  }
  findings.push(...(await answerHeld(ground, shop, story)));
  const differences = await reconcile(shop);
  findings.push(...(await waitForRest(ground, shop)));
  return [
    ...findings,
    ...differences.map((difference): Finding => {
      const { orderId, variationId } = difference as { orderId?: string; variationId?: string };
      return {
        invariant: 9,
        text: `差異チェック has found ${JSON.stringify(difference)}`,
        ...(orderId === undefined ? {} : { orderId }),
        ...(variationId === undefined ? {} : { variationId }),
      };
    }),
  ];
}

async function behindNow(shop: Shop): Promise<Json[]> {
  const { status, body } = await shop.api("GET", "/orders/behind?limit=200");
  if (status !== 200) throw new Error(`/orders/behind was answered ${status}: ${JSON.stringify(body)}`);
  return body["items"] as Json[];
}

/** 以前の契約の取引: only a person can cancel it there; the order then continues with 対応済み. */
async function cancelElsewhere(
  ground: Ground,
  shop: Shop,
  contractIds: string[],
  story: Story,
): Promise<void> {
  const stuck = (await behindNow(shop)).filter((order) => order["link"].why === "otherContract");
  if (stuck.length === 0) return;
  const entries = (await shop.api("GET", "/integration-log?state=open&limit=200")).body["items"] as Json[];
  const sales = (await salesOf(ground, contractIds)).filter(stands);
  for (const { number } of stuck) {
    const sale = sales.find((each) => each["memo"] === number);
    if (sale !== undefined) {
      const path = `/contracts/${sale["contractId"]}/transactions/${sale["transactionHeadId"]}/cancel`;
      await ground.control("POST", path);
    }
    story.count("sales of another contract cancelled by hand");
    for (const entry of entries.filter((each) => each["orderNumber"] === number))
      await shop.api("POST", `/integration-log/${entry["id"]}/handled`);
  }
}
