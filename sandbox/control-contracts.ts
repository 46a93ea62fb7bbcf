import { notThere, ok, refuse } from "./answer.ts";
import { putContract, shownContract, shownStock, summaryOf } from "./contracts.ts";
import { withBody, withContract, type Action } from "./control-action.ts";
import { givenContract, givenSale, givenStockChanges, givenSubscription } from "./control-bodies.ts";
import { endApp, notifySubscription } from "./subscription.ts";
import { sellAtTill } from "./till-sale.ts";
import { notifyStock } from "./notify.ts";
import { moveStock } from "./stock.ts";
import { shown } from "./transactions.ts";
import { cancel, dispose } from "./undo-transaction.ts";

const changeStock = withContract((contract, { state, body }) =>
  withBody(givenStockChanges, body, ({ changes, notify }) => {
    const strange = changes.find(
      ({ productId, storeId }) => !contract.products.has(productId) || !contract.stores.has(storeId),
    );
    if (strange !== undefined) {
      return refuse(400, `There is no product ${strange.productId}, or no store ${strange.storeId}.`);
    }
    const movements = changes.map(({ productId, storeId, stockAmount, amount }) => ({
      productId,
      storeId,
      division: "01",
      ...(stockAmount === undefined ? { difference: Number(amount) } : { amount: Number(stockAmount) }),
    }));
    const moved = moveStock(state, contract, movements);
    if (notify) notifyStock(state, contract.contractId, moved);
    return ok({ changed: moved.length });
  }),
);

const undo = (how: typeof cancel): Action =>
  withContract((contract, { state, parts }) => {
    const transaction = contract.transactions.get(parts[1] ?? "");
    if (transaction === undefined) return notThere();
    const undone = how(state, contract, transaction);
    return "refused" in undone ? undone.refused : ok(shown(undone.transaction, true));
  });

/** `?last=` returns only the newest: the till page uses it. */
const listTransactions = withContract((contract, { query }) => {
  const terminalId = query.get("terminalId");
  const all = [...contract.transactions.values()].filter(
    ({ head }) => terminalId === null || head["terminalId"] === terminalId,
  );
  const last = query.get("last");
  if (last !== null && !/^[1-9]\d*$/.test(last)) return refuse(400, "last: a number from 1");
  const asked = last === null ? all : all.slice(-Number(last));
  return ok(asked.map((transaction) => shown(transaction, true)));
});

/** Contracts, and what happens in them at the till. */
export const contractActions: [call: string, action: Action][] = [
  ["GET /contracts", ({ state }) => ok([...state.contracts.values()].map(summaryOf))],
  [
    "PUT /contracts/{id}",
    ({ state, parts, body }) =>
      withBody(givenContract, body, (given) => ok(shownContract(putContract(state, parts[0] ?? "", given)))),
  ],
  ["GET /contracts/{id}", withContract((contract) => ok(shownContract(contract)))],
  [
    "DELETE /contracts/{id}",
    withContract(({ contractId }, { state }) => {
      state.keep({ gone: contractId });
      return ok({ deleted: state.contracts.delete(contractId) });
    }),
  ],
  [
    "POST /contracts/{id}/subscription",
    withContract((contract, { state, body }) =>
      withBody(givenSubscription, body, ({ action }) => {
        if (action === "end" || action === "force-stop") endApp(state, contract, true);
        if (action === "start" || action === "cancel-force-stop") endApp(state, contract, false);
        notifySubscription(state, contract, action);
        return ok({ action });
      }),
    ),
  ],
  ["POST /contracts/{id}/stock", changeStock],
  [
    "GET /contracts/{id}/stock",
    withContract((contract, { query }) => ok(shownStock(contract, query.get("storeId")))),
  ],
  [
    "POST /contracts/{id}/sales",
    withContract((contract, { state, body }) =>
      withBody(givenSale, body, (given) => sellAtTill(state, contract, given)),
    ),
  ],
  ["GET /contracts/{id}/transactions", listTransactions],
  ["POST /contracts/{id}/transactions/{transactionId}/cancel", undo(cancel)],
  ["POST /contracts/{id}/transactions/{transactionId}/dispose", undo(dispose)],
];
