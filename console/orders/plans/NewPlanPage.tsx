import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Plan } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { Page } from "../../../ui/Page.tsx";
import { AllowedTo } from "../../frame/AllowedTo.tsx";
import { TextLink } from "../../frame/links.tsx";
import { blankEntry, rhythmOf, type Entry } from "../entry/entry.ts";
import { OrderForm } from "../entry/OrderForm.tsx";
import { NewPlanHead } from "./RhythmFields.tsx";
import { planWords } from "./words.ts";

const blankPlan = (): Entry => ({ ...blankEntry("subscription"), every: { unit: "month", count: "1" } });

/** A new subscription or membership fee. */
export default function NewPlanPage() {
  const words = useWords(planWords);
  const navigate = useNavigate();
  const [initial] = useState(blankPlan);
  const save = async (body: object, entry: Entry) => {
    const { firstOn } = entry;
    const plan = await ask<Plan>("POST", "/api/v1/plans", { body: { ...body, ...rhythmOf(entry), firstOn } });
    return () => {
      notifications.show({ message: words.made });
      void navigate({ to: "/plans/$id", params: { id: plan.id } });
    };
  };
  return (
    <Page title={words.newPlan} back={<TextLink to="/plans">{words.toList}</TextLink>}>
      <AllowedTo permission="orders.edit">
        <OrderForm
          initial={initial}
          customer={null}
          previewPath="/api/v1/orders/preview"
          send={(body, { kind }) => ({ kind, ...body })}
          save={save}
          does={words.save}
          note={words.note}
          head={NewPlanHead}
        />
      </AllowedTo>
    </Page>
  );
}
