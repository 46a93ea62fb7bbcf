import { ok } from "./answer.ts";
import { putContract, shownContract } from "./contracts.ts";
import { withBody, withContract, type Action } from "./control-action.ts";
import { givenCategories, givenDeletions, givenProducts } from "./control-bodies.ts";
import { notify } from "./notify.ts";
import { notifyProducts } from "./notify-products.ts";
import { putCategories, putProducts, removeProduct } from "./put-products.ts";
import { tenMinuteContract, tenMinuteFile } from "./ten-minutes.ts";

/** What people do to a contract's goods in Smaregi's own pages. */
export const productActions: [call: string, action: Action][] = [
  [
    "POST /contracts/{id}/products",
    withContract((contract, { state, body }) =>
      withBody(givenProducts, body, (given) => {
        const { created, edited } = putProducts(state, contract, given.products);
        const all = [...created, ...edited];
        const action = edited.length === 0 ? "created" : "edited";
        if (given.notify) notifyProducts(state, contract.contractId, action, all);
        return ok({ products: contract.products.size });
      }),
    ),
  ],
  [
    "POST /contracts/{id}/products/delete",
    withContract((contract, { state, body }) =>
      withBody(givenDeletions, body, ({ productIds, keepStock }) => {
        const gone = productIds.filter((id) => removeProduct(state, contract, id, keepStock));
        notifyProducts(state, contract.contractId, "deleted", gone);
        return ok({ deleted: gone.length });
      }),
    ),
  ],
  [
    "DELETE /contracts/{id}/products/{productId}",
    withContract((contract, { state, parts, query }) => {
      const [, productId = ""] = parts;
      const keepStock = query.get("keepStock") === "true";
      const deleted = removeProduct(state, contract, productId, keepStock);
      if (deleted) notifyProducts(state, contract.contractId, "deleted", [productId]);
      return ok({ deleted });
    }),
  ],
  [
    "POST /contracts/{id}/categories",
    withContract((contract, { state, body }) =>
      withBody(givenCategories, body, ({ categories }) => {
        const categoryIds = putCategories(state, contract, categories);
        notify(state, contract.contractId, "pos:categories", "edited", { categoryIds });
        return ok({ categories: contract.categories.size });
      }),
    ),
  ],
  [
    "PUT /contracts/{id}/ten-minutes",
    ({ state, parts }) => ok(shownContract(putContract(state, parts[0] ?? "", tenMinuteContract()))),
  ],
  ["GET /ten-minutes.csv", () => ({ status: 200, body: tenMinuteFile(), type: "text/csv" })],
];
