import { Alert, Button, Group, NativeSelect, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRef, useState } from "react";
import type { ShopProduct } from "../../src/http/api-types.ts";
import { useIsAlive } from "../../ui/alive.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { leftOf, piecesIn } from "../cart/rules.ts";
import { addToCart, useCart } from "../cart/useCart.ts";
import { focusFirstError } from "../frame/focus.ts";
import { TextLink } from "../frame/links.tsx";
import { Quantity } from "./Quantity.tsx";
import { StockState } from "./StockState.tsx";
import { words as dictionary } from "./words.ts";

const longestAnswer = 100;

/** The form to choose a variation, answer the product's questions (pattern 2), and put it into the cart. */
export function AddForm({ product }: { product: ShopProduct }) {
  const words = useWords(dictionary);
  const formats = useFormats();
  const { lines } = useCart();
  const isAlive = useIsAlive();
  const element = useRef<HTMLFormElement>(null);
  const [added, setAdded] = useState<string | null>(null);
  const { variations, questions } = product;
  const only = variations.length === 1 ? variations[0] : undefined;
  // The product may change while the page is open: if only one variation is left, there is nothing to choose.
  const chosenBy = (variationId: string) => only ?? variations.find(({ id }) => id === variationId);
  const form = useForm({
    initialValues: {
      variationId: "",
      quantity: 1,
      answers: questions.map(() => ""),
    },
    validate: {
      variationId: (id) => (chosenBy(id) === undefined ? words.chooseOne : null),
      quantity: (pieces, { variationId }) => {
        const variation = chosenBy(variationId);
        const left = variation === undefined ? null : leftOf(variation.stock);
        const inCart = piecesIn(lines, variation?.id ?? "");
        if (left === null || pieces + inCart <= left) return null;
        return inCart > 0 ? words.onlyLeftWithCart(left, inCart) : words.onlyLeft(left);
      },
      answers: {},
    },
  });
  const chosen = chosenBy(form.values.variationId);
  const isSoldOut = (chosen === undefined ? variations : [chosen]).every(
    ({ stock }) => stock.state === "soldOut",
  );
  const answerProblems = () =>
    questions.flatMap((question, at) => {
      const answer = form.values.answers[at] ?? "";
      if ("choices" in question)
        return answer === "" ? [[`answers.${at}`, words.answerOne(question.name)]] : [];
      return [...answer].length > longestAnswer ? [[`answers.${at}`, words.tooLong]] : [];
    });
  const add = () => {
    const { hasErrors, errors } = form.validate();
    const problems = answerProblems();
    if (hasErrors || problems.length > 0) {
      form.setErrors({ ...errors, ...Object.fromEntries(problems) });
      focusFirstError(element.current);
      return;
    }
    if (chosen === undefined) return;
    const { quantity, answers } = form.values;
    const variationName = chosen.name;
    addToCart({
      productId: product.id,
      variationId: chosen.id,
      productName: product.name,
      variationName,
      quantity,
      answers: questions.map((_, at) => (answers[at] ?? "").trim()),
    });
    setAdded(words.added([product.name, variationName].filter(Boolean).join(" "), quantity));
    form.setFieldValue("quantity", 1);
  };
  return (
    <form
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <fieldset className="fields" disabled={!isAlive}>
        <Stack gap="md">
          {only === undefined ? (
            <Radio.Group
              label={words.choose}
              data-invalid={form.errors["variationId"] === undefined ? undefined : true}
              {...form.getInputProps("variationId")}
            >
              <Stack gap={0} mt={4} aria-live="polite">
                {variations.map((variation) => (
                  <Radio
                    key={variation.id}
                    value={variation.id}
                    className="choice"
                    label={
                      <Group justify="space-between" gap="xs" component="span">
                        <span className="text">{variation.name}</span>
                        <Group gap="sm" component="span">
                          <span className="number">{formats.yen(variation.price)}</span>
                          <StockState stock={variation.stock} />
                        </Group>
                      </Group>
                    }
                  />
                ))}
              </Stack>
            </Radio.Group>
          ) : null}
          {questions.map((question, at) =>
            "choices" in question ? (
              <NativeSelect
                key={question.name}
                label={question.name}
                required
                data={[{ value: "", label: words.question }, ...question.choices]}
                {...form.getInputProps(`answers.${at}`)}
              />
            ) : (
              <TextInput
                key={question.name}
                label={question.name}
                description={words.freeText}
                autoComplete="off"
                {...form.getInputProps(`answers.${at}`)}
              />
            ),
          )}
          <Quantity
            label={words.quantity}
            value={form.values.quantity}
            change={(pieces) => form.setFieldValue("quantity", pieces)}
            error={form.errors["quantity"]}
          />
          <Button type="submit" size="md" disabled={isSoldOut} className="wide-on-phone">
            {isSoldOut ? words.soldOut : words.add}
          </Button>
          <div role="status">
            {added === null ? null : (
              <Alert color="green" variant="light">
                <Text size="sm">{added}</Text>
                <TextLink to="/cart">{words.toCart}</TextLink>
              </Alert>
            )}
          </div>
        </Stack>
      </fieldset>
    </form>
  );
}
