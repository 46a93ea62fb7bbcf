import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ShopOrder } from "../../src/http/api-types.ts";
import { Problem } from "../../ui/api.ts";
import { removeLines } from "../cart/useCart.ts";
import { shopPath, shopQuery, usePlace } from "../frame/shop.ts";
import { forgetAttempt, type Attempt } from "./attempt.ts";
import { keepDone } from "./done.ts";
import { forgetBuyer } from "./useBuyer.ts";

/** Nobody answered: the order may have been made. */
const isUnclear = (error: Error): boolean =>
  !(error instanceof Problem) || error.status === 0 || error.status >= 500;

/**
 * Sends an order that was noted (`noteAttempt`), also where an answer is lost; then shows that it is made. Each try has the key that the
 * order was noted with, also one that comes after another press was answered.
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
    onSuccess: async (order, { key, lineIds, payment }) => {
      forgetAttempt(key);
      keepDone({ order, payment });
      await navigate({ to: "/done", replace: true });
      removeLines(lineIds);
      forgetBuyer();
    },
    onError: (error, { key }) => {
      if (isUnclear(error)) return;
      forgetAttempt(key);
      // What was shown is not what the shop has: it is read anew.
      void client.invalidateQueries({ queryKey: ["products"] });
      if (error instanceof Problem && error.status === 404)
        void client.invalidateQueries({ queryKey: shopQuery(place).queryKey });
    },
  });
}
