import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWords } from "../../../ui/language.tsx";
import { Page } from "../../../ui/Page.tsx";
import { AllowedTo } from "../../frame/AllowedTo.tsx";
import { TextLink } from "../../frame/links.tsx";
import { orderWords } from "../parts/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { blankEntry } from "./entry.ts";
import { KindFields } from "./KindFields.tsx";
import { OrderForm } from "./OrderForm.tsx";
import { usePlaceOrder } from "./usePlaceOrder.ts";
import { entryWords } from "./words.ts";

/** 代理注文: enters an order on behalf of its buyer; also the other kinds (O1). */
export default function NewOrderPage() {
  const words = useWords(entryWords);
  const said = useWords(orderWords);
  const navigate = useNavigate();
  const place = usePlaceOrder();
  const [initial] = useState(() => blankEntry("proxy"));
  const save = async (body: object) => {
    const { order, isEarlier } = await place(body);
    return () => {
      const message = isEarlier ? words.wasPlaced(order.number) : words.placed(order.number);
      notifications.show({ message, ...(isEarlier ? { color: "yellow", autoClose: false } : {}) });
      void navigate({ to: "/orders/$id", params: { id: order.id } });
    };
  };
  return (
    <Page
      help={<HelpLink topic="orders" />}
      title={words.newTitle}
      lead={words.newLead}
      back={<TextLink to="/orders">{said.toList}</TextLink>}
    >
      <AllowedTo permission="orders.edit">
        <OrderForm
          initial={initial}
          customer={null}
          previewPath="/api/v1/orders/preview"
          send={(body, { kind }) => ({ kind, ...body })}
          save={save}
          does={words.place}
          unclearHint={words.twice}
          head={KindFields}
        />
      </AllowedTo>
    </Page>
  );
}
