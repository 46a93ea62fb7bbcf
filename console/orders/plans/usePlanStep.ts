import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Plan } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { planOptions } from "../parts/queries.ts";
import { planWords } from "./words.ts";

export type PlanStep = "pause" | "resume" | "end" | "skip" | "retry";

/** Takes a step with a plan, and says what was done. */
export function usePlanStep({ id }: Plan) {
  const words = useWords(planWords);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: PlanStep) => {
      if (step !== "pause" && step !== "resume") return ask<Plan>("POST", `/api/v1/plans/${id}/${step}`);
      const state = step === "pause" ? "paused" : "active";
      return ask<Plan>("PATCH", `/api/v1/plans/${id}`, { body: { state } });
    },
    onSuccess: (plan, step) => {
      client.setQueryData(planOptions(id).queryKey, plan);
      notifications.show({ message: words.done[step] });
      void client.invalidateQueries({ queryKey: ["orders"] });
    },
    onError: (error) => notifications.show({ color: "shu", message: error.message }),
  });
}
