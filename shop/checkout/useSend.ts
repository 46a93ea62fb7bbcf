import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ShopOrder } from "../../src/http/api-types.ts";
import { isUnclear, Problem } from "../../ui/api.ts";
import { removeOrdered } from "../cart/useCart.ts";
import { shopPath, shopQuery, usePlace } from "../frame/shop.ts";
import { forgetAttempt, type Attempt } from "./attempt.ts";
import { keepDone } from "./done.ts";
import { forgetBuyer } from "./useBuyer.ts";

/**
 * Sends an order that was noted (`noteAttempt`), again if an answer is lost; then shows that it was made. Each try uses the key that
 * was noted with the order, also a try that comes after another press was answered.
 */
export function useSend() {
  const client = useQueryClient();
  const place = usePlace();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async ({ key, body }: Attempt) => {
      const headers = { "idempotency-key": key };
      return await place.ask<ShopOrder>("POST", shopPath(place, "/orders"), { body, headers });
    },
    retry: (count, error) => isUnclear(error) && count < 3,
    retryDelay: (count) => 500 * 2 ** count,
    onSuccess: async (order, { key, lineIds, body, payment }) => {
      forgetAttempt(key);
      keepDone({ order, payment });
      await navigate({ to: "/done", replace: true });
      removeOrdered(new Map(lineIds.map((id, at) => [id, body.lines[at]?.quantity ?? 0])));
      forgetBuyer();
    },
    onError: (error, { key }) => {
      if (isUnclear(error)) return;
      forgetAttempt(key);
      // The page does not show what the shop has, so it is read again.
      void client.invalidateQueries({ queryKey: ["products"] });
      if (error instanceof Problem && error.status === 404)
        void client.invalidateQueries({ queryKey: shopQuery(place).queryKey });
    },
  });
}
