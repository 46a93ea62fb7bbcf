import { removeConnection } from "../../src/connection/remove-connection.ts";
import { endTrouble, remakeProducts } from "./rest.ts";
import { productIds, type Weighted, type World } from "./world.ts";

/** What the merchant sets. */
export function setting({ ctx, chance, who, merchantId, own, other, place, connect }: World): Weighted[] {
  const home = { storeId: "1", terminalId: "2" };
  return [
    [0.5, "連携 off", () => connect({ enabled: false })],
    [1.5, "連携 on", () => connect({ enabled: true })],
    [0.6, "the other mode", () => connect({ mode: place.mode === "standard" ? "assured" : "standard" })],
    [0.4, "another terminal", () => connect({ storeId: "1", terminalId: chance.pick(["2", "3"]) })],
    [0.3, "the second store", () => connect({ contractId: own, storeId: "2", terminalId: "4" })],
    [0.8, "the first store", () => connect({ contractId: own, ...home })],
    [0.3, "the other contract", () => connect({ contractId: other, ...home })],
    [
      0.1,
      "no connection",
      () => removeConnection(ctx, { merchantId, by: { actor: who.actor, address: null } }),
    ],
  ];
}

const kinds = [
  "commitThen500 commitThenReset reset status400 status401 status429 status500 status503",
  "html404 html502 garbage emptyBody emptyList firstRowGoes",
].flatMap((line) => line.split(" "));
/** Registrations are troubled twice as often. */
const calls = [
  "POST /transactions",
  "POST /transactions",
  "POST /transactions/cancel",
  "POST /transactions/dispose",
  "GET /transactions",
  "GET /stock",
  "GET /products",
  "*",
];

/** What happens in Smaregi, and to its answers. */
export function atSmaregi(world: World): Weighted[] {
  const { control, chance, own, switches, closeDays, tell } = world;
  const at = `/contracts/${own}`;
  const move = (change: object) =>
    control("POST", `${at}/stock`, {
      changes: [{ productId: chance.pick(productIds), storeId: "1", ...change }],
    });
  return [
    [3, "a sale at the till", () => move({ amount: String(-chance.between(1, 3)) })],
    [1, "a delivery of goods", () => move({ amount: String(chance.between(1, 9)) })],
    [
      0.5,
      "nothing left",
      async () => {
        for (let nth = 0; nth < 4; nth += 1) await move({ stockAmount: 0 });
      },
    ],
    [
      1,
      "a clerk takes a sale back",
      async () => {
        const all = await control("GET", `${at}/transactions`);
        if (all.length === 0) return;
        const how = chance.is(0.6) ? "cancel" : "dispose";
        await control("POST", `${at}/transactions/${chance.pick<any>(all).transactionHeadId}/${how}`, {});
      },
    ],
    [
      0.4,
      "a product deleted in Smaregi",
      () => control("DELETE", `${at}/products/${chance.pick(productIds)}?keepStock=${chance.is(0.4)}`),
    ],
    [0.8, "all products in Smaregi again", () => remakeProducts(world)],
    [
      4,
      "trouble",
      async () => {
        const fault = { contractId: own, call: chance.pick(calls), kind: chance.pick(kinds) };
        tell(`  ${fault.call} ${fault.kind}`);
        await control("POST", "/faults", { ...fault, times: chance.between(1, 3) });
      },
    ],
    [0.4, "maintenance", () => switches({ maintenance: true })],
    [0.2, "a closed day", closeDays],
    [1, "no more trouble", () => endTrouble(world)],
  ];
}
