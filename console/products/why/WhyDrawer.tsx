import { Button, Drawer, Group, Stack, Text } from "@mantine/core";
import type { Movement, Product, Variation } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useActor } from "../../../ui/useActor.ts";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { Loading } from "../../../ui/Loading.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { common } from "../../../ui/words.ts";
import { TextLink } from "../../frame/links.tsx";
import "../parts/products.css";
import { Quantity } from "../parts/Quantity.tsx";
import { SyncMark } from "../parts/SyncMark.tsx";
import { productWords } from "../parts/words.ts";
import { story } from "./story.ts";
import { whyWords } from "./words.ts";

/** The variation whose quantity the drawer explains, with its product. */
export type Asked = { product: Product; variation: Variation };
type Props = { of: Asked | null; close(): void };

/** なぜこの数? (B6): explains a variation's quantity from the ledger, newest first. */
export function WhyDrawer({ of, close }: Props) {
  const said = useWords(productWords);
  const words = useWords(common);
  const name = of === null ? "" : `${of.product.name} ${of.variation.name}`.trim();
  return (
    <Drawer
      opened={of !== null}
      onClose={close}
      position="right"
      size="md"
      title={said.whyOf(name)}
      closeButtonProps={{ "aria-label": words.close }}
    >
      {of === null ? null : <Story productId={of.product.id} variation={of.variation} />}
    </Drawer>
  );
}

function Story({ productId, variation }: { productId: string; variation: Variation }) {
  const words = useWords(whyWords);
  const said = useWords(common);
  const { rows, isLoading, error, retry, more, isLoadingMore } = useList(
    listOptions<Movement>(
      ["products", "product", productId, "movements", variation.id],
      `/api/v1/variations/${variation.id}/movements`,
      { limit: 30 },
    ),
  );
  return (
    <Stack>
      <div>
        <Text size="sm" className="soft">
          {words.now}
        </Text>
        <Group gap="sm" align="baseline">
          <Text fz="2rem" fw={650} lh={1.2} component="div">
            <Quantity variation={variation} />
          </Text>
          <SyncMark variation={variation} />
        </Group>
        {variation.synced ? <Text size="sm">{words.locked}</Text> : null}
      </div>
      <ProblemNotice error={error} retry={retry} />
      {isLoading ? <Loading /> : null}
      {!isLoading && error === null && rows.length === 0 ? (
        <Text className="soft">{words.none}</Text>
      ) : (
        <ol className="story" aria-label={words.story}>
          {rows.map((entry, index) => (
            <li key={rows.length - index}>
              <Entry entry={entry} />
            </li>
          ))}
        </ol>
      )}
      {more === null ? null : (
        <Button variant="default" onClick={more} loading={isLoadingMore}>
          {said.more}
        </Button>
      )}
    </Stack>
  );
}

/** One movement: the quantity after it, the reason, who and when. */
function Entry({ entry }: { entry: Movement }) {
  const words = useWords(whyWords);
  const formats = useFormats();
  const who = useActor();
  const { quantity, change, orderNumber, actor, at } = entry;
  return (
    <>
      <Group gap="xs" align="baseline">
        <Text fw={650}>{words.result(quantity === null ? words.blank : formats.number(quantity))}</Text>
        <Text size="sm" className="soft">
          {change === 0 ? words.noChange : words.change(formats.signed(change))}
        </Text>
      </Group>
      {story(entry, words, formats).map((sentence) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
      {orderNumber === undefined ? null : (
        <TextLink to="/orders" search={{ q: orderNumber }} size="sm">
          {words.order(orderNumber)}
        </TextLink>
      )}
      <Text size="xs" className="soft">
        {formats.moment(at)} {who(actor)}
      </Text>
    </>
  );
}
