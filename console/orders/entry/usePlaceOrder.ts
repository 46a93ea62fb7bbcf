import { useRef } from "react";
import type { Order } from "../../../src/http/api-types.ts";
import { ask, isUnclear, Problem } from "../../../ui/api.ts";
import { uniqueText } from "../../../ui/unique.ts";

const isReused = (error: unknown): boolean =>
  error instanceof Problem && error.code === "idempotency_key_reused";

/**
 * Places the order of one form only once. Each attempt carries the form's key, so that a second press, or a retry after a lost
 * answer, finds the first order. If the form was changed after an attempt that arrived but whose answer was lost, returns the order
 * as it was sent then, with `isEarlier`.
 */
export function usePlaceOrder() {
  const key = useRef(uniqueText());
  const unclear = useRef<object[]>([]);
  const send = (body: object) =>
    ask<Order>("POST", "/api/v1/orders", { body, headers: { "idempotency-key": key.current } });
  return async (body: object): Promise<{ order: Order; isEarlier: boolean }> => {
    try {
      return { order: await send(body), isEarlier: false };
    } catch (error) {
      if (isUnclear(error)) unclear.current.push(body);
      if (!isReused(error)) throw error;
      for (const earlier of unclear.current) {
        const order = await send(earlier).catch((other: unknown) => {
          if (!isReused(other)) throw other;
        });
        if (order !== undefined) return { order, isEarlier: true };
      }
      throw error;
    }
  };
}
