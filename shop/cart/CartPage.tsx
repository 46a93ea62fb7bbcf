import { Alert, Button, Group, Stack } from "@mantine/core";
import { useWords } from "../../ui/language.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { ButtonLink, TextLink } from "../frame/links.tsx";
import { ShopPage } from "../frame/ShopPage.tsx";
import { Steps } from "../checkout/Steps.tsx";
import { UnclearOrder } from "../checkout/UnclearOrder.tsx";
import { Quantity } from "../products/Quantity.tsx";
import { LineText, answered } from "./LineText.tsx";
import { LineTrouble } from "./LineTrouble.tsx";
import { subtotalOf, type CartLine, type Row } from "./rules.ts";
import { Sums } from "./Sums.tsx";
import { changePieces, removeLines } from "./useCart.ts";
import { useRows } from "./useRows.ts";
import { words as dictionary } from "./words.ts";

/** Shows what the buyer has chosen; says at once if some of it is no longer available. */
export function CartPage() {
  const words = useWords(dictionary);
  const { rows, overAtOnce, isLoading, error, retry } = useRows();
  const isTroubled = rows.some(({ trouble }) => trouble !== null);
  const subtotal = subtotalOf(rows);
  return (
    <ShopPage title={words.cart} back={<Steps at="cart" />}>
      <UnclearOrder />
      <ProblemNotice error={error} retry={retry} />
      {rows.length === 0 ? (
        <EmptyCart />
      ) : isLoading ? (
        <Loading />
      ) : (
        <div className="with-summary">
          <Section title={words.lines}>
            <ul className="rows">
              {rows.map((row) => (
                <li key={row.line.id}>
                  <Line row={row} />
                </li>
              ))}
            </ul>
          </Section>
          <div className="summary">
            <Section title={words.sums}>
              <Stack gap="md">
                <Sums subtotal={subtotal} shippingFee={null} isCashOnDelivery={false} total={subtotal} />
                <div aria-live="polite">
                  {isTroubled ? (
                    <Alert color="shu" variant="light" py="xs">
                      {words.troubled}
                    </Alert>
                  ) : overAtOnce === null ? null : (
                    <Alert color="shu" variant="light" py="xs">
                      {words.overAtOnce(overAtOnce)}
                    </Alert>
                  )}
                </div>
                {isTroubled || overAtOnce !== null || error !== null ? (
                  <Button size="md" disabled>
                    {words.order}
                  </Button>
                ) : (
                  <ButtonLink to="/checkout" size="md">
                    {words.order}
                  </ButtonLink>
                )}
                <TextLink to="/" ta="center">
                  {words.goOn}
                </TextLink>
              </Stack>
            </Section>
          </div>
        </div>
      )}
    </ShopPage>
  );
}

/** Says what to do if there is nothing to order. */
export function EmptyCart() {
  const words = useWords(dictionary);
  return (
    <Stack gap="sm" align="flex-start">
      <p>{words.empty}</p>
      <ButtonLink to="/">{words.toList}</ButtonLink>
    </Stack>
  );
}

/** A line's name with its variation. */
const nameOf = (line: CartLine): string => [line.productName, line.variationName].filter(Boolean).join(" ");

function Line({ row }: { row: Row }) {
  const words = useWords(dictionary);
  const { line, product, variation } = row;
  return (
    <>
      <LineText
        productName={
          product === undefined ? (
            line.productName
          ) : (
            <TextLink to="/products/$id" params={{ id: line.productId }}>
              {product.name}
            </TextLink>
          )
        }
        variationName={variation?.name ?? line.variationName}
        quantity={line.quantity}
        answers={answered(product?.questions, line.answers)}
        priced={variation ?? null}
        stock={variation?.stock}
      />
      <Group gap="sm" mt="xs" align="center">
        {variation === undefined ? null : (
          <Quantity
            label={words.quantityOf(nameOf(line))}
            isLabelHidden
            value={line.quantity}
            change={(pieces) => changePieces(line.id, pieces)}
          />
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          ml="auto"
          aria-label={words.removeOf(nameOf(line))}
          onClick={() => removeLines([line.id])}
        >
          {words.remove}
        </Button>
      </Group>
      <LineTrouble row={row} />
    </>
  );
}
