import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Plan, Product } from "../../../src/http/api-types.ts";
import { showAnswer } from "../../../ui/answer.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { AllowedTo } from "../../frame/AllowedTo.tsx";
import { TextLink } from "../../frame/links.tsx";
import { planChangeOf, planEntryOf, type Entry } from "../entry/entry.ts";
import { askedProducts } from "../entry/find.ts";
import { OrderForm } from "../entry/OrderForm.tsx";
import { planOptions } from "../parts/queries.ts";
import { EditPlanHead } from "./RhythmFields.tsx";
import { planWords } from "./words.ts";

/** Changes the interval, lines, money or address of a plan, from its next date on. */
export default function EditPlanPage() {
  const words = useWords(planWords);
  const { id } = useParams({ from: "/shell/plans/$id/edit" });
  const { data: plan, error, refetch } = useQuery(planOptions(id));
  const products = useQuery({
    queryKey: ["edited plan", id],
    queryFn: ({ signal }) => askedProducts(plan?.lines ?? [], signal),
    enabled: plan !== undefined,
    gcTime: 0,
  });
  const wrong = error ?? products.error;
  return (
    <Page
      title={words.editTitle}
      back={
        <TextLink to="/plans/$id" params={{ id }}>
          {words.toPlan}
        </TextLink>
      }
    >
      <ProblemNotice error={wrong} retry={() => void (error === null ? products.refetch() : refetch())} />
      {plan === undefined || products.data === undefined ? (
        wrong === null && <Loading />
      ) : plan.state === "ended" ? (
        <Text>{words.endedSays}</Text>
      ) : (
        <AllowedTo permission="orders.edit">
          <Editing plan={plan} products={products.data} />
        </AllowedTo>
      )}
    </Page>
  );
}

function Editing({ plan, products }: { plan: Plan; products: Product[] }) {
  const words = useWords(planWords);
  const client = useQueryClient();
  const navigate = useNavigate();
  // The plan as it was when it was opened. A date that comes meanwhile, or someone else's change, does not change the input.
  const [{ initial, customer }] = useState(() => ({
    initial: planEntryOf(plan, products),
    customer: plan.customer,
  }));
  const { id } = plan;
  const save = async (_: object, entry: Entry) => {
    const change = planChangeOf(initial, entry, customer);
    const saved = await ask<Plan>("PATCH", `/api/v1/plans/${id}`, { body: change });
    return () => {
      showAnswer(client, planOptions(id).queryKey, saved);
      notifications.show({ message: words.saved });
      void navigate({ to: "/plans/$id", params: { id }, replace: true });
    };
  };
  return (
    <OrderForm
      initial={initial}
      customer={customer}
      previewPath="/api/v1/orders/preview"
      send={(body) => ({ kind: plan.kind, ...body })}
      save={save}
      does={words.saveEdit}
      note={words.note}
      head={EditPlanHead}
    />
  );
}
