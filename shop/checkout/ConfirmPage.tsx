import { Alert, Button, Stack, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { isUnclear, Problem } from "../../ui/api.ts";
import { useWords } from "../../ui/language.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { EmptyCart } from "../cart/CartPage.tsx";
import { LineText, answered } from "../cart/LineText.tsx";
import { LineTrouble } from "../cart/LineTrouble.tsx";
import { subtotalOf, type Row } from "../cart/rules.ts";
import { Sums } from "../cart/Sums.tsx";
import { useRows } from "../cart/useRows.ts";
import { words as cartDictionary } from "../cart/words.ts";
import { TextLink } from "../frame/links.tsx";
import { ShopPage } from "../frame/ShopPage.tsx";
import { isBesideAnother, noteAttempt } from "./attempt.ts";
import { customerOf, problemsOf, tidy, type Buyer } from "./buyer.ts";
import { BuyerText } from "./BuyerText.tsx";
import { Steps } from "./Steps.tsx";
import { UnclearOrder } from "./UnclearOrder.tsx";
import { useKeptBuyer } from "./useBuyer.ts";
import { useSend } from "./useSend.ts";
import { words as dictionary } from "./words.ts";

/** 注文内容の確認: shows everything again before the order is sent. */
export function ConfirmPage() {
  const words = useWords(dictionary);
  const { rows, isLoading, error, retry } = useRows();
  const buyer = tidy(useKeptBuyer());
  const page = (content: ReactNode) => (
    <ShopPage title={words.confirmTitle} back={<Steps at="confirm" />}>
      {content}
    </ShopPage>
  );
  if (rows.length === 0) return page(<EmptyCart />);
  if (Object.keys(problemsOf(buyer)).length > 0) {
    return page(
      <Alert color="yellow" variant="light">
        {words.incomplete} <TextLink to="/checkout">{words.toForm}</TextLink>
      </Alert>,
    );
  }
  if (isLoading) return page(<Loading />);
  return page(
    <>
      <ProblemNotice error={error} retry={retry} />
      <Confirm rows={rows} buyer={buyer} isWhole={error === null} />
    </>,
  );
}

function Confirm({ rows, buyer, isWhole }: { rows: Row[]; buyer: Buyer; isWhole: boolean }) {
  const words = useWords(dictionary);
  const cartWords = useWords(cartDictionary);
  const send = useSend();
  const refused = refusedLines(send.error);
  // The shop's refusal is shown until that line is changed.
  const sent = send.variables?.body.lines;
  const refusalOf = ({ line }: Row, at: number) =>
    sent?.[at]?.variationId === line.variationId && sent[at].quantity === line.quantity
      ? refused.get(at)
      : undefined;
  const isTroubled = rows.some((row, at) => row.trouble !== null || refusalOf(row, at) !== undefined);
  const subtotal = subtotalOf(rows);
  const isLost = send.error !== null && isUnclear(send.error);
  // Another order was sent before, and may have been made. A second one needs an explicit confirmation.
  const [isBeside, setBeside] = useState(false);
  const order = (isMeant: boolean) => {
    if (send.isPending) return;
    const lines = rows.map(({ line: { variationId, quantity, answers } }) => ({
      variationId,
      quantity,
      ...(answers.length === 0 ? {} : { answers }),
    }));
    const lineIds = rows.map(({ line }) => line.id);
    const body = { kind: "normal" as const, lines, customer: customerOf(buyer), expectedTotal: subtotal };
    const given = { body, lineIds, payment: buyer.payment };
    const isAsked = !isMeant && isBesideAnother(given);
    setBeside(isAsked);
    if (!isAsked) send.mutate(noteAttempt(given));
  };
  return (
    <>
      {send.isIdle && !isBeside ? <UnclearOrder /> : null}
      <ProblemNotice error={isLost ? null : send.error} shownPaths={(path) => path.startsWith("lines[")} />
      <div className="with-summary">
        <Stack gap="lg">
          <Section title={words.products} actions={<TextLink to="/cart">{words.change}</TextLink>}>
            <ul className="rows">
              {rows.map((row, at) => (
                <li key={row.line.id}>
                  <ConfirmedLine row={row} />
                  <LineTrouble row={row} refused={refusalOf(row, at)} />
                </li>
              ))}
            </ul>
          </Section>
          <Section title={words.delivery} actions={<TextLink to="/checkout">{words.change}</TextLink>}>
            <BuyerText buyer={buyer} />
          </Section>
          <Section title={words.payment} actions={<TextLink to="/checkout">{words.change}</TextLink>}>
            {buyer.payment === "" ? null : (
              <>
                <Text>{words.payments[buyer.payment]}</Text>
                <Text size="sm" className="soft">
                  {words.paymentHints[buyer.payment]}
                </Text>
              </>
            )}
          </Section>
        </Stack>
        <div className="summary">
          <Section title={cartWords.sums}>
            <Stack gap="md">
              <Sums
                subtotal={subtotal}
                shippingFee={null}
                isCashOnDelivery={buyer.payment === "cashOnDelivery"}
                total={subtotal}
              />
              <div role="status">
                {isTroubled ? (
                  <Alert color="shu" variant="light" py="xs">
                    {cartWords.troubled}
                  </Alert>
                ) : null}
                {isLost ? (
                  <Alert color="yellow" variant="light" py="xs">
                    {words.unclear}
                  </Alert>
                ) : null}
              </div>
              {isBeside ? (
                <>
                  <UnclearOrder />
                  <Alert color="yellow" variant="light" py="xs" role="alert">
                    <Text size="sm">{words.beside}</Text>
                    <Button mt="xs" size="xs" variant="default" onClick={() => order(true)}>
                      {words.orderBeside}
                    </Button>
                  </Alert>
                </>
              ) : null}
              <Button
                size="lg"
                onClick={() => order(false)}
                loading={send.isPending}
                disabled={isTroubled || !isWhole}
              >
                {words.order}
              </Button>
            </Stack>
          </Section>
        </div>
      </div>
    </>
  );
}

function ConfirmedLine({ row: { line, product, variation } }: { row: Row }) {
  return (
    <LineText
      productName={`${product?.name ?? line.productName} × ${line.quantity}`}
      variationName={variation?.name ?? line.variationName}
      quantity={line.quantity}
      answers={answered(product?.questions, line.answers)}
      priced={variation ?? null}
    />
  );
}

/** The shop's refusals by the index of the line. */
function refusedLines(error: Error | null): Map<number, string> {
  const errors = error instanceof Problem ? error.errors : [];
  const pairs = errors.map(
    ({ path, message }) => [Number(/^lines\[(\d+)\]/.exec(path)?.[1] ?? -1), message] as const,
  );
  return new Map(pairs);
}
