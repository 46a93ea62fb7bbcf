import { SimpleGrid, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Status } from "../../src/http/api-types.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { CardLink } from "../frame/links.tsx";
import type { OrderSearch } from "../orders/search.ts";
import type { ProductSearch } from "../products/search.ts";
import { topWords } from "./words.ts";

/** Today's figures; each links to the list that it counts. */
export function Figures({ status }: { status: Status }) {
  const words = useWords(topWords);
  const { number, counted, yen } = useFormats();
  const { ordersToday, unshippedOrders, soldOutProducts } = status;
  const { pendingOrders, waitingProducts, openFailures } = status;
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(new Date());
  return (
    <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="md" component="section" aria-label={words.figures}>
      <CardLink to="/orders" search={{ from: today } as OrderSearch}>
        <Figure name={words.ordersToday} note={yen(ordersToday.total)}>
          {words.orders(number(ordersToday.count))}
        </Figure>
      </CardLink>
      <CardLink to="/orders" search={{ shipping: "unshipped" } as OrderSearch}>
        <Figure name={words.unshippedOrders} note={words.unshippedNote}>
          {words.orders(counted(unshippedOrders))}
        </Figure>
      </CardLink>
      <CardLink to="/products" search={{ state: "soldOut" } as ProductSearch}>
        <Figure name={words.soldOutProducts} note={words.soldOutNote}>
          {words.orders(number(soldOutProducts))}
        </Figure>
      </CardLink>
      <CardLink to="/settings/smaregi/log" search={{ state: "open" }}>
        <Figure
          name={words.openFailures}
          note={openFailures === 0 ? words.failuresNone : words.failuresNote}
          isWrong={openFailures > 0}
        >
          {words.orders(number(openFailures))}
        </Figure>
      </CardLink>
      <CardLink to="/orders" search={{ link: "sending" } as OrderSearch}>
        <Figure name={words.pendingOrders} note={words.pendingNote}>
          {words.orders(number(pendingOrders))}
        </Figure>
      </CardLink>
      <CardLink to="/products" search={{ state: "waiting" } as ProductSearch}>
        <Figure name={words.waitingProducts} note={words.waitingNote}>
          {words.orders(number(waitingProducts))}
        </Figure>
      </CardLink>
    </SimpleGrid>
  );
}

type Props = { name: string; note: string; isWrong?: boolean; children: ReactNode };

function Figure({ name, note, isWrong = false, children }: Props) {
  return (
    <>
      <Text size="sm" className="soft">
        {name}
      </Text>
      <Text fz={26} fw={650} lh={1.3} {...(isWrong ? { c: "shu.7" } : {})} className="figure">
        {children}
      </Text>
      <Text size="xs" className="soft">
        {note}
      </Text>
    </>
  );
}
