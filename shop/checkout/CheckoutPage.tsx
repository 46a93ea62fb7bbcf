import { Button, Group, NativeSelect, Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useRef, type HTMLAttributes } from "react";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { EmptyCart } from "../cart/CartPage.tsx";
import { useCart } from "../cart/useCart.ts";
import { focusFirstError } from "../frame/focus.ts";
import { TextLink } from "../frame/links.tsx";
import { ShopPage } from "../frame/ShopPage.tsx";
import { prefectures, problemsOf, tidy, tidyField, type Buyer } from "./buyer.ts";
import { Steps } from "./Steps.tsx";
import { keepBuyer, useKeptBuyer } from "./useBuyer.ts";
import { words as dictionary } from "./words.ts";

type TextField = Exclude<keyof Buyer, "payment" | "prefecture">;
type Habits = {
  autoComplete: string;
  /** `off`: not a word, so that a phone does not correct it. */
  autoCorrect?: "off";
  inputMode?: HTMLAttributes<HTMLInputElement>["inputMode"];
  /** The most letters that the shop takes. */
  maxLength: number;
};

/**
 * How browsers fill in the fields, and how much fits. The mail address is not `type="email"`, because browsers change full-width
 * letters in that type.
 */
const habits: Record<TextField, Habits> = {
  name: { autoComplete: "name", maxLength: 100 },
  kana: { autoComplete: "off", maxLength: 100 },
  postalCode: { autoComplete: "postal-code", inputMode: "numeric", maxLength: 20 },
  address: { autoComplete: "address-line1", maxLength: 200 },
  building: { autoComplete: "address-line2", maxLength: 200 },
  phone: { autoComplete: "tel", inputMode: "tel", maxLength: 30 },
  email: { autoComplete: "email", autoCorrect: "off", inputMode: "email", maxLength: 255 },
};

/** The form for the buyer, the address and the payment. Sends nothing yet. */
export function CheckoutPage() {
  const words = useWords(dictionary);
  const element = useRef<HTMLFormElement>(null);
  const navigate = useNavigate();
  const { lines } = useCart();
  const form = useForm<Buyer>({ initialValues: useKeptBuyer(), onValuesChange: keepBuyer });
  const goOn = () => {
    const buyer = tidy(form.values);
    form.setValues(buyer);
    const problems = Object.entries(problemsOf(buyer));
    if (problems.length === 0) return void navigate({ to: "/checkout/confirm" });
    form.setErrors(Object.fromEntries(problems.map(([name, problem]) => [name, words.problems[problem]])));
    focusFirstError(element.current);
  };
  const input = (name: TextField) => {
    const { onBlur, ...given } = form.getInputProps(name);
    return (
      <TextInput
        label={words.fields[name]}
        description={words.hints[name]}
        required={name !== "building"}
        {...habits[name]}
        {...given}
        onBlur={(event) => {
          form.setFieldValue(name, tidyField(name, event.currentTarget.value));
          onBlur?.(event);
        }}
      />
    );
  };
  if (lines.length === 0) {
    return (
      <ShopPage title={words.steps.buyer} back={<Steps at="buyer" />}>
        <EmptyCart />
      </ShopPage>
    );
  }
  return (
    <ShopPage title={words.steps.buyer} back={<Steps at="buyer" />}>
      <form
        ref={element}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          goOn();
        }}
      >
        <Stack gap="lg" maw={640}>
          <Section title={words.delivery}>
            <Stack gap="md">
              {input("name")}
              {input("kana")}
              <Group gap="md" align="flex-start" grow>
                {input("postalCode")}
                <NativeSelect
                  label={words.fields.prefecture}
                  description={words.hints.prefecture}
                  required
                  autoComplete="address-level1"
                  data={[{ value: "", label: words.choose }, ...prefectures]}
                  {...form.getInputProps("prefecture")}
                />
              </Group>
              {input("address")}
              {input("building")}
              {input("phone")}
              {input("email")}
            </Stack>
          </Section>
          <Section title={words.payment}>
            <Radio.Group
              aria-label={words.payment}
              data-invalid={form.errors["payment"] === undefined ? undefined : true}
              {...form.getInputProps("payment")}
            >
              <Stack gap="sm">
                {(["cashOnDelivery", "bankTransfer"] as const).map((way) => (
                  <Radio
                    key={way}
                    value={way}
                    label={words.payments[way]}
                    description={words.paymentHints[way]}
                  />
                ))}
              </Stack>
            </Radio.Group>
          </Section>
          <Group justify="space-between">
            <TextLink to="/cart">‹ {words.toCart}</TextLink>
            <Button type="submit" size="md">
              {words.toConfirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </ShopPage>
  );
}
