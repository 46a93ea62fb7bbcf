import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Plan } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { planOptions } from "../parts/queries.ts";
import { planWords } from "./words.ts";

/** For `skip`: the date to skip. */
export type PlanStep = { does: "pause" | "resume" | "end" | "retry" } | { does: "skip"; on: string };

/** Performs an action on a plan, and says what was done. */
export function usePlanStep({ id }: Plan) {
  const words = useWords(planWords);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: PlanStep) => {
      const { does } = step;
      if (step.does === "skip") return ask<Plan>("POST", `/api/v1/plans/${id}/skip?on=${step.on}`);
      if (does !== "pause" && does !== "resume") return ask<Plan>("POST", `/api/v1/plans/${id}/${does}`);
      const state = does === "pause" ? "paused" : "active";
      return ask<Plan>("PATCH", `/api/v1/plans/${id}`, { body: { state } });
    },
    onSuccess: (plan, { does }) => {
      client.setQueryData(planOptions(id).queryKey, plan);
      notifications.show({ message: words.done[does] });
      void client.invalidateQueries({ queryKey: ["orders"] });
    },
    onError: (error) => notifications.show({ color: "shu", message: error.message }),
  });
}
