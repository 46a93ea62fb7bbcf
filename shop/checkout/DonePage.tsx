import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { LineText } from "../cart/LineText.tsx";
import { Sums } from "../cart/Sums.tsx";
import { ButtonLink } from "../frame/links.tsx";
import { ShopPage } from "../frame/ShopPage.tsx";
import { readDone } from "./done.ts";
import { Steps } from "./Steps.tsx";
import { words as dictionary } from "./words.ts";

/** Shown after the order: its number, what happens next, how to pay. */
export function DonePage() {
  const words = useWords(dictionary);
  const [done] = useState(readDone);
  if (done === null) {
    return (
      <ShopPage title={words.noOrder} lead={words.noOrderLead}>
        <div>
          <ButtonLink to="/">{words.toList}</ButtonLink>
        </div>
      </ShopPage>
    );
  }
  const { order, payment } = done;
  const isCashOnDelivery = payment === "cashOnDelivery";
  return (
    <ShopPage title={words.doneTitle} lead={words.doneLead} back={<Steps at="done" />}>
      <Stack gap="lg" maw={720}>
        <Section title={words.number}>
          <Text fz={32} fw={650} className="order-number" data-order={order.id}>
            {order.number}
          </Text>
          <Text size="sm" className="soft">
            {words.keepNumber}
          </Text>
        </Section>
        <Section title={words.next}>
          <ol className="next">
            {(isCashOnDelivery ? words.nextCash : words.nextBank).split("\n").map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Section>
        <Section title={words.products}>
          <ul className="rows">
            {order.lines.map((line, at) => (
              // An order's lines never change their order.
              <li key={`${at} ${line.productName}`}>
                <LineText
                  productName={`${line.productName} × ${line.quantity}`}
                  variationName={line.variationName}
                  quantity={line.quantity}
                  answers={(line.answers ?? []).map((answer) => ({ answer }))}
                  priced={{ price: line.unitPrice, taxRate: line.taxRate }}
                />
              </li>
            ))}
          </ul>
          <div className="done-sums">
            <Sums {...order} isCashOnDelivery={isCashOnDelivery} />
          </div>
        </Section>
        <div>
          <ButtonLink to="/" variant="default">
            {words.toList}
          </ButtonLink>
        </div>
      </Stack>
    </ShopPage>
  );
}
